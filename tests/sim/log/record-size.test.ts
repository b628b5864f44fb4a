import { expect, test } from 'vitest';

import {
  batchSizeUpperBound,
  recordBatchSize,
  recordSize,
  recordSizeUpperBound,
  sizeOfVarint,
  sizeOfVarlong,
} from '../../../src/sim/log/record-size.ts';
import type { KafkaRecord } from '../../../src/sim/protocol/record-batch.ts';

const record = (changes: Partial<KafkaRecord>): KafkaRecord => ({
  key: null,
  value: null,
  headers: [],
  timestamp: 0,
  ...changes,
});

test('a varint takes a byte for each seven bits of its zigzag form', () => {
  expect([0, -1, 63, -64, 64, -65, 8191, -8192, 8192, 2147483647, -2147483648].map(sizeOfVarint)).toEqual([
    1, 1, 1, 1, 2, 2, 2, 2, 3, 5, 5,
  ]);
});

test('a varlong counts like a varint, and on beyond 32 bits', () => {
  expect([0, 63, -64, 64, -65, 2147483647, 2147483648, 2 ** 41, Number.MAX_SAFE_INTEGER].map(sizeOfVarlong)).toEqual([
    1, 1, 1, 2, 2, 5, 5, 7, 8,
  ]);
});

test('a record of a null key and a five byte value takes twelve bytes', () => {
  // length, attributes, timestamp delta, offset delta, key length, value length, five bytes, header count
  expect(recordSize(record({ value: 'hello' }), 0, 0)).toBe(12);
});

test('a batch has 61 bytes before its first record', () => {
  expect(recordBatchSize([record({ value: 'hello' })])).toBe(73);
  expect(recordBatchSize([record({ key: 'k', value: 'hello' })])).toBe(74);
});

test('an empty value is not a null value: it has the same size but is a value', () => {
  expect(recordSize(record({ value: '' }), 0, 0)).toBe(recordSize(record({ value: null }), 0, 0));
});

test('the 64th record of a batch takes a byte more than the first: its offset delta is larger', () => {
  expect(recordSize(record({ value: 'v' }), 64, 0) - recordSize(record({ value: 'v' }), 0, 0)).toBe(1);
});

test('a header takes the bytes of its name in UTF-8', () => {
  const plain = recordSize(record({ headers: [{ key: 'ae', value: 'x' }] }), 0, 0);
  const umlaut = recordSize(record({ headers: [{ key: '\u00e4', value: 'x' }] }), 0, 0);
  expect(umlaut).toBe(plain);
  expect(recordSize(record({ headers: [{ key: 'a', value: null }] }), 0, 0)).toBe(plain - 2);
});

test('the upper bound holds for a record anywhere in a batch', () => {
  const value = 'x'.repeat(500);
  const largest = recordSize(record({ value }), 2147483647, Number.MAX_SAFE_INTEGER);
  expect(largest).toBeLessThanOrEqual(recordSizeUpperBound(null, value, []));
  expect(recordBatchSize([record({ value })])).toBeLessThanOrEqual(batchSizeUpperBound(null, value, []));
});
