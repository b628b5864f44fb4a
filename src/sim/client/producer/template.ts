import type { Bytes } from '../../intervention.ts';

/** In a program's key or value, where the record's number goes, and where its number in letters does. */
const NUMBER = '{n}';
const LETTERS = '{letters}';

/**
 * The key or value of a program's `n`-th record: the texts are taken in turn, and their placeholders filled. A program without
 * any has records without them.
 */
export function textFor(texts: readonly (Bytes | null)[], n: number): Bytes | null {
  if (texts.length === 0) return null;
  const text = texts[n % texts.length] as Bytes | null;
  return text === null ? null : filled(text, n);
}

/** The text of record `n`, from 0: `{n}` in it is the number, `{letters}` the number in letters (A to Z, then AA), which is no offset at first sight. */
export function filled(text: Bytes, n: number): Bytes {
  if (!text.includes('{')) return text;
  return text.replaceAll(NUMBER, String(n)).replaceAll(LETTERS, () => lettersOf(n));
}

function lettersOf(n: number): string {
  const letter = String.fromCharCode(65 + (n % 26));
  return n < 26 ? letter : lettersOf(Math.floor(n / 26) - 1) + letter;
}
