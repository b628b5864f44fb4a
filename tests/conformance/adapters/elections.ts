import * as v from 'valibot';

import { adapter, NotYet, Unreadable, type Check } from '../support/adapter.ts';
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

/** Whom a real controller elects; null: nobody. */
export const playElection = adapter(schema, (data): Check => {
  const counted = data.countsAsUncleanElection;
  const expected = { leader: data.expectedLeader, ...(counted === undefined ? {} : { unclean: counted }) };
  const { leader, unclean } = elect(data);
  return { expected, got: { leader, ...(counted === undefined ? {} : { unclean }) } };
});

function elect(data: Case): { readonly leader: number | null; readonly unclean: boolean } {
  if (data.algorithm === 'reassign') throw new NotYet('reassignment of partitions');
  const { cluster, seeded } = clusterOf(data);
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

/** The partition before the election: led by nobody, by the broker that wants to stop, or by someone not preferred. */
function clusterOf(data: Case): { readonly cluster: SeededCluster; readonly seeded: number } {
  const { assignment, isr, liveReplicas, uncleanLeaderElectionEnabled: unclean } = data;
  const electable = assignment.filter((id) => isr.includes(id) && liveReplicas.includes(id));
  const [preferred = -1] = assignment;
  const seeded = {
    offline: -1,
    reassign: -1,
    preferred: electable.findLast((id) => id !== preferred) ?? -1,
    controlledShutdown: electable[0] ?? -1,
  }[data.algorithm];
  const partition = { replicas: assignment, isr, leader: seeded, leaderEpoch: 4, unclean };
  return { cluster: new SeededCluster(partition, assignment, liveReplicas), seeded };
}
