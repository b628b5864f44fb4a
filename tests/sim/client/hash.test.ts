import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/murmur2.json' with { type: 'json' };
import { bytesOfHex } from '../../../src/lib/bytes.ts';
import { crc32 } from '../../../src/sim/client/hash/crc32.ts';
import { murmur2 } from '../../../src/sim/client/hash/murmur2.ts';
import { crc32Partition, murmur2Partition } from '../../../src/sim/client/partitioner/partition-for-key.ts';

describe('murmur2', () => {
  it('hashes every key as Kafka, kafka-python and kafkajs do', () => {
    expect(vectors.cases.length).toBeGreaterThan(50);
    for (const { id, keyHex, murmur2: hash } of vectors.cases)
      expect(murmur2(bytesOfHex(keyHex) as string), id).toBe(hash);
  });

  it('gives every key the partition that they give it, for any number of partitions', () => {
    for (const { id, keyHex, partitions } of vectors.cases) {
      for (const [count, partition] of Object.entries(partitions)) {
        expect(murmur2Partition(bytesOfHex(keyHex) as string, Number(count)), `${id} of ${count}`).toBe(partition);
      }
    }
  });
});

describe('CRC-32', () => {
  it('is the one of zlib and librdkafka', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect(crc32('')).toBe(0);
    expect(crc32('The quick brown fox jumps over the lazy dog')).toBe(0x414fa339);
  });
});

describe('the same key', () => {
  // murmur2 for 3, 4 and 6 partitions; CRC-32 for 3 and 4.
  const riders: readonly (readonly [string, readonly number[], readonly number[]])[] = [
    ['alice', [0, 1, 3], [2, 3]],
    ['bob', [0, 2, 0], [2, 0]],
    ['carol', [2, 2, 2], [2, 3]],
    ['dave', [1, 2, 4], [2, 0]],
    ['erin', [2, 0, 2], [0, 2]],
    ['frank', [1, 3, 1], [2, 1]],
    ['sensor-1', [1, 1, 1], [1, 3]],
    ['sensor-2', [1, 3, 1], [2, 1]],
    ['user-42', [1, 0, 4], [1, 3]],
    ['order-7', [1, 1, 1], [2, 2]],
  ];

  it('belongs to one partition for the Java client and kafka-python, and to another for kcat (producer-071)', () => {
    for (const [key, byMurmur2, byCrc32] of riders) {
      expect(
        [3, 4, 6].map((count) => murmur2Partition(key, count)),
        key,
      ).toEqual(byMurmur2);
      expect(
        [3, 4].map((count) => crc32Partition(key, count)),
        key,
      ).toEqual(byCrc32);
    }
  });
});
