import * as v from 'valibot';

import { present } from '../../../src/lib/assert.ts';
import { loadTable } from '../../../src/sim/client/partitioner/load-table.ts';
import type { ProducerState } from '../../../src/sim/client/producer/state.ts';
import type { NewRecord } from '../../../src/sim/intervention.ts';
import { nodeNamed, partitionIdOf } from '../../../src/sim/read/nodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, eraOf, eraSince, type Check } from '../support/adapter.ts';
import { Bench } from '../support/bench.ts';
import { stateThatDraws } from '../support/draws.ts';

const counts = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)));
const adaptiveSchema = v.pipe(
  v.object({
    queueSizes: counts,
    partitionIds: v.pipe(counts, v.minLength(1)),
    weightTotal: v.optional(v.number()),
    partitionForRandom: counts,
  }),
  v.check(({ queueSizes, partitionIds }) => queueSizes.length === partitionIds.length, 'a queue for each partition'),
  v.check(
    ({ partitionIds }) => partitionIds.every((id, at) => at === 0 || id > (partitionIds[at - 1] ?? id)),
    'partitions in ascending order',
  ),
);
const noneSchema = v.object({ partitions: v.number(), withoutLeader: counts, partitionForRandom: counts });

/** So large that two of them never share a batch of the smallest size. */
const record = (partition: number | null): NewRecord => ({
  topic: 't',
  partition,
  key: null,
  value: 'v'.repeat(100),
  headers: [],
});

/** Where a real producer sends a record without a key when so many batches wait for each partition that has a leader. */
export const playAdaptive = adapter(adaptiveSchema, (data, vector): Check => {
  const era = eraSince('3.9', vector);
  const { queueSizes, partitionIds, partitionForRandom, weightTotal } = data;
  const count = partitionCount(data);
  // Each record is a batch of its own, and one request at a time is under way: what is sent meanwhile waits.
  const config = {
    'batch.size': 1,
    'linger.ms': 0,
    'max.in.flight.requests.per.connection': 1,
    'metadata.max.age.ms': 7000,
  };
  const led = Array.from({ length: count }, (_, id) => partitionIds.includes(id));
  const bench = clusterOf(led, config, era);
  // A partition is weighed once it has had a batch.
  bench.do({ type: 'send', node: 'p', records: led.map((_, id) => record(id)) }).run(2 * SECOND);
  loseLeaders(bench, led);
  bench.do({ type: 'cutLink', from: 'p', to: 'broker-1' });
  bench.do({ type: 'send', node: 'p', records: [record(partitionIds[0] ?? 0)] });
  const waiting = queueSizes.flatMap((size, index) =>
    Array.from({ length: size }, () => record(partitionIds[index] ?? 0)),
  );
  if (waiting.length > 0) bench.do({ type: 'send', node: 'p', records: waiting });
  return {
    expected: { partitionForRandom, weightTotal },
    got: {
      partitionForRandom: partitionForRandom.map((_, draw) => chosen(bench, draw)),
      weightTotal: weightTotal === undefined ? undefined : weightOf(bench, partitionIds),
    },
  };
});

/**
 * How many partitions the topic has. Equal queues have weights only when the topic has more than those with a leader: where a case
 * says of equal queues that there are weights, there is such a partition.
 */
function partitionCount({ queueSizes, partitionIds, weightTotal }: v.InferOutput<typeof adaptiveSchema>): number {
  const count = Math.max(...partitionIds) + 1;
  const equal = queueSizes.every((size) => size === queueSizes[0]);
  return weightTotal !== undefined && equal && count === partitionIds.length ? count + 1 : count;
}

/**
 * The last of the running sums that the producer weighs partitions by; null: it weighs nothing. Each partition has its numbers in a
 * row, and they come again after the last.
 */
function weightOf(bench: Bench, partitionIds: readonly number[]): number | null {
  const { accumulators, network } = present(nodeNamed(bench.world, 'p'), 'the producer').state as ProducerState;
  const waiting = partitionIds.map(
    (id) => accumulators.find(({ partition }) => partition === partitionIdOf(bench.world, 't', id))?.queue.length ?? 0,
  );
  const topic = present(
    network.metadata.topics.find(({ name }) => name === 't'),
    'the topic',
  );
  if (loadTable(waiting, topic.partitions.length) === null) return null;
  if (partitionIds.length === 1) return 1;
  const most = partitionIds.length * (Math.max(...waiting) + 1);
  for (let draw = 1; draw <= most; draw++) if (chosen(bench, draw) < chosen(bench, draw - 1)) return draw;
  throw new Error(`the numbers to ${most} do not come again`);
}

/** Where it sends such a record when some partitions, or all, have no leader. */
export const playNoneAvailable = adapter(
  noneSchema,
  ({ partitions, withoutLeader, partitionForRandom }, vector): Check => {
    const led = Array.from({ length: partitions }, (_, id) => !withoutLeader.includes(id));
    const bench = clusterOf(led, {}, eraOf(vector));
    loseLeaders(bench, led);
    // The record that makes the producer ask about the topic names its partition, so nothing is drawn for it.
    bench.do({ type: 'send', node: 'p', records: [record(0)] }).run(2 * SECOND);
    return { expected: partitionForRandom, got: partitionForRandom.map((_, draw) => chosen(bench, draw)) };
  },
);

/** Broker 1 leads the partitions that are to have a leader, broker 2 the others. */
function clusterOf(led: readonly boolean[], config: { readonly [name: string]: string | number }, era: Era): Bench {
  const assignment = led.map((has) => [has ? 1 : 2]);
  const topics = [{ name: 't', assignment }];
  return new Bench(
    JSON.stringify({
      era,
      ...(era === '4.0' && { mode: 'kraft' }),
      brokers: 2,
      topics,
      producers: [{ name: 'p', config }],
    }),
  ).run(5 * SECOND);
}

function loseLeaders(bench: Bench, led: readonly boolean[]): void {
  if (led.every((has) => has)) return;
  bench.do({ type: 'crash', node: 'broker-2', kind: 'process' }).run(25 * SECOND);
}

/** The partition of one more record without a key when the producer's next random number is this one. */
function chosen(bench: Bench, draw: number): number {
  const forked = bench.fork().seedNode('p', stateThatDraws(draw));
  const before = forked.entries.length;
  forked.do({ type: 'send', node: 'p', records: [record(null)] });
  const buffered = forked.entries.slice(before).find((entry) => entry.type === 'RecordsBuffered');
  if (buffered?.type !== 'RecordsBuffered') throw new Error('the record is not buffered');
  return forked.world.names.partitions[buffered.args.partition]?.partition ?? -1;
}
