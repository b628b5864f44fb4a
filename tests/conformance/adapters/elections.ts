import * as v from 'valibot';

import { SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import type { TraceEntry } from '../../../src/sim/trace/entry.ts';
import { adapter, eraOf, Unreadable, type Check } from '../support/adapter.ts';
import { SeededCluster } from '../support/seeded-cluster.ts';

const ids = v.array(v.pipe(v.number(), v.integer()));
const schema = v.object({
  algorithm: v.picklist(['offline', 'reassign', 'preferred', 'controlledShutdown']),
  assignment: ids,
  isr: ids,
  liveReplicas: ids,
  uncleanLeaderElectionEnabled: v.optional(v.boolean(), false),
  shuttingDownBrokers: v.optional(ids, []),
  expectedLeader: v.nullable(v.number()),
  countsAsUncleanElection: v.optional(v.boolean()),
});

type Case = v.InferOutput<typeof schema>;

/** Leads until the reassignment concludes, and is not among the case's replicas. */
const GOING = 700;

/** Whom a real controller elects; null: nobody. */
export const playElection = adapter(schema, (data, vector): Check => {
  const counted = data.countsAsUncleanElection;
  const expected = { leader: data.expectedLeader, ...(counted === undefined ? {} : { unclean: counted }) };
  const { leader, unclean } = elect(data, eraOf(vector, '3.9'));
  return { expected, got: { leader, ...(counted === undefined ? {} : { unclean }) } };
});

function elect(data: Case, era: Era): { readonly leader: number | null; readonly unclean: boolean } {
  const { algorithm } = data;
  if (algorithm === 'reassign') return reassign(data, era);
  const { cluster, seeded } = clusterOf({ ...data, algorithm }, era);
  const { bench, controller } = cluster;
  const before = data.algorithm === 'offline' ? 0 : bench.entries.length;
  let refused = false;
  if (data.algorithm === 'preferred') {
    const answer = bench.ask(
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
    const [result] = answer.replicaElectionResults.flatMap((topic) => topic.partitionResult);
    if (result === undefined) throw new Unreadable('election: the controller says nothing of the partition');
    refused = result.errorCode !== 'NONE';
  } else if (data.algorithm === 'controlledShutdown') {
    // Followers first, so that the controller knows all who are on their way out when the leader asks.
    const order = data.shuttingDownBrokers.slice().sort((a, b) => Number(a === seeded) - Number(b === seeded));
    for (const brokerId of order) {
      const { brokerEpoch } = bench.broker(brokerId);
      const answer = bench.ask(
        'peer',
        controller,
        { type: 'ControlledShutdownRequest', brokerId, brokerEpoch },
        'ControlledShutdownResponse',
      );
      refused = answer.remainingPartitions.length > 0;
    }
  }
  const { leader } = cluster.partition();
  const elections = bench.entries.slice(before).filter((entry) => entry.type === 'LeaderElected');
  return { leader: refused || leader === -1 ? null : leader, unclean: elections.some((entry) => entry.args.unclean) };
}

/**
 * The election that concludes a reassignment: the case's replicas are those that the partition shall have, and all are in sync as far as
 * the controller knows. Until then another broker leads. When the controller reads the state to elect, the ISR is the case's.
 */
function reassign(
  { assignment, isr, liveReplicas }: Case,
  era: Era,
): {
  readonly leader: number | null;
  readonly unclean: boolean;
} {
  const replicas = [...assignment, GOING];
  const before = { replicas, isr: replicas, leader: GOING, leaderEpoch: 4, unclean: false };
  const cluster = new SeededCluster(before, replicas, [...liveReplicas, GOING], era);
  const { bench } = cluster;
  // A controller that takes office drops dead replicas from the ISR. Asked for a reassignment, it waits for them, and reads the state anew.
  if (liveReplicas.length < assignment.length) {
    cluster.overwrite({ ...before, leaderEpoch: 8 });
    askToReassign(cluster, assignment);
    bench.run(SECOND);
  }
  cluster.overwrite({ ...before, leaderEpoch: 16, isr });
  const seen = bench.entries.length;
  askToReassign(cluster, assignment);
  const outcome = (): TraceEntry | undefined =>
    bench.entries.slice(seen).find(({ type }) => type === 'LeaderElected' || type === 'ElectionRefused');
  bench.until('the controller elects, or cannot', () => outcome() !== undefined);
  const entry = outcome();
  if (entry?.type !== 'LeaderElected') return { leader: null, unclean: false };
  if (entry.args.election !== 'reassign') throw new Error(`the election was another: ${entry.args.election}`);
  return { leader: entry.args.leader, unclean: entry.args.unclean };
}

function askToReassign({ bench, controller }: SeededCluster, replicas: readonly number[]): void {
  const topics = [{ name: 't', partitions: [{ partitionIndex: 0, replicas }] }];
  const answer = bench.ask(
    'peer',
    controller,
    { type: 'AlterPartitionReassignmentsRequest', topics, timeoutMs: 10_000 },
    'AlterPartitionReassignmentsResponse',
  );
  const error = answer.responses[0]?.partitions[0]?.errorCode ?? 'no answer';
  if (error !== 'NONE') throw new Error(`the reassignment is refused: ${error}`);
}

/** The partition before the election: led by nobody, by the broker that wants to stop, or by someone not preferred. */
function clusterOf(
  data: Case & { readonly algorithm: Exclude<Case['algorithm'], 'reassign'> },
  era: Era,
): {
  readonly cluster: SeededCluster;
  readonly seeded: number;
} {
  const { assignment, isr, liveReplicas, uncleanLeaderElectionEnabled: unclean } = data;
  const electable = assignment.filter((id) => isr.includes(id) && liveReplicas.includes(id));
  const [preferred = -1] = assignment;
  const seeded = {
    offline: -1,
    preferred: electable.findLast((id) => id !== preferred) ?? -1,
    controlledShutdown: electable[0] ?? -1,
  }[data.algorithm];
  const partition = { replicas: assignment, isr, leader: seeded, leaderEpoch: 4, unclean };
  return { cluster: new SeededCluster(partition, assignment, liveReplicas, era), seeded };
}
