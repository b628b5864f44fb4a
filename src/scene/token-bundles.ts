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
      const together = front !== undefined && front.fate === mark.fate && apart(front, mark) < (front.width + mark.width) / 2 + 2;
      if (together) marks[marks.length - 1] = { ...front, count: front.count + 1 };
      else marks.push(mark);
    }
  }
  return marks;
}

function apart(a: TokenMark, b: TokenMark): number {
  return Math.abs(a.at.x - b.at.x) + Math.abs(a.at.y - b.at.y);
}
