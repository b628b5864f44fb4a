import * as v from 'valibot';

import { MS, SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, eraOf, Unreadable, type Check } from '../support/adapter.ts';
import { SeededCluster, type SeededPartition } from '../support/seeded-cluster.ts';

const ids = v.array(v.pipe(v.number(), v.integer()));
const state = { isr: ids, leader: v.nullable(v.number()), leaderEpoch: v.nullable(v.number()) };
const schema = v.object({
  before: v.object({ replicas: ids, ...state }),
  event: v.string(),
  liveReplicasAfterEvent: ids,
  uncleanLeaderElectionEnabled: v.boolean(),
  after: v.object(state),
});

type Case = v.InferOutput<typeof schema>;

/** What happens to a partition's leader, ISR and epoch when a broker comes, goes, or is asked for a change. */
export const playTransition = adapter(schema, (data, vector): Check => {
  const era = eraOf(vector, '3.9');
  const event = eventIn(data.event);
  const live = liveBefore(data, event);
  const { before } = data;
  if (event.kind === 'topic created') return { expected: data.after, got: afterCreation(data, live, era) };
  if (before.leader === null || before.leaderEpoch === null)
    throw new Unreadable('before: a leader and an epoch are wanted');
  const { replicas, isr, leader, leaderEpoch } = before;
  const unclean = data.uncleanLeaderElectionEnabled;
  const cluster =
    leader === -1
      ? afterLastDied({ replicas, isr, leaderEpoch, unclean }, live, era)
      : new SeededCluster({ replicas, isr, leader, leaderEpoch, unclean }, replicas, live, era);
  const seeded = stateOf(cluster);
  const wanted = { isr, leader, leaderEpoch };
  if (JSON.stringify(seeded) !== JSON.stringify(wanted))
    throw new Error(`the state before the event is ${JSON.stringify(seeded)}`);
  happen(cluster, event);
  return { expected: data.after, got: stateOf(cluster) };
});

/** A partition without a leader, got to as Kafka gets there: the last in-sync replica led, and died. */
function afterLastDied(partition: Omit<SeededPartition, 'leader'>, live: readonly number[], era: Era): SeededCluster {
  const [last] = partition.isr;
  if (last === undefined || partition.isr.length > 1)
    throw new Unreadable('before: without a leader there is one in-sync replica');
  const seeded = { ...partition, leader: last, leaderEpoch: partition.leaderEpoch - 1 };
  const cluster = new SeededCluster(seeded, partition.replicas, [...live, last], era);
  happen(cluster, { kind: 'expires', brokers: [last] });
  return cluster;
}

interface Happening {
  readonly kind: 'expires' | 'registers' | 'stops' | 'preferred' | 'topic created';
  readonly brokers: readonly number[];
}

function eventIn(text: string): Happening {
  const brokers = [...text.matchAll(/\d+/g)].map((match) => Number(match[0]));
  if (/session expires|die|crash/.test(text)) return { kind: 'expires', brokers };
  if (/registers|comes back|restarts/.test(text)) return { kind: 'registers', brokers };
  if (text.startsWith('controlled shutdown')) return { kind: 'stops', brokers };
  if (text.startsWith('preferred')) return { kind: 'preferred', brokers };
  if (text === 'topic created') return { kind: 'topic created', brokers };
  throw new Unreadable(`event: ${text} is not known`);
}

function liveBefore({ liveReplicasAfterEvent: after, before }: Case, { kind, brokers }: Happening): readonly number[] {
  if (kind === 'expires') return before.replicas.filter((id) => after.includes(id) || brokers.includes(id));
  return kind === 'registers' ? after.filter((id) => !brokers.includes(id)) : after;
}

function happen({ bench, controller }: SeededCluster, { kind, brokers }: Happening): void {
  switch (kind) {
    case 'expires':
      for (const id of brokers) bench.do({ type: 'crash', node: `broker-${id}`, kind: 'process' });
      bench.run(25 * SECOND);
      return;
    case 'registers':
      for (const id of brokers) bench.do({ type: 'start', node: `broker-${id}` });
      bench.run(3 * SECOND);
      return;
    case 'stops':
      // What the controller makes of it: a broker that it cannot relieve asks again, and goes in the end all the same.
      for (const id of brokers) bench.do({ type: 'stop', node: `broker-${id}` });
      bench.until('the controller has answered', () =>
        bench.entries.some(
          (entry) => entry.type === 'ResponseReceived' && entry.args.api === 'ControlledShutdownResponse',
        ),
      );
      bench.run(100 * MS);
      return;
    case 'preferred':
      bench.ask(
        'peer',
        controller,
        {
          type: 'ElectLeadersRequest',
          electionType: 'PREFERRED',
          topicPartitions: [{ topic: 't', partitions: [0] }],
          timeoutMs: 10_000,
        },
        'ElectLeadersResponse',
      );
      bench.run(SECOND);
      return;
    case 'topic created':
      return;
  }
}

function afterCreation({ before }: Case, live: readonly number[], era: Era): unknown {
  const cluster = new SeededCluster(null, before.replicas, live, era);
  const assignments = [{ partitionIndex: 0, brokerIds: before.replicas }];
  const topic = { name: 't', numPartitions: -1, replicationFactor: -1, assignments, configs: [] };
  const request = { type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 10_000 } as const;
  cluster.bench.send('peer', cluster.controller, request).run(100 * MS);
  return stateOf(cluster);
}

function stateOf(cluster: SeededCluster): v.InferOutput<v.ObjectSchema<typeof state, undefined>> {
  const { isr, leader, leaderEpoch } = cluster.partition();
  return { isr: [...isr], leader, leaderEpoch };
}
