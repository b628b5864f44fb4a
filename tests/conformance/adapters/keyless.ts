import * as v from 'valibot';

import type { NewRecord } from '../../../src/sim/intervention.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { adapter, NotYet, type Check } from '../support/adapter.ts';
import { Bench } from '../support/bench.ts';
import { stateThatDraws } from '../support/draws.ts';

const counts = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)));
const adaptiveSchema = v.object({ queueSizes: counts, partitionIds: counts, partitionForRandom: counts });
const noneSchema = v.object({ partitions: v.number(), withoutLeader: counts, partitionForRandom: counts });

/** So large that two of them never share a batch of the smallest size. */
const record = (partition: number | null): NewRecord => ({
  topic: 't',
  partition,
  key: null,
  value: 'v'.repeat(100),
  headers: [],
});

/** Where a real producer sends a record without a key when so many batches wait for each partition. */
export const playAdaptive = adapter(adaptiveSchema, ({ queueSizes, partitionIds, partitionForRandom }): Check => {
  if (partitionIds.some((id, index) => id !== index)) throw new NotYet('partitions that lost their leader');
  // Each record is a batch of its own, and one request at a time is under way: what is sent meanwhile waits.
  const config = { 'batch.size': 1, 'max.in.flight.requests.per.connection': 1 };
  const bench = new Bench(
    JSON.stringify({
      brokers: 1,
      topics: [{ name: 't', partitions: partitionIds.length }],
      producers: [{ name: 'p', config }],
    }),
  ).run(3 * SECOND);
  bench.do({ type: 'send', node: 'p', records: partitionIds.map(record) }).run(2 * SECOND);
  bench.do({ type: 'cutLink', from: 'p', to: 'broker-1' });
  bench.do({ type: 'send', node: 'p', records: [record(0)] });
  const waiting = queueSizes.flatMap((size, index) =>
    Array.from({ length: size }, () => record(partitionIds[index] ?? 0)),
  );
  if (waiting.length > 0) bench.do({ type: 'send', node: 'p', records: waiting });
  return { expected: partitionForRandom, got: partitionForRandom.map((_, draw) => chosen(bench, draw)) };
});

/** Where it sends such a record when no partition has a leader. */
export const playNoneAvailable = adapter(noneSchema, ({ partitions, withoutLeader, partitionForRandom }): Check => {
  if (withoutLeader.length !== partitions) throw new NotYet('some partitions without a leader');
  const assignment = Array.from({ length: partitions }, () => [2]);
  const bench = new Bench(
    JSON.stringify({ brokers: 2, topics: [{ name: 't', assignment }], producers: [{ name: 'p' }] }),
  ).run(3 * SECOND);
  bench.do({ type: 'crash', node: 'broker-2', kind: 'process' }).run(25 * SECOND);
  // The record that makes the producer ask about the topic names its partition, so nothing is drawn for it.
  bench.do({ type: 'send', node: 'p', records: [record(0)] }).run(2 * SECOND);
  return { expected: partitionForRandom, got: partitionForRandom.map((_, draw) => chosen(bench, draw)) };
});

/** The partition of one more record without a key when the producer's next random number is this one. */
function chosen(bench: Bench, draw: number): number {
  const forked = bench.fork().seedNode('p', stateThatDraws(draw));
  const before = forked.entries.length;
  forked.do({ type: 'send', node: 'p', records: [record(null)] });
  const buffered = forked.entries.slice(before).find((entry) => entry.type === 'RecordsBuffered');
  if (buffered?.type !== 'RecordsBuffered') throw new Error('the record is not buffered');
  return forked.world.names.partitions[buffered.args.partition]?.partition ?? -1;
}
