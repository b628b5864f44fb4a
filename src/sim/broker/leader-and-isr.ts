import type { LeaderAndIsrPartition, LeaderAndIsrRequest, LeaderAndIsrResponse } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import { isStale, obey } from './controller-epoch.ts';
import type { BrokerDraft } from './draft.ts';
import { removeFromFetchers, shutDownIdleFetchers } from './fetchers.ts';
import { becomeFollower } from './make-follower.ts';
import { becomeLeader } from './make-leader.ts';
import { newReplica } from './replica.ts';
import { startCheckpoints } from './schedule.ts';
import type { Replica } from './state.ts';
import { isOff } from '../safety.ts';

interface Told {
  readonly id: PartitionId;
  readonly state: LeaderAndIsrPartition;
}

/**
 * The controller says who leads what (ReplicaManager.becomeLeaderOrFollower): leaders begin to lead, followers to fetch. Old
 * word is refused: of a controller that was replaced, for an earlier life of this broker, or of an earlier leader epoch. So is word of
 * a topic that was made anew where the log is still that of the deleted one.
 */
export function handleLeaderAndIsr(d: BrokerDraft, connection: ConnectionId, request: LeaderAndIsrRequest): void {
  const refusal = isStale(d, request);
  if (refusal !== 'NONE') {
    d.turn.respond(connection, { type: 'LeaderAndIsrResponse', errorCode: refusal, partitionErrors: [] });
    return;
  }
  obey(d, request.controllerEpoch);
  const leaders: Told[] = [];
  const followers: Told[] = [];
  const partitionErrors: { topicName: string; partitionIndex: number; errorCode: ErrorCode }[] = [];
  for (const state of request.partitionStates) {
    const id = d.turn.partitionId(state.topicName, state.partitionIndex);
    const errorCode = hasConsistentTopicId(d, id, state) ? accepts(d, id, state) : 'INCONSISTENT_TOPIC_ID';
    partitionErrors.push({ topicName: state.topicName, partitionIndex: state.partitionIndex, errorCode });
    if (errorCode !== 'NONE') continue;
    (state.leader === d.base.brokerId ? leaders : followers).push({ id, state });
  }
  for (const { id } of leaders) removeFromFetchers(d, id);
  for (const { id, state } of leaders) becomeLeader(d, replicaOf(d, id, state), state);
  for (const { id, state } of followers) becomeFollower(d, replicaOf(d, id, state), state);
  startCheckpoints(d);
  shutDownIdleFetchers(d);
  const response: LeaderAndIsrResponse = { type: 'LeaderAndIsrResponse', errorCode: 'NONE', partitionErrors };
  d.turn.respond(connection, response);
}

/**
 * Is the log, if there is one, of the topic that is meant (ReplicaManager.hasConsistentTopicId)? In 2.8 a log that the broker has not
 * been told about since it started is not looked at, and a log gets its id with the second word about it (Partition.checkOrSetTopicId).
 */
function hasConsistentTopicId(d: BrokerDraft, id: PartitionId, { topicId = '' }: LeaderAndIsrPartition): boolean {
  const known = d.replica(id);
  if (known === null || topicId === '' || known.topicId === topicId) return true;
  if (d.turn.setup.era === '2.8') {
    if (known.role === 'offline') return true;
    if (known.topicId === '') d.setReplica({ ...known, topicId });
  }
  return known.topicId === '';
}

/** Only a later leader epoch changes anything; only an assigned broker takes part. */
function accepts(d: BrokerDraft, id: PartitionId, state: LeaderAndIsrPartition): ErrorCode {
  const known = d.replica(id);
  if (known !== null && state.leaderEpoch <= known.leaderEpoch && !isOff(d.turn.setup, 'leaderEpochOfOrders'))
    return 'STALE_CONTROLLER_EPOCH';
  return state.replicas.includes(d.base.brokerId) ? 'NONE' : 'UNKNOWN_TOPIC_OR_PARTITION';
}

function replicaOf(d: BrokerDraft, id: PartitionId, state: LeaderAndIsrPartition): Replica {
  const known = d.replica(id);
  const { topicName, topicId = '' } = state;
  const old = d.turn.setup.era === '2.8';
  if (known !== null) return old || known.topicId !== '' ? known : { ...known, topicId };
  const replica = newReplica(d, id, topicName, old ? '' : topicId);
  d.addReplica(replica);
  return replica;
}
