import type { Finding } from './check/finding.ts';
import type { Path } from './yaml-document.ts';

/*
 * What stands in a draft for a name that is missing or not understood, which has been complained of: so the rest of its map is held against
 * the rules too, and the author hears of everything at once. A draft with one of these is never run.
 */

/** In place of names. */
export const NAMELESS = {
  producer: 'the producer without a name',
  consumer: 'the consumer without a name',
  topic: 'the topic without a name',
} as const;

/** In place of a broker's id; no text can say it. */
export const NO_ID = -1;

const ALL: readonly unknown[] = [...Object.values(NAMELESS), NO_ID];

/** Does this stand in for something that could not be read? */
export function isStandIn(value: unknown): boolean {
  return ALL.includes(value);
}

/**
 * Is a finding about what stands in for something, and not about what the author wrote?
 * @param made what was read, and `path` in it
 * @param text what it was read from, and `origin` in that
 */
export function isOfStandIn({ code, path }: Finding, made: unknown, text: unknown, origin: Path): boolean {
  // Settings that do not go together are told at a client's name.
  return code !== 'wrong-setting' && isStandIn(partAt(made, path)) && !isStandIn(partAt(text, origin));
}

function partAt(whole: unknown, path: Path): unknown {
  let part = whole;
  for (const key of path) {
    if (part === null || typeof part !== 'object') return null;
    part = (part as { readonly [key: string | number]: unknown })[key];
  }
  return part;
}
