import * as v from 'valibot';

import type { CreateTopicsRequest } from '../../../src/sim/protocol/cluster.ts';
import { partitionView, topicView } from '../../../src/sim/read/partitions.ts';
import { controllerOf } from '../../../src/sim/read/znodes.ts';
import { SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { Bench } from '../support/bench.ts';
import { modulo, stateThatDrawsAll } from '../support/draws.ts';
import { placementHolds, saysWhatIsWanted } from '../support/placement-properties.ts';

const id = v.pipe(v.number(), v.integer());
const fields = v.object({
  brokers: v.array(v.union([id, v.object({ id, rack: v.nullable(v.string()) })])),
  partitions: id,
  replicationFactor: id,
  startIndex: v.optional(id, 0),
  startReplicaShift: v.optional(id, 0),
  startPartitionId: v.optional(id, 0),
  expected: v.optional(v.record(v.string(), v.array(id))),
  expectedError: v.optional(v.string()),
  match: v.optional(v.picklist(['exact', 'properties'])),
  properties: v.optional(v.array(v.string()), []),
});
const schema = v.pipe(
  fields,
  v.check((one) => saysWhatIsWanted(one), 'expected, expectedError or properties are wanted'),
);

type Case = v.InferOutput<typeof schema>;
type Placed = Readonly<Record<string, readonly number[]>>;

/** Where a real controller puts the replicas of a topic that is created, or grown. */
export const playClassicPlacement = adapter(schema, (data, vector): Check => {
  const bench = clusterOf(data.brokers, eraOf(vector, '3.9')).fork();
  if (data.expectedError !== undefined) return { expected: data.expectedError, got: create(bench, data) };
  const got = data.startPartitionId === 0 ? created(bench, data) : grown(bench, data);
  if (data.match !== 'properties') return { expected: data.expected, got };
  const placed = typeof got === 'string' ? [] : Object.values(got);
  return { expected: data.properties, got: data.properties.filter((property) => placementHolds(property, placed)) };
});

function created(bench: Bench, data: Case): Placed | string {
  const bound = data.brokers.length;
  // Two shifts do the same when they differ by a multiple of one less than the brokers (AdminUtils.replicaIndex).
  const shift = modulo(data.startReplicaShift, Math.max(1, bound - 1));
  // The start and the shift are drawn by the controller: its random stream is set to where it draws the wanted ones.
  const draws = [
    { bound, number: data.startIndex },
    { bound, number: shift },
  ];
  bench.seedNode(controllerName(bench), stateThatDrawsAll(draws));
  const error = create(bench, data);
  return error === 'NONE' ? assignmentOf(bench, 0) : error;
}

/**
 * A topic that grows: placement goes on where its first partition began. The start is the broker that leads it, and the controller takes
 * the same number for the shift. Another shift has only a topic that is created: there the case's partitions are the last ones.
 */
function grown(bench: Bench, data: Case): Placed | string {
  const { startPartitionId: from, startIndex, startReplicaShift: shift } = data;
  const ids = data.brokers.map((broker) => (typeof broker === 'number' ? broker : broker.id));
  if (shift !== startIndex) {
    const whole = created(bench, { ...data, ...beginsSoThat(ids.length, data), partitions: from + data.partitions });
    if (typeof whole === 'string') return whole;
    return Object.fromEntries(Object.entries(whole).filter(([partition]) => Number(partition) >= from));
  }
  const replicas = Array.from(
    { length: data.replicationFactor },
    (_, j) => ids[(startIndex + j) % ids.length] as number,
  );
  const assignments = Array.from({ length: data.startPartitionId }, (_, partitionIndex) => ({
    partitionIndex,
    brokerIds: replicas,
  }));
  const topic = { name: 't', numPartitions: -1, replicationFactor: -1, assignments, configs: [] };
  const controller = bench.connect('peer', controllerName(bench));
  bench.ask(
    'peer',
    controller,
    { type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 30_000 },
    'CreateTopicsResponse',
  );
  bench.run(SECOND);
  const count = data.startPartitionId + data.partitions;
  const answer = bench.ask(
    'peer',
    controller,
    { type: 'CreatePartitionsRequest', topics: [{ name: 't', count, assignments: null }], timeoutMs: 30_000 },
    'CreatePartitionsResponse',
  );
  const [result] = answer.results;
  return result?.errorCode === 'NONE' ? assignmentOf(bench, data.startPartitionId) : (result?.errorCode ?? 'no answer');
}

/** The shift of a topic's first partition that has grown to the case's when partition `startPartitionId` is placed; below 0 it counts from behind. */
function beginsSoThat(
  count: number,
  { startPartitionId, startReplicaShift }: Case,
): { readonly startReplicaShift: number } {
  // It grows by one at each partition that is a multiple of the brokers; at `startPartitionId` itself the case's own placement adds it.
  const rounds = Math.max(0, Math.ceil(startPartitionId / count) - 1);
  return { startReplicaShift: startReplicaShift - rounds };
}

function create(bench: Bench, { partitions, replicationFactor }: Case): string {
  const topic = { name: 't', numPartitions: partitions, replicationFactor, assignments: [], configs: [] };
  const request: CreateTopicsRequest = { type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 30_000 };
  const controller = bench.connect('peer', controllerName(bench));
  const { topics } = bench.ask('peer', controller, request, 'CreateTopicsResponse');
  return topics[0]?.errorCode ?? 'no answer';
}

function assignmentOf(bench: Bench, from: number): Placed {
  const placed: Record<string, readonly number[]> = {};
  for (const id of topicView(bench.world, 't')?.partitions ?? []) {
    const { partition, replicas } = partitionView(bench.world, id);
    if (partition >= from) placed[String(partition)] = replicas;
  }
  return placed;
}

function controllerName(bench: Bench): string {
  return `broker-${controllerOf(bench.world).broker}`;
}

const clusters = new Map<string, Bench>();

function clusterOf(brokers: Case['brokers'], era: Era): Bench {
  const key = `${era} ${JSON.stringify(brokers)}`;
  const known = clusters.get(key);
  if (known !== undefined) return known;
  const listed = brokers.map((broker) => (typeof broker === 'number' ? { id: broker } : broker));
  const bench = new Bench(JSON.stringify({ era, brokers: listed }));
  const ready = (): boolean => bench.entries.some((entry) => entry.type === 'ControllerReady');
  bench.until('a controller is ready', ready).run(SECOND);
  clusters.set(key, bench);
  return bench;
}
