import type { VoteRequest, VoteResponse } from '../../protocol/kraft.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import type { ConnectionId } from '../../world.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { commonAnswer, voterOnlyError } from './common.ts';
import { lastFetchedEpoch } from './fetch-server.ts';
import { backOff } from './peers.ts';
import { ELECTION_BACKOFF_BASE } from './settings.ts';
import { ROLE_TIMER } from './slots.ts';
import type { Election, RaftState } from './state.ts';
import { forward, toFollower, toUnattached, voteFor } from './transitions.ts';
import { change, majority, nodeOfMember, type RaftWork } from './work.ts';
import { isOff } from '../../safety.ts';

/** What a nominee asks the voters: a vote in its epoch, or (Prospective) whether they would give one. */
export function voteRequest({ nodeId, epoch, log, role }: RaftState): VoteRequest {
  return {
    type: 'VoteRequest',
    candidateId: nodeId,
    candidateEpoch: epoch,
    lastOffsetEpoch: lastFetchedEpoch(log),
    lastOffset: log.logEndOffset,
    preVote: role.value === 'Prospective',
  };
}

/** A nominee asks for a vote (KafkaRaftClient.handleVoteRequest). */
export function receiveVote(w: RaftWork, connection: ConnectionId, request: VoteRequest): void {
  const { candidateId, candidateEpoch, lastOffset, lastOffsetEpoch, preVote } = request;
  const inOrder = preVote ? lastOffsetEpoch <= candidateEpoch : lastOffsetEpoch < candidateEpoch;
  const valid = lastOffset >= 0 && lastOffsetEpoch >= 0 && inOrder;
  const error = valid ? voterOnlyError(w, candidateId, candidateEpoch) : 'INVALID_REQUEST';
  const candidate = nodeOfMember(w.turn.setup, candidateId);
  const about = { candidate, epoch: candidateEpoch, preVote };
  if (error !== 'NONE') {
    const reason = error === 'INVALID_REQUEST' ? 'the request makes no sense' : `it is in epoch ${w.state.epoch}`;
    w.turn.emit('VoteRefused', { ...about, reason });
    return answerVote(w, connection, error, false);
  }
  if (candidateEpoch > w.state.epoch) toUnattached(w, candidateEpoch, 'higher epoch');
  const reason = refusal(w, request);
  if (reason !== null) {
    w.turn.emit('VoteRefused', { ...about, reason });
    return answerVote(w, connection, 'NONE', false);
  }
  if (!preVote && w.state.votedFor < 0) voteFor(w, candidateId);
  w.turn.cause = w.turn.emit('VoteGranted', about);
  answerVote(w, connection, 'NONE', true);
}

/** Why the vote is not given; null: it is (EpochState.canGrantVote). */
function refusal(
  { state, turn }: RaftWork,
  { candidateId, lastOffset, lastOffsetEpoch, preVote }: VoteRequest,
): string | null {
  const upToDate = isOff(turn.setup, 'voteForUpToDateLogs') || isUpToDate(state.log, lastOffset, lastOffsetEpoch);
  const role = state.role.value;
  if (role === 'Leader') return 'it leads';
  if (preVote) {
    if (role === 'Follower' && state.hasFetchedFromLeader) return 'it hears from a leader';
    return upToDate ? null : 'its own log goes further';
  }
  if (role === 'Follower') return 'it follows a leader';
  if (role === 'Candidate') return 'it stands for election itself';
  if (role === 'Resigned') return 'it has led this epoch';
  if (state.votedFor >= 0 && !isOff(turn.setup, 'oneVoteAnEpoch'))
    return state.votedFor === candidateId ? null : 'it has voted for another';
  if (state.leaderId >= 0) return 'there is a leader';
  return upToDate ? null : 'its own log goes further';
}

/** Is a log with this end at least as up to date? First the last epoch counts, then the length (OffsetAndEpoch.compareTo). */
function isUpToDate(log: ReplicaLog, lastOffset: number, lastOffsetEpoch: number): boolean {
  const epoch = lastFetchedEpoch(log);
  return lastOffsetEpoch === epoch ? lastOffset >= log.logEndOffset : lastOffsetEpoch > epoch;
}

function answerVote(w: RaftWork, connection: ConnectionId, errorCode: ErrorCode, voteGranted: boolean): void {
  const { epoch, leaderId } = w.state;
  w.turn.respond(connection, { type: 'VoteResponse', errorCode, leaderId, leaderEpoch: epoch, voteGranted });
}

/** A voter has answered (KafkaRaftClient.handleVoteResponse). */
export function voteAnswered(w: RaftWork, from: number, answer: VoteResponse): void {
  const outcome = commonAnswer(w, answer.errorCode, answer);
  if (outcome === 'failed') return backOff(w, from);
  if (outcome === 'handled') return;
  if (answer.errorCode !== 'NONE') return backOff(w, from);
  const { election } = w.state;
  if (election === null || election.granted.includes(from) || election.rejected.includes(from)) return;
  if (answer.voteGranted) {
    change(w, { election: { ...election, granted: [...election.granted, from] } });
    return forward(w);
  }
  const rejected: Election = { ...election, rejected: [...election.rejected, from] };
  change(w, { election: rejected });
  if (!isLost(w.state)) return;
  if (w.state.role.value === 'Prospective') electionLost(w);
  else if (!w.state.settings.preVote && !rejected.backingOff) backOffElection(w);
}

/** Can too few voters still vote for it? */
export function isLost({ election, voters }: RaftState): boolean {
  return election !== null && voters.length - election.rejected.length < majority(voters.length);
}

/** A Prospective goes back to the leader it knew, or waits for one (4.0). */
export function electionLost(w: RaftWork): void {
  const { epoch, leaderId } = w.state;
  if (leaderId >= 0) toFollower(w, epoch, leaderId, 'lostToLeader');
  else toUnattached(w, epoch, 'election lost', 'lost');
}

/** A candidate of 3.9 waits at random before it stands again, the longer the more often (binaryExponentialElectionBackoffMs). */
export function backOffElection(w: RaftWork): void {
  const { election, settings } = w.state;
  if (election === null) return;
  const drawn = w.turn.draw(1 << Math.min(21, election.retries));
  change(w, { election: { ...election, backingOff: true } });
  w.turn.setTimer(ROLE_TIMER, w.turn.now + Math.min(ELECTION_BACKOFF_BASE * drawn, settings.electionBackoffMax));
}
