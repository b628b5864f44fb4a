import { around, overlap, type Box } from './box.ts';
import type { TokenLook, TokenMark } from './marks.ts';
import type { Route } from './route.ts';

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
 * dots of that size. The order stays, so that nothing is drawn anew because something else moves.
 */
export function uncrowded(marks: readonly TokenMark[], size: number): TokenMark[] {
  const ranked = [...marks].sort((a, b) => rankOf(a.look) - rankOf(b.look));
  const taken: Box[] = [];
  const worded = new Set<TokenMark>();
  for (const mark of ranked) {
    const { text, width, height } = mark.look;
    if (text === '' || taken.length >= WORDED) continue;
    const box = around(mark.at, width, height);
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    worded.add(mark);
  }
  return marks.map((mark) => {
    const { at, look } = mark;
    return look.text === '' || worded.has(mark) ? mark : { at, look: variantOf(look, DOT, () => dotOf(look, size)) };
  });
}

function dotOf(look: TokenLook, size: number): TokenLook {
  return { ...look, text: '', count: 1, width: Math.min(look.width, size), height: Math.min(look.height, size) };
}

function rankOf({ fate, carries }: TokenLook): number {
  return fate !== 'moving' ? 0 : carries ? 1 : 2;
}
