import type { Micros } from '../../time.ts';
import type {
  BeginQuorumEpochRequest,
  BeginQuorumEpochResponse,
  EndQuorumEpochRequest,
  EndQuorumEpochResponse,
} from '../../protocol/kraft.ts';
import type { ConnectionId } from '../../world.ts';
import { commonAnswer, learn, voterOnlyError } from './common.ts';
import { backOff } from './peers.ts';
import { ROLE_TIMER } from './slots.ts';
import type { RaftState } from './state.ts';
import { change, type RaftWork } from './work.ts';

/** The leader says that it leads (KafkaRaftClient.handleBeginQuorumEpochRequest). */
export function receiveBegin(w: RaftWork, connection: ConnectionId, request: BeginQuorumEpochRequest): void {
  const errorCode = voterOnlyError(w, request.leaderId, request.leaderEpoch);
  if (errorCode === 'NONE') learn(w, request);
  const { leaderId, epoch } = w.state;
  w.turn.respond(connection, { type: 'BeginQuorumEpochResponse', errorCode, leaderId, leaderEpoch: epoch });
}

/** A voter knows of the leader now. */
export function beginAnswered(w: RaftWork, from: number, answer: BeginQuorumEpochResponse): void {
  if (commonAnswer(w, answer.errorCode, answer) === 'failed') backOff(w, from);
}

/** The leader resigns: its best follower stands for election at once, the others later (KafkaRaftClient.handleEndQuorumEpochRequest). */
export function receiveEnd(w: RaftWork, connection: ConnectionId, request: EndQuorumEpochRequest): void {
  const errorCode = voterOnlyError(w, request.leaderId, request.leaderEpoch);
  if (errorCode === 'NONE') {
    learn(w, request);
    if (w.state.role.value === 'Follower' && w.state.leaderId === request.leaderId && w.state.isVoter)
      w.turn.setTimer(ROLE_TIMER, w.turn.now + successorBackoff(w.state, request.preferredSuccessors));
  }
  const { leaderId, epoch } = w.state;
  w.turn.respond(connection, { type: 'EndQuorumEpochResponse', errorCode, leaderId, leaderEpoch: epoch });
}

/** KafkaRaftClient.strictExponentialElectionBackoffMs: nothing for the first, then twice as long for each. */
function successorBackoff({ nodeId, settings }: RaftState, successors: readonly number[]): Micros {
  const most = settings.electionBackoffMax;
  const position = successors.indexOf(nodeId);
  if (position === 0) return 0;
  if (position < 0) return most;
  return Math.min(most, (most >> (successors.length - 1)) << (position - 1));
}

/** A voter knows that the leader has resigned. */
export function endAnswered(w: RaftWork, from: number, answer: EndQuorumEpochResponse): void {
  const outcome = commonAnswer(w, answer.errorCode, answer);
  if (outcome === 'failed') return backOff(w, from);
  const { resignation } = w.state;
  if (outcome === 'handled' || resignation === null) return;
  if (answer.errorCode !== 'NONE') return backOff(w, from);
  const unacknowledged = resignation.unacknowledged.filter((id) => id !== from);
  change(w, { resignation: { ...resignation, unacknowledged } });
}
