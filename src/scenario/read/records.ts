import type { Bytes, NewRecord } from '../../sim/intervention.ts';
import { filled } from '../../sim/client/producer/template.ts';
import { NAMELESS } from '../stand-in.ts';
import { LARGEST_SEND, MOST_RECORDS_A_SEND } from '../limits.ts';
import { below, fieldsOf, isMap, unexpected, wrong, type Fields, type Read } from './reading.ts';
import { readInteger, readNullableBytes, readText } from './values.ts';

export const RECORD_KEYS = ['topic', 'partition', 'key', 'value', 'headers', 'count'];

/** The records that these keys describe: one, or `count` of them with `{n}` numbered from 0. */
export function recordsFrom(fields: Fields): NewRecord[] | null {
  const topic = fields.required('topic', readText) ?? NAMELESS.topic;
  const value = fields.required('value', readNullableBytes);
  const count = fields.optional('count', readInteger, 1);
  const key = fields.optional('key', readNullableBytes, { bytes: null });
  const partition = fields.optional('partition', readInteger, null);
  const headers = fields.optional('headers', readHeaders, []);
  if (value === null) return null;
  if (count < 1 || count > MOST_RECORDS_A_SEND) {
    return wrong(
      fields.at('count'),
      'limit',
      `count must be from 1 to ${MOST_RECORDS_A_SEND}; found ${count}`,
      count < 1 ? 'leave it out for one record' : 'a program sends more, a few at a time',
    );
  }
  const length = (key.bytes?.length ?? 0) + (value.bytes?.length ?? 0);
  if (length * count > LARGEST_SEND) {
    return wrong(
      fields.at('value'),
      'limit',
      `records of ${length} bytes ${count} times; one send must not exceed ${LARGEST_SEND} bytes`,
    );
  }
  const records: NewRecord[] = [];
  for (let n = 0; n < count; n++) {
    records.push({
      topic,
      partition,
      key: numbered(key.bytes, n, count),
      value: numbered(value.bytes, n, count),
      headers,
    });
  }
  // The first stands for all of them: one place in the text made them.
  if (records[0] !== undefined) fields.spot.reading.origins.place(records[0], fields.spot.path);
  return records;
}

function numbered(bytes: Bytes | null, n: number, count: number): Bytes | null {
  return bytes === null || count === 1 ? bytes : filled(bytes, n);
}

/** Headers as a map of names to values, or as a list of `{ key, value }` where a name comes twice. */
const readHeaders: Read<{ readonly key: string; readonly value: Bytes | null }[]> = (spot) => {
  const headers: { key: string; value: Bytes | null }[] = [];
  if (Array.isArray(spot.value)) {
    spot.value.forEach((_, index) => {
      const fields = fieldsOf(below(spot, index), 'a header', ['key', 'value']);
      const key = fields?.required('key', readText) ?? null;
      const value = fields?.required('value', readNullableBytes) ?? null;
      if (key !== null && value !== null) headers.push({ key, value: value.bytes });
    });
    return headers;
  }
  if (!isMap(spot.value)) return unexpected(spot, 'headers, a map of names to values');
  for (const key of Object.keys(spot.value)) {
    const value = readNullableBytes(below(spot, key));
    if (value !== null) headers.push({ key, value: value.bytes });
  }
  return headers;
};
