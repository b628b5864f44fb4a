import { assert } from '../../../lib/assert.ts';
import { startEpoch } from './leader.ts';
import { failParked } from './parked.ts';
import { resetConnections } from './peers.ts';
import { roleAfter, startingRole, type RoleStimulus } from './role-machine.ts';
import { checkQuorumTimeout } from './settings.ts';
import { BEGIN_QUORUM_TIMER, ROLE_TIMER } from './slots.ts';
import type { Election, RaftRole, RaftState } from './state.ts';
import { change, majority, nodeOfMember, otherVoters, randomElectionTimeout, type RaftWork } from './work.ts';

/*
 * How a member of the quorum changes its role (QuorumState.transitionTo..., KafkaRaftClient.transitionTo...). Epoch, leader and
 * vote are written to the quorum-state file with the change, before anybody is told: a crash keeps them.
 */

const NO_DUTIES = { election: null, leading: null, resignation: null, hasFetchedFromLeader: false } as const;

/** A later epoch is known, or (4.0) an election was lost; the leader is not known. */
export function toUnattached(w: RaftWork, epoch: number, why: string, stimulus: RoleStimulus = 'higherEpoch'): void {
  const { state } = w;
  assert(epoch > state.epoch || stimulus === 'lost', 'a member gives up its role only for a later epoch');
  const votedFor = epoch === state.epoch ? state.votedFor : -1;
  const electionDeadline = inheritedDeadline(w);
  enter(w, stimulus, why, { ...NO_DUTIES, epoch, leaderId: -1, votedFor, electionDeadline });
  resetConnections(w);
}

/** The rest of an election timeout goes on in the new epoch: whoever comes later does not put an election off. */
function inheritedDeadline(w: RaftWork): number {
  const { role, isVoter, electionDeadline, election, settings, voters } = w.state;
  if (!isVoter) return -1;
  const rejected = election !== null && voters.length - election.rejected.length < majority(voters.length);
  const goesOn =
    role.value === 'Unattached' ||
    role.value === 'Candidate' ||
    (settings.preVote && (role.value === 'Resigned' || (role.value === 'Prospective' && !rejected)));
  if (!goesOn) return w.turn.now + randomElectionTimeout(w);
  return Math.max(w.turn.now, electionDeadline);
}

/** The vote is given: it stays, and the candidate gets the time of a new election timeout. */
export function voteFor(w: RaftWork, candidate: number): void {
  assert(w.state.votedFor === -1, 'a member votes once in an epoch');
  if (w.state.role.value === 'Prospective') {
    change(w, { role: roleAfter(w.state, 'vote'), votedFor: candidate });
    return;
  }
  enter(w, 'vote', 'vote given', { votedFor: candidate, electionDeadline: w.turn.now + randomElectionTimeout(w) });
}

/** The leader of this epoch, or of a later one, is known. */
export function toFollower(w: RaftWork, epoch: number, leaderId: number, stimulus: RoleStimulus = 'leaderFound'): void {
  const { state, turn } = w;
  assert(leaderId !== state.nodeId && epoch >= state.epoch, 'a member follows another in its epoch or a later one');
  // A leader never follows in its own epoch, and takes note of the later one first (KIP-595).
  if (state.role.value === 'Leader') toUnattached(w, epoch, 'higher epoch');
  const votedFor = epoch === w.state.epoch ? w.state.votedFor : -1;
  const why = stimulus === 'lostToLeader' ? 'election lost' : 'leader found';
  enter(w, stimulus, why, { ...NO_DUTIES, epoch, leaderId, votedFor, electionDeadline: -1 });
  turn.setTimer(ROLE_TIMER, turn.now + state.settings.fetchTimeout);
  resetConnections(w);
  failParked(w, 'NOT_LEADER_OR_FOLLOWER');
}

/** Asks first whether it could win; epoch, vote and leader stay as they are (KIP-996). */
export function toProspective(w: RaftWork, why: string): void {
  const { nodeId } = w.state;
  const election: Election = { granted: [nodeId], rejected: [], retries: 1, backingOff: false };
  const leaderId = w.state.leaderId === nodeId ? -1 : w.state.leaderId;
  const electionDeadline = w.turn.now + randomElectionTimeout(w);
  enter(w, 'timeout', why, { ...NO_DUTIES, leaderId, election, electionDeadline });
  forward(w);
}

/** Stands for election in the next epoch, with its own vote. */
export function toCandidate(w: RaftWork, why: string): void {
  const { state } = w;
  const retries = state.role.value === 'Candidate' && state.election !== null ? state.election.retries + 1 : 1;
  const stimulus = state.role.value === 'Prospective' ? 'preVotesGranted' : 'timeout';
  const election: Election = { granted: [state.nodeId], rejected: [], retries, backingOff: false };
  enter(w, stimulus, why, {
    ...NO_DUTIES,
    epoch: state.epoch + 1,
    leaderId: -1,
    votedFor: state.nodeId,
    election,
    electionDeadline: w.turn.now + randomElectionTimeout(w),
  });
  forward(w);
}

/** A majority of votes makes a Prospective a Candidate and a Candidate the Leader (KafkaRaftClient.maybeTransitionForward). */
export function forward(w: RaftWork): void {
  const { role, election, voters } = w.state;
  if (election === null || election.granted.length < majority(voters.length)) return resetIfNew(w);
  if (role.value === 'Prospective') toCandidate(w, 'pre-votes granted');
  else toLeader(w);
}

function resetIfNew(w: RaftWork): void {
  const { election } = w.state;
  if (election !== null && election.granted.length === 1 && election.rejected.length === 0) resetConnections(w);
}

function toLeader(w: RaftWork): void {
  const { state, turn } = w;
  const votes = state.election?.granted ?? [];
  assert(state.role.value === 'Candidate', 'only a candidate becomes leader');
  enter(w, 'votesGranted', 'votes granted', { ...NO_DUTIES, leaderId: state.nodeId, electionDeadline: -1 });
  turn.cause = turn.emit('QuorumLeaderElected', { epoch: state.epoch, votes, voters: state.voters.length });
  resetConnections(w);
  if (state.voters.length > 1) {
    turn.setTimer(ROLE_TIMER, turn.now + checkQuorumTimeout(state.settings));
    turn.setTimer(BEGIN_QUORUM_TIMER, turn.now);
  }
  startEpoch(w);
}

/** The leader gives up: the best follower is to stand for election at once. It stays leader of its epoch on paper, so that it cannot vote in it. */
export function toResigned(w: RaftWork, why: string): void {
  const { leading, nodeId } = w.state;
  assert(leading !== null, 'only a leader resigns');
  const offsetOf = (id: number): number => leading.followers.find((follower) => follower.id === id)?.endOffset ?? -1;
  const preferredSuccessors = otherVoters(w.state)
    .slice()
    .sort((a, b) => offsetOf(b) - offsetOf(a) || a - b);
  const resignation = { preferredSuccessors, unacknowledged: otherVoters(w.state) };
  failParked(w, 'NOT_LEADER_OR_FOLLOWER');
  const electionDeadline = w.turn.now + randomElectionTimeout(w);
  enter(w, 'resign', why, { ...NO_DUTIES, leaderId: nodeId, resignation, electionDeadline });
  resetConnections(w);
}

/** The role as the quorum-state file has it, when the process starts (QuorumState.initialize). */
export function start(w: RaftWork, role: RaftRole, changes: Partial<RaftState>): void {
  change(w, { ...changes, role: startingRole(role) });
  tell(w, '', 'started');
  armRoleTimer(w);
}

function enter(w: RaftWork, stimulus: RoleStimulus, why: string, changes: Partial<RaftState>): void {
  const from = w.state.role.value;
  change(w, { ...changes, role: roleAfter(w.state, stimulus) });
  if (from === 'Leader') w.turn.clearTimer(BEGIN_QUORUM_TIMER);
  tell(w, from, why);
  armRoleTimer(w);
}

function armRoleTimer({ turn, state }: RaftWork): void {
  if (state.electionDeadline < 0) turn.clearTimer(ROLE_TIMER);
  else turn.setTimer(ROLE_TIMER, state.electionDeadline);
}

function tell({ turn, state }: RaftWork, from: string, why: string): void {
  const leader = nodeOfMember(turn.setup, state.leaderId);
  turn.cause = turn.emit('RaftRoleChanged', { from, to: state.role.value, epoch: state.epoch, leader, why });
}
