import type { Bytes } from '../../intervention.ts';

/** In a program's key or value, where the record's number goes. */
const PLACEHOLDER = '{n}';

/**
 * The key or value of a program's `n`-th record: the texts are taken in turn, `{n}` in them is the number. A program without
 * any has records without them.
 */
export function textFor(texts: readonly (Bytes | null)[], n: number): Bytes | null {
  if (texts.length === 0) return null;
  const text = texts[n % texts.length] as Bytes | null;
  return text === null || !text.includes(PLACEHOLDER) ? text : text.replaceAll(PLACEHOLDER, String(n));
}
