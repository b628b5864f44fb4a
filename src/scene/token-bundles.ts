import { around, overlap, type Box } from './box.ts';
import type { TokenMark } from './marks.ts';
import type { Route } from './route.ts';

/** A token where it is at an instant. */
export interface Placed {
  readonly route: Route;
  readonly part: number;
  readonly mark: TokenMark;
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
    if (way.length === 1) {
      marks.push((way[0] as Placed).mark);
      continue;
    }
    way.sort((a, b) => b.part - a.part || (a.mark.key < b.mark.key ? -1 : 1));
    const first = marks.length;
    for (const { mark } of way) {
      const front = marks.length > first ? marks.at(-1) : undefined;
      const together =
        front !== undefined && front.fate === mark.fate && apart(front, mark) < (front.width + mark.width) / 2 + 2;
      if (together) marks[marks.length - 1] = { ...front, count: front.count + 1 };
      else marks.push(mark);
    }
  }
  return marks;
}

function apart(a: TokenMark, b: TokenMark): number {
  return Math.abs(a.at.x - b.at.x) + Math.abs(a.at.y - b.at.y);
}

/** So many tokens can be read at once; in a crowd the others are dots. */
export const WORDED = 16;

/**
 * Words for those that matter most (what carries records, what is held or lost), and only where they cover no other words; the rest are
 * dots of that size. The order stays, so that nothing is drawn anew because something else moves.
 */
export function uncrowded(marks: readonly TokenMark[], size: number): TokenMark[] {
  const ranked = [...marks].sort((a, b) => rankOf(a) - rankOf(b));
  const taken: Box[] = [];
  const worded = new Set<TokenMark>();
  for (const mark of ranked) {
    if (mark.text === '' || taken.length >= WORDED) continue;
    const box = around(mark.at, mark.width, mark.height);
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    worded.add(mark);
  }
  return marks.map((mark) => {
    if (mark.text === '' || worded.has(mark)) return mark;
    return { ...mark, text: '', count: 1, width: Math.min(mark.width, size), height: Math.min(mark.height, size) };
  });
}

function rankOf(mark: TokenMark): number {
  return mark.fate !== 'moving' ? 0 : mark.carries ? 1 : 2;
}
