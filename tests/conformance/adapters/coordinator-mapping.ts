import * as v from 'valibot';

import { javaAbs, javaHash } from '../../../src/lib/java-hash.ts';
import { partitionIdOf } from '../../../src/sim/read/nodes.ts';
import { leaderOf } from '../../../src/sim/read/partitions.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { commitOf } from '../../sim/broker/groups/requests.ts';
import { adapter, type Check } from '../support/adapter.ts';
import { CoordinatorBench } from '../support/coordinator-bench.ts';

const mapping = v.object({
  groupId: v.string(),
  javaHashCode: v.number(),
  utilsAbs: v.number(),
  partition50: v.number(),
  partitions: v.record(v.string(), v.number()),
});

/** Where real brokers keep a group, with __consumer_offsets of several sizes. */
export const playCoordinatorMapping = adapter(mapping, ({ groupId, partitions, ...hashes }): Check => {
  const hash = javaHash(groupId);
  const got: Record<string, number> = {};
  for (const count of Object.keys(partitions)) got[count] = partitionOf(groupId, Number(count));
  return {
    expected: { ...hashes, partitions },
    got: { javaHashCode: hash, utilsAbs: javaAbs(hash), partition50: partitionOf(groupId, 50), partitions: got },
  };
});

const hashed = v.object({ string: v.string(), hashCode: v.number(), utilsAbs: v.number(), toPositive: v.number() });

/** Java's hash of a text; and, since brokers are where it counts, the partition of 50 that a group of that name gets. */
export const playJavaHash = adapter(hashed, ({ string, hashCode, utilsAbs, toPositive }): Check => {
  const hash = javaHash(string);
  return {
    expected: { hashCode, utilsAbs, toPositive, partition: utilsAbs % 50 },
    got: {
      hashCode: hash,
      utilsAbs: javaAbs(hash),
      toPositive: hash & 0x7fffffff,
      partition: partitionOf(string, 50),
    },
  };
});

const benches = new Map<number, CoordinatorBench>();

function benchOf(count: number): CoordinatorBench {
  const known = benches.get(count);
  if (known !== undefined) return known;
  const config = { 'offsets.topic.num.partitions': count, 'offsets.topic.replication.factor': 1 };
  const bench = new CoordinatorBench({ brokers: 3, config });
  // The first who asks has __consumer_offsets created; its leaders hear of it one after the other.
  bench.coordinator('');
  bench.bench.run(SECOND);
  benches.set(count, bench);
  return bench;
}

/** The partition that a commit of the group is written to, by the broker that FindCoordinator names; -1: another broker leads that partition. */
function partitionOf(groupId: string, count: number): number {
  const bench = benchOf(count);
  const coordinator = bench.coordinator(groupId);
  if (bench.entry(groupId) === null) bench.askBroker('c', coordinator, commitOf(groupId, 't', { 0: 1 }));
  const partition = bench.entry(groupId)?.shard ?? -1;
  const { world } = bench.bench;
  return leaderOf(world, partitionIdOf(world, '__consumer_offsets', partition)) === coordinator ? partition : -1;
}
