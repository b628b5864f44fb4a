import type { ErrorCode } from '../../protocol/errors.ts';
import { toFollower, toUnattached } from './transitions.ts';
import type { RaftWork } from './work.ts';

/** What requests and answers of every kind say of the quorum. */
export interface LeaderAndEpoch {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

/** Somebody says who leads, or that there is a later epoch (KafkaRaftClient.maybeTransition). */
export function learn(w: RaftWork, { leaderId, leaderEpoch }: LeaderAndEpoch): void {
  const { epoch, nodeId, leaderId: known } = w.state;
  const isOther = leaderId >= 0 && leaderId !== nodeId;
  if (leaderEpoch > epoch) {
    if (isOther) toFollower(w, leaderEpoch, leaderId);
    else toUnattached(w, leaderEpoch, 'higher epoch');
  } else if (leaderEpoch === epoch && isOther && known < 0) toFollower(w, leaderEpoch, leaderId);
}

/**
 * What every answer is first looked at for (KafkaRaftClient.maybeHandleCommonResponse).
 * @returns `handled`: nothing more is in it; `failed`: the same is not asked again at once; `own`: its own handler goes on
 */
export function commonAnswer(w: RaftWork, error: ErrorCode, said: LeaderAndEpoch): 'handled' | 'failed' | 'own' {
  const { epoch, leaderId } = w.state;
  if (said.leaderEpoch < epoch || error === 'UNKNOWN_LEADER_EPOCH') return 'failed';
  if (said.leaderEpoch > epoch || error === 'FENCED_LEADER_EPOCH' || error === 'NOT_LEADER_OR_FOLLOWER') {
    learn(w, said);
    // Kafka asks again at once, and so in a circle while nobody leads; here it waits for the retry backoff.
    return w.state.epoch === epoch && w.state.leaderId === leaderId ? 'failed' : 'handled';
  }
  if (said.leaderId >= 0 && said.leaderId !== w.state.nodeId && leaderId < 0) {
    learn(w, said);
    return error === 'NONE' ? 'own' : 'handled';
  }
  return error === 'BROKER_NOT_AVAILABLE' ? 'failed' : 'own';
}

/** Vote, BeginQuorumEpoch and EndQuorumEpoch of an earlier epoch are refused (KafkaRaftClient.validateVoterOnlyRequest). */
export function voterOnlyError(w: RaftWork, remoteId: number, requestEpoch: number): ErrorCode {
  if (requestEpoch < w.state.epoch) return 'FENCED_LEADER_EPOCH';
  return remoteId < 0 ? 'INVALID_REQUEST' : 'NONE';
}
