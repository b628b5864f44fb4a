import type { KafkaRecord } from '../sim/protocol/record-batch.ts';
import { textOf } from '../sim/read/text.ts';
import { groupsPart } from './groups/part.ts';
import type { Metrics } from './metrics.ts';
import { clip, clipStart, fits } from './text.ts';

/** No tile shows more than a few characters, however long the value. */
const BYTES_LOOKED_AT = 96;

/** What a record is called where there is room for a word: its value, or its key. */
export function nameOfRecord(record: KafkaRecord, label: 'value' | 'key'): string {
  const known = groupsPart()?.recordName(record) ?? null;
  if (known !== null) return known;
  const bytes = label === 'key' ? (record.key ?? record.value) : (record.value ?? record.key);
  if (bytes === null) return 'null';
  return bytes === '' ? 'empty' : visible(textOf(bytes, BYTES_LOOKED_AT));
}

/** Control characters and line breaks would show as nothing, or as a box. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, '·');
}

/** A record's key and value, where it has both and one wants its value; null otherwise, and for Kafka's own records. */
function keyAndValue({ key, value }: KafkaRecord, label: 'value' | 'key'): string | null {
  if (label === 'key' || key === null || value === null || key === '' || value === '') return null;
  return `${visible(textOf(key, BYTES_LOOKED_AT))} ${visible(textOf(value, BYTES_LOOKED_AT))}`;
}

/**
 * The text on a tile: key and value where both fit; else one of them, large if it fits and may be, else at the floor of the type, else
 * cut. Of a numbered value the number is kept.
 * @param width pixels for the text
 * @param mayBeLarge is the tile high enough for large letters?
 */
export function tileText(
  record: KafkaRecord,
  label: 'value' | 'key',
  metrics: Metrics,
  width: number,
  mayBeLarge: boolean,
): { readonly text: string; readonly large: boolean } {
  const name = nameOfRecord(record, label);
  const both = groupsPart()?.recordName(record) == null ? keyAndValue(record, label) : null;
  if (both !== null && fits(both, width, metrics.small, 'mono')) return { text: both, large: false };
  if (mayBeLarge && fits(name, width, metrics.value, 'mono')) return { text: name, large: true };
  if (fits(name, width, metrics.small, 'mono')) return { text: name, large: false };
  // `{"number": 7}` is numbered too.
  const [upTo = '', digits = ''] = /^.*?(\d+)(?=["')}\]]*$)/.exec(name) ?? [];
  if (mayBeLarge && digits !== '' && fits(`…${digits}`, width, metrics.value, 'mono'))
    return { text: `…${digits}`, large: true };
  return {
    text: digits !== '' ? clipStart(upTo, width, metrics.small, 'mono') : clip(name, width, metrics.small, 'mono'),
    large: false,
  };
}
