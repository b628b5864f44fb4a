import { listOf, wrong, type Read } from '../../scenario/read/reading.ts';
import { readText } from '../../scenario/read/values.ts';
import type { Inline } from '../prose.ts';
import { readInline } from './markdown.ts';

/** A sentence in a script: Markdown in one paragraph. */
export const readSentence: Read<readonly Inline[]> = (spot) => {
  const text = readText(spot);
  if (text === null) return null;
  if (text.trim() === '') return wrong(spot, 'empty', 'text is empty; a learner would see nothing');
  return readInline(text.trim(), (code, message, hint) => spot.reading.complain(spot.path, code, message, hint));
};

export const readSentences: Read<(readonly Inline[])[]> = listOf(readSentence, 'a list of sentences');

/** An id: it stands in addresses and in stored progress. */
export const readId: Read<string> = (spot) => {
  const text = readText(spot);
  if (text === null || /^[a-z][a-z0-9-]{0,59}$/.test(text)) return text;
  return wrong(
    spot,
    'wrong-id',
    `id ${text.slice(0, 60)} is not legal; it has a lower-case letter, then letters, digits and hyphens`,
  );
};
