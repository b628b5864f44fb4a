import { describe, expect, it } from 'vitest';
import vectors from '../../conformance/vectors/producer.json' with { type: 'json' };
import { loadTable, weightedIndex } from '../../../src/sim/client/partitioner/load-table.ts';
import { isStickyDone, uniformPartition } from '../../../src/sim/client/partitioner/sticky.ts';
import type { TopicMetadata } from '../../../src/sim/client/state.ts';
import type { MetadataPartition } from '../../../src/sim/protocol/client.ts';
import { ms } from './support/client-bench.ts';
import { readyProducer, type Given } from './support/producing.ts';

function topicOf(leaders: readonly number[]): TopicMetadata {
  const partitions = leaders.map((leaderId, partitionIndex) => ({ leaderId, partitionIndex }) as MetadataPartition);
  const available = partitions.filter(({ leaderId }) => leaderId >= 0).map(({ partitionIndex }) => partitionIndex);
  return { name: 'orders', topicId: 'orders', error: 'NONE', partitions, ids: leaders.map((_, i) => i), available };
}

/** Cases of one kind, with every field that a case of that kind has. */
function casesOf<T>(kind: string): (T & { readonly id: string })[] {
  const found = vectors.cases.filter((each) => each.kind === kind);
  expect(found.length).toBeGreaterThan(0);
  return found as unknown as (T & { readonly id: string })[];
}

/** The partitions that records got, in the order in which they were handed over. */
function partitionsUsed(given: Given): number[] {
  const bench = readyProducer(given);
  return bench
    .entriesOf('RecordsBuffered')
    .flatMap(({ partition, count }) => Array<number>(count).fill(bench.partitionName(partition).partition));
}

const keyless = (count: number, value = 'x'): NonNullable<Given['program']> => ({
  perTick: count,
  count,
  keys: [null],
  values: [value],
});

describe('the built-in partitioner', () => {
  it('weighs a partition by how much shorter its queue is than the longest (producer-077)', () => {
    type Case = {
      readonly queueSizes: readonly number[];
      readonly partitionIds: readonly number[];
      readonly weightTotal?: number;
      readonly partitionForRandom: readonly number[];
    };
    for (const { id, queueSizes, partitionIds, weightTotal, partitionForRandom } of casesOf<Case>('adaptive')) {
      const table = loadTable(queueSizes, partitionIds.length);
      expect(table?.at(-1), id).toBe(weightTotal);
      partitionForRandom.forEach((partition, random) => {
        const chosen =
          table === null
            ? uniformPartition(topicOf(partitionIds.map(() => 1)), random)
            : partitionIds[weightedIndex(table, random)];
        expect(chosen, `${id}, draw ${random}`).toBe(partition);
      });
    }
  });

  it('weighs also when a partition without a leader is missing and the rest are equal', () => {
    expect(loadTable([2, 2], 3)).toEqual([1, 2]);
    expect(loadTable([], 3)).toBeNull();
  });

  it('takes any partition when none has a leader', () => {
    type Case = { readonly partitions: number; readonly partitionForRandom: readonly number[] };
    for (const { id, partitions, partitionForRandom } of casesOf<Case>('uniform-none-available')) {
      const topic = topicOf(Array<number>(partitions).fill(-1));
      expect(
        partitionForRandom.map((_, random) => uniformPartition(topic, random)),
        id,
      ).toEqual(partitionForRandom);
    }
  });

  it('keeps one partition until batch.size bytes went to it and its batch is complete, or twice batch.size (producer-076)', () => {
    type Case = {
      readonly batchSize: number;
      readonly switchAllowed: boolean;
      readonly appendBytes: readonly number[];
      readonly partitionOfEachRecord: readonly number[];
      readonly partitions: number;
    };
    for (const { id, batchSize, switchAllowed, appendBytes, partitionOfEachRecord, partitions } of casesOf<Case>(
      'sticky-switch',
    )) {
      let draws = 0;
      let produced = 0;
      let partition = uniformPartition(topicOf(Array<number>(partitions).fill(1)), draws);
      const used = appendBytes.map((bytes) => {
        const at = partition;
        produced += bytes;
        if (isStickyDone(produced, batchSize, switchAllowed)) {
          partition = uniformPartition(topicOf(Array<number>(partitions).fill(1)), ++draws);
          produced = 0;
        }
        return at;
      });
      expect(used, id).toEqual(partitionOfEachRecord);
    }
  });

  it('fills batches of one partition before it moves to another', () => {
    // 1 kB a record, 16 kB a batch: 16 records and the header are more than batch.size.
    const used = partitionsUsed({ leaders: [1, 2, 3], program: keyless(64, 'x'.repeat(1000)) });
    expect(used).toHaveLength(64);
    const moves = used.filter((partition, i) => i > 0 && partition !== used[i - 1]).length;
    expect(moves).toBeLessThanOrEqual(4);
    expect(used.slice(0, 16).every((partition) => partition === used[0])).toBe(true);
  });

  it('leaves partitions without a leader alone', () => {
    const used = partitionsUsed({ leaders: [-1, 2, -1], program: keyless(100, 'x'.repeat(1000)) });
    expect(new Set(used)).toEqual(new Set([1]));
  });

  it('uses all partitions for keys, whether they have a leader or not', () => {
    const used = partitionsUsed({
      leaders: [-1, 2, -1],
      program: { perTick: 6, count: 6, keys: ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] },
    });
    expect(used.sort()).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe('an empty key', () => {
  const program = { perTick: 20, count: 20, keys: [''] };

  it('is a key like any other for the Java client and kafka-python', () => {
    for (const client of ['java', 'kafka-python']) {
      expect(new Set(partitionsUsed({ client, leaders: [1, 2, 3, 1], program })), client).toEqual(new Set([1]));
    }
  });

  it('is none for kcat', () => {
    const used = partitionsUsed({
      client: 'kcat',
      config: { 'sticky.partitioning.linger.ms': '0' },
      leaders: [1, 2, 3, 1],
      program,
    });
    expect(new Set(used).size).toBeGreaterThan(1);
  });
});

describe('records without a key', () => {
  it('stay on one partition with Kafka 2.8 until their batch is full or sent, then go to another one (producer-070)', () => {
    const used = partitionsUsed({ era: '2.8', leaders: [1, 2, 3], program: keyless(64, 'x'.repeat(1000)) });
    // The first 16 are a batch; the 17th needs a new one, and moves on.
    expect(new Set(used.slice(0, 16)).size).toBe(1);
    expect(used[16]).not.toBe(used[15]);
    const bench = readyProducer({ era: '2.8', leaders: [1, 2, 3], program: { perTick: 1, count: 5 } });
    for (let at = 10; at <= 600; at += 10) bench.advance(ms(at)).accept();
    const ticks = bench.entriesOf('RecordsBuffered').map(({ partition }) => partition);
    expect(ticks).toHaveLength(5);
    ticks.forEach((partition, i) => expect(i === 0 || partition !== ticks[i - 1]).toBe(true));
  });

  it('stay on one partition with kcat for sticky.partitioning.linger.ms', () => {
    const bench = readyProducer({
      client: 'kcat',
      leaders: [1, 2, 3],
      program: { perTick: 5, interval: ms(4), count: 100 },
    });
    bench.advance(ms(100));
    const used = bench.entries.filter((entry) => entry.type === 'RecordsBuffered');
    for (const entry of used)
      expect(bench.entries.filter((other) => other.type === 'RecordsBuffered' && other.t === entry.t)).toHaveLength(1);
    expect(new Set(used.map((entry) => (entry.args as { partition: number }).partition)).size).toBeGreaterThan(1);
  });

  it('are spread record by record by kafka-python', () => {
    const used = partitionsUsed({ client: 'kafka-python', leaders: [1, 2, 3], program: keyless(100) });
    for (const partition of [0, 1, 2]) expect(used.filter((other) => other === partition).length).toBeGreaterThan(20);
  });
});

describe('a partitioner chosen by name', () => {
  const keys = { perTick: 30, count: 30, keys: ['alice'] };

  it('hashes with CRC-32 as crc32 or consistent_random, with murmur2 as murmur2 or murmur2_random', () => {
    for (const partitioner of ['crc32', 'consistent_random']) {
      expect(
        new Set(partitionsUsed({ config: { partitioner }, leaders: [1, 2, 3], program: keys })),
        partitioner,
      ).toEqual(new Set([2]));
    }
    for (const partitioner of ['murmur2', 'murmur2_random']) {
      expect(
        new Set(partitionsUsed({ client: 'kcat', config: { partitioner }, leaders: [1, 2, 3], program: keys })),
        partitioner,
      ).toEqual(new Set([0]));
    }
  });

  it('does not look at keys as random or sticky', () => {
    expect(new Set(partitionsUsed({ config: { partitioner: 'random' }, leaders: [1, 2, 3], program: keys })).size).toBe(
      3,
    );
    const sticky = partitionsUsed({
      config: { partitioner: 'sticky' },
      leaders: [1, 2, 3],
      program: { ...keys, values: ['x'.repeat(1000)] },
    });
    expect(new Set(sticky.slice(0, 16)).size).toBe(1);
    expect(
      new Set(
        partitionsUsed({
          config: { 'partitioner.ignore.keys': 'true' },
          leaders: [1, 2, 3],
          program: { ...keys, perTick: 3000, count: 3000 },
        }),
      ).size,
    ).toBeGreaterThan(1);
  });

  it('does not move a record whose partition the program has chosen', () => {
    expect(new Set(partitionsUsed({ leaders: [1, 2, 3], program: { ...keys, partition: 2 } }))).toEqual(new Set([2]));
  });
});
