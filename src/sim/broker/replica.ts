import { topicConfig } from '../config/broker-config.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { emptyLog, type ReplicaLog } from '../log/replica-log.ts';
import type { PartitionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { cachedPartition } from './metadata-cache.ts';
import { topicSettings } from './topic-config.ts';
import type { LeaderDuties, Replica } from './state.ts';

/** A replica whose log is still empty and which has not been told its part yet. */
export function newReplica(d: BrokerDraft, id: PartitionId, topic: string, topicId: string): Replica {
  return {
    partition: id,
    topicId,
    log: emptyLog(),
    role: 'offline',
    leader: -1,
    leaderEpoch: -1,
    partitionEpoch: -1,
    controllerEpoch: -1,
    replicas: [],
    isr: [],
    duties: null,
    topicConfig: topicConfig(topicSettings(d.base, topic), d.base.config),
    watchers: [],
  };
}

/** The replica with another log. Written out, as the next: both are made at every round of replication. */
export function withLog(replica: Replica, log: ReplicaLog): Replica {
  return {
    partition: replica.partition,
    topicId: replica.topicId,
    log,
    role: replica.role,
    leader: replica.leader,
    leaderEpoch: replica.leaderEpoch,
    partitionEpoch: replica.partitionEpoch,
    controllerEpoch: replica.controllerEpoch,
    replicas: replica.replicas,
    isr: replica.isr,
    duties: replica.duties,
    topicConfig: replica.topicConfig,
    watchers: replica.watchers,
  };
}

/** The replica with other duties. */
export function withDuties(replica: Replica, duties: LeaderDuties): Replica {
  return {
    partition: replica.partition,
    topicId: replica.topicId,
    log: replica.log,
    role: replica.role,
    leader: replica.leader,
    leaderEpoch: replica.leaderEpoch,
    partitionEpoch: replica.partitionEpoch,
    controllerEpoch: replica.controllerEpoch,
    replicas: replica.replicas,
    isr: replica.isr,
    duties,
    topicConfig: replica.topicConfig,
    watchers: replica.watchers,
  };
}

/**
 * The replica that this broker keeps of a partition, or why it has none to offer (ReplicaManager.getPartitionOrError):
 * NOT_LEADER_OR_FOLLOWER when the partition is somebody else's, so that clients look again; UNKNOWN_TOPIC_OR_PARTITION else.
 */
export function replicaOrError(d: BrokerDraft, id: PartitionId): Replica | ErrorCode {
  const replica = d.replica(id);
  if (replica !== null && replica.role !== 'offline') return replica;
  return cachedPartition(d.base.metadata, id) === null ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NOT_LEADER_OR_FOLLOWER';
}

/**
 * Does the epoch that a client believes in agree with this replica's (Partition.checkCurrentLeaderEpoch)? An older one is
 * fenced, a newer one is not known here yet. -1: the client does not say.
 */
export function checkLeaderEpoch(replica: Replica, currentLeaderEpoch: number): ErrorCode {
  if (currentLeaderEpoch < 0 || currentLeaderEpoch === replica.leaderEpoch) return 'NONE';
  return currentLeaderEpoch < replica.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH';
}

/** The replica, if it may answer for the partition in this epoch (Partition.getLocalLog); else the error. */
export function answeringReplica(
  d: BrokerDraft,
  id: PartitionId,
  currentLeaderEpoch: number,
  requireLeader: boolean,
): Replica | ErrorCode {
  const found = replicaOrError(d, id);
  if (typeof found === 'string') return found;
  const error = checkLeaderEpoch(found, currentLeaderEpoch);
  if (error !== 'NONE') return error;
  return requireLeader && found.role !== 'leader' ? 'NOT_LEADER_OR_FOLLOWER' : found;
}

/** The index of a follower among those a leader keeps track of; -1 when it is not assigned. */
export function followerIndex(duties: LeaderDuties, brokerId: number): number {
  const { followers } = duties;
  for (let i = 0; i < followers.length; i++) if ((followers[i] as { brokerId: number }).brokerId === brokerId) return i;
  return -1;
}
