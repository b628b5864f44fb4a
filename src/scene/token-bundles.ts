import { around, overlap, type Box } from './box.ts';
import type { TokenLook, TokenMark } from './marks.ts';
import type { Route } from './route.ts';
import { textWidth } from './text.ts';

/** A token where it is at an instant. */
export interface Placed extends TokenMark {
  readonly route: Route;
  readonly part: number;
}

/**
 * Tokens that would lie on top of each other on one way travel as one: the foremost keeps its words and says how many there are.
 */
export function bundled(tokens: readonly Placed[]): TokenMark[] {
  const ways = new Map<string, Placed[]>();
  for (const token of tokens) {
    const way = ways.get(token.route.key);
    if (way === undefined) ways.set(token.route.key, [token]);
    else way.push(token);
  }
  const marks: TokenMark[] = [];
  for (const way of ways.values()) {
    if (way.length > 1) way.sort((a, b) => b.part - a.part || (a.look.key < b.look.key ? -1 : 1));
    let front: Placed | null = null;
    let count = 0;
    for (const token of way) {
      if (front !== null && areTogether(front, token)) {
        count++;
        continue;
      }
      if (front !== null) marks.push(together(front, count));
      front = token;
      count = 1;
    }
    if (front !== null) marks.push(together(front, count));
  }
  return marks;
}

function areTogether(front: TokenMark, token: TokenMark): boolean {
  return front.look.fate === token.look.fate && apart(front, token) < (front.look.width + token.look.width) / 2 + 2;
}

function apart(a: TokenMark, b: TokenMark): number {
  return Math.abs(a.at.x - b.at.x) + Math.abs(a.at.y - b.at.y);
}

/** What a token looks like at the head of a bundle, or as a dot, by what it looks like alone: made once, so that it is the same in the next frame. */
const variants = new WeakMap<TokenLook, Map<number, TokenLook>>();

/** A dot among the variants, which go by how many they stand for. */
const DOT = 0;

function variantOf(look: TokenLook, which: number, make: () => TokenLook): TokenLook {
  let known = variants.get(look);
  if (known === undefined) variants.set(look, (known = new Map<number, TokenLook>()));
  let variant = known.get(which);
  if (variant === undefined) known.set(which, (variant = make()));
  return variant;
}

function together({ at, look }: TokenMark, count: number): TokenMark {
  return { at, look: count === 1 ? look : variantOf(look, count, () => ({ ...look, count })) };
}

/** So many tokens can be read at once; in a crowd the others are dots. */
export const WORDED = 16;

/**
 * Words for those that matter most (what carries records, what is held or lost), and only where they cover no other words; the rest are
 * dots. The order stays, so that nothing is drawn anew because something else moves.
 * @param small the floor of the type
 */
export function uncrowded(marks: readonly TokenMark[], small: number): TokenMark[] {
  const ranked = [...marks].sort((a, b) => rankOf(a.look) - rankOf(b.look));
  const taken: Box[] = [];
  const worded = new Set<TokenMark>();
  for (const mark of ranked) {
    if (mark.look.text === '' || taken.length >= WORDED) continue;
    const box = areaOf(mark, small);
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    worded.add(mark);
  }
  const shown = marks.map((mark) => {
    const { at, look } = mark;
    const dot = (): TokenLook => dotOf(look, small * DOT_SIZE);
    return look.text === '' || worded.has(mark) ? mark : { at, look: variantOf(look, DOT, dot) };
  });
  return addedUp(shown, small);
}

const DOT_SIZE = 0.9;

/** Where a count stands, from the right edge of its token and from its middle, as a part of its height. */
export const COUNT = { after: 3, up: 0.4 };

/** What a token covers, with the sign that says for how many it stands. */
function areaOf({ at, look: { width, height, count } }: TokenMark, small: number): Box {
  const box = around(at, width, height);
  if (count === 1) return box;
  const above = Math.max(0, COUNT.up * height + small / 2 - height / 2);
  const beside = COUNT.after + textWidth(`×${count}`, small, 'bold');
  return { ...box, y: box.y - above, width: width + beside, height: height + above };
}

/** Signs at one corner (several connections are reset there) whose counts would lie on each other are one sign with the sum. */
function addedUp(marks: TokenMark[], small: number): TokenMark[] {
  if (marks.filter(isCounted).length < 2) return marks;
  const kept: TokenMark[] = [];
  for (const mark of marks) {
    const at = isCounted(mark) ? kept.findIndex((other) => areAlike(other, mark) && meet(other, mark, small)) : -1;
    const other = kept[at];
    if (other === undefined) kept.push(mark);
    else kept[at] = together(other, other.look.count + mark.look.count);
  }
  return kept;
}

/** A dot or a sign that stands for several. */
function isCounted({ look }: TokenMark): boolean {
  return look.text === '' && look.count > 1;
}

function areAlike(a: TokenMark, b: TokenMark): boolean {
  return isCounted(a) && a.look.shape === b.look.shape && a.look.fate === b.look.fate;
}

function meet(a: TokenMark, b: TokenMark, small: number): boolean {
  return overlap(areaOf(a, small), areaOf(b, small));
}

function dotOf(look: TokenLook, size: number): TokenLook {
  return { ...look, text: '', count: 1, width: Math.min(look.width, size), height: Math.min(look.height, size) };
}

function rankOf({ fate, carries }: TokenLook): number {
  return fate !== 'moving' ? 0 : carries ? 1 : 2;
}
