import * as v from 'valibot';

import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';
import { MS, SECOND } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, kraftEraOf, type Check } from '../support/adapter.ts';
import { PAST } from '../support/feed-quorum.ts';
import { QuorumCluster } from '../support/quorum-cluster.ts';

const ids = v.array(v.pipe(v.number(), v.integer()));
const recovery = v.picklist(['RECOVERED', 'RECOVERING']);
const before = v.object({
  replicas: ids,
  isr: ids,
  leader: v.number(),
  leaderEpoch: v.number(),
  partitionEpoch: v.number(),
  elr: v.optional(ids, []),
  lastKnownElr: v.optional(ids, []),
  leaderRecoveryState: v.optional(recovery, 'RECOVERED'),
});
const fields = v.object({
  before,
  acceptableLeaders: ids,
  election: v.picklist(['ONLINE', 'UNCLEAN', 'PREFERRED']),
  targetIsr: v.optional(ids),
  targetLeaderRecoveryState: v.optional(recovery),
  targetReplicas: v.optional(ids),
  targetRemoving: v.optional(ids, []),
  targetAdding: v.optional(ids, []),
  elrEnabled: v.optional(v.boolean(), false),
  minIsr: v.optional(v.number(), 1),
  uncleanShutdownReplicas: v.optional(ids, []),
  changed: v.boolean(),
  after: v.looseObject({}),
});

const schema = v.pipe(
  fields,
  v.check(
    ({ targetReplicas = [], targetAdding, targetRemoving }) =>
      [...targetAdding, ...targetRemoving].every((id) => targetReplicas.includes(id)) &&
      !targetAdding.some((id) => targetRemoving.includes(id)),
    'targetAdding and targetRemoving: some of targetReplicas are wanted, none of them in both',
  ),
);

type Case = v.InferOutput<typeof schema>;

/** A partition before and after what happens to brokers or what an operator asks for, at a real active controller. */
export const playKRaftElection = adapter(schema, (data, vector): Check => {
  const era = kraftEraOf(vector);
  const cluster = new QuorumCluster(pastOf(data, era), era);
  happen(cluster, data);
  cluster.bench.run(20 * MS);
  const { elr, lastKnownElr, leader, leaderEpoch, partitionEpoch, replicas, isr, leaderRecoveryState } =
    cluster.partition();
  const plain = { replicas, isr, leader, leaderEpoch, partitionEpoch, leaderRecoveryState };
  const got = data.elrEnabled ? { ...plain, elr, lastKnownElr } : plain;
  const changed = partitionEpoch !== data.before.partitionEpoch;
  return { expected: { changed: data.changed, after: data.after }, got: { changed, after: got } };
});

/** Brokers that are fenced in the course of the case: those that are to leave the ISR, or a replica that leads nothing. */
function leaving(data: Case): readonly number[] {
  const { before: partition, targetIsr, uncleanShutdownReplicas } = data;
  if (proposes(data)) return [];
  const acceptable = (id: number): boolean => data.acceptableLeaders.includes(id);
  // A replica outside the ISR goes where its leader stays and nothing is to change.
  const isLeft = !data.changed && data.election === 'ONLINE' && acceptable(partition.leader);
  const outside = partition.replicas.filter((id) => !partition.isr.includes(id) && !acceptable(id));
  if (isLeft && outside.length > 0) return outside;
  if (targetIsr === undefined) return [];
  return partition.isr.filter((id) => !targetIsr.includes(id) && !uncleanShutdownReplicas.includes(id));
}

/** Where nobody leads, an election follows by itself when a broker returns: the last of those who may lead. */
function returning({ before: partition, election, acceptableLeaders }: Case): number | null {
  return partition.leader >= 0 || election === 'PREFERRED' ? null : (acceptableLeaders.at(-1) ?? null);
}

/** Does the leader propose an ISR: because others join it, or because it has recovered? */
function proposes({ before: partition, targetIsr, targetLeaderRecoveryState }: Case): boolean {
  return targetLeaderRecoveryState !== undefined || (targetIsr ?? []).some((id) => !partition.isr.includes(id));
}

/** Brokers that are not fenced to begin with. */
function upBefore(data: Case): readonly number[] {
  return [...data.acceptableLeaders.filter((id) => id !== returning(data)), ...leaving(data)];
}

function pastOf(data: Case, era: Era): readonly MetadataRecord[] {
  const { before: partition, acceptableLeaders, election, elrEnabled, minIsr } = data;
  const up = upBefore(data);
  const brokers = [...new Set([...partition.replicas, ...acceptableLeaders])].sort((a, b) => a - b);
  const feature = (name: string, featureLevel: number): MetadataRecord => ({
    type: 'FeatureLevelRecord',
    name,
    featureLevel,
  });
  const setting = (name: string, value: string): MetadataRecord => ({
    type: 'ConfigRecord',
    resourceType: 'TOPIC',
    resourceName: 't',
    name,
    value,
  });
  return [
    ...brokers.map((brokerId, at) => ({
      type: 'RegisterBrokerRecord' as const,
      brokerId,
      incarnationId: `first-${brokerId}`,
      brokerEpoch: PAST + at,
      rack: null,
      fenced: !up.includes(brokerId),
      inControlledShutdown: false,
    })),
    feature('metadata.version', era === '4.0' ? 25 : 21),
    ...(era === '4.0' ? [feature('eligible.leader.replicas.version', Number(elrEnabled))] : []),
    { type: 'TopicRecord', name: 't', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ' },
    setting('min.insync.replicas', String(minIsr)),
    setting('unclean.leader.election.enable', String(election === 'UNCLEAN')),
    {
      type: 'PartitionRecord',
      topic: 't',
      partitionId: 0,
      replicas: partition.replicas,
      isr: partition.isr,
      removingReplicas: [],
      addingReplicas: [],
      leader: partition.leader,
      leaderRecoveryState: partition.leaderRecoveryState,
      leaderEpoch: partition.leaderEpoch,
      partitionEpoch: partition.partitionEpoch,
      eligibleLeaderReplicas: partition.elr,
      lastKnownElr: partition.lastKnownElr,
    },
  ];
}

function happen(cluster: QuorumCluster, data: Case): void {
  const { election, targetReplicas, targetRemoving, uncleanShutdownReplicas } = data;
  if (targetReplicas !== undefined) {
    const replicas = targetReplicas.filter((id) => !targetRemoving.includes(id));
    const topics = [{ name: 't', partitions: [{ partitionIndex: 0, replicas }] }];
    cluster.ask(
      { type: 'AlterPartitionReassignmentsRequest', topics, timeoutMs: 1000 },
      'AlterPartitionReassignmentsResponse',
    );
    return;
  }
  if (uncleanShutdownReplicas.length > 0) letExpire(cluster, data, uncleanShutdownReplicas);
  for (const id of uncleanShutdownReplicas) cluster.register(id, null, 'after a crash');
  // For the partition a broker that is fenced and one that asks to stop are the same: both leave the ISR and do not lead.
  for (const id of leaving(data)) cluster.heartbeat(id, { wantFence: true });
  const back = returning(data);
  if (back !== null) cluster.heartbeat(back);
  else if (election === 'PREFERRED') {
    const topicPartitions = [{ topic: 't', partitions: [0] }];
    cluster.ask(
      { type: 'ElectLeadersRequest', electionType: 'PREFERRED', topicPartitions, timeoutMs: 1000 },
      'ElectLeadersResponse',
    );
  } else if (proposes(data) || (!data.changed && leaving(data).length === 0)) propose(cluster, data);
}

/** The controller gives every broker a session when it becomes active: those of the dead must be over before they can come again. */
function letExpire(cluster: QuorumCluster, data: Case, dead: readonly number[]): void {
  for (let waited = 0; waited < 10; waited += 5) {
    for (const id of upBefore(data)) if (!dead.includes(id)) cluster.heartbeat(id);
    cluster.bench.run(5 * SECOND);
  }
}

/** The leader proposes an ISR; where nothing happens to a broker, the one that is there, and the controller looks at the partition. */
function propose(cluster: QuorumCluster, { before: partition, targetIsr, targetLeaderRecoveryState }: Case): void {
  const { isr, leader, leaderEpoch, partitionEpoch } = partition;
  const { epoch } = cluster.image.brokers.find((broker) => broker.id === leader) ?? { epoch: -1 };
  const leaderRecoveryState = targetLeaderRecoveryState ?? partition.leaderRecoveryState;
  const proposal = { partitionIndex: 0, leaderEpoch, newIsr: targetIsr ?? isr, leaderRecoveryState, partitionEpoch };
  const topics = [{ topicName: 't', partitions: [proposal] }];
  cluster.ask(
    { type: 'AlterPartitionRequest', brokerId: leader, brokerEpoch: epoch, topics },
    'AlterPartitionResponse',
  );
}
