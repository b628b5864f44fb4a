import { stableStringify, type Json } from '../../lib/json.ts';
import type { Wording } from '../lesson.ts';

/**
 * A computed value in the words of a question. A value with words of its own is said so; any other fills the template: `{n}` is the value,
 * `{list}` a list's items without commas.
 */
export function inWords(value: Json, { text, words }: Wording): string {
  const key = typeof value === 'string' ? value : stableStringify(value);
  if (Object.hasOwn(words, key)) return words[key] ?? '';
  const items = Array.isArray(value) ? (value as readonly Json[]).map(listed).join(' ') : listed(value);
  return text.replaceAll('{n}', listed(value)).replaceAll('{list}', items);
}

/** Has the author found words for every value? `null` has none of its own. */
export function hasWords(value: Json, { words }: Wording): boolean {
  return value !== null || Object.hasOwn(words, 'null');
}

function listed(value: Json): string {
  if (!Array.isArray(value)) return typeof value === 'object' ? stableStringify(value) : String(value);
  const items = (value as readonly Json[]).map(listed);
  if (items.length === 0) return 'none';
  return items.length === 1 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
