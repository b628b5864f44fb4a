import { fetchRequest } from './fetch-client.ts';
import { armRetry, isAwaiting, isBackingOff, peerOf, sendTo } from './peers.ts';
import { beginQuorumInterval } from './settings.ts';
import { BEGIN_QUORUM_TIMER, ROLE_TIMER } from './slots.ts';
import type { RaftState } from './state.ts';
import { toCandidate, toProspective, toResigned, toUnattached } from './transitions.ts';
import { backOffElection, electionLost, isLost, voteRequest } from './votes.ts';
import { change, otherVoters, type RaftWork } from './work.ts';

/* What a member does of its own accord (KafkaRaftClient.pollCurrentState). */

/** Sends what the role wants sent now. To be called at the end of every turn. */
export function poll(w: RaftWork): void {
  w.wakeAt = null;
  // Whoever was still elected while its process ends gives up at once (KafkaRaftClient.pollLeader).
  if (w.state.stopping && w.state.role.value === 'Leader') toResigned(w, 'stopping');
  send(w);
  armRetry(w);
}

function send(w: RaftWork): void {
  const { state } = w;
  switch (state.role.value) {
    case 'Leader':
      return tellVoters(w);
    case 'Prospective':
    case 'Candidate':
      return askForVotes(w);
    case 'Follower':
      if (!state.isVoter) return fetchAsObserver(w);
      sendTo(w, state.leaderId, fetchRequest(state));
      return;
    case 'Unattached':
      return state.isVoter ? undefined : fetchFromAnyVoter(w);
    case 'Resigned':
      return sayGoodbye(w);
  }
}

function askForVotes(w: RaftWork): void {
  const { election, nodeId } = w.state;
  if (election === null || election.backingOff || isLost(w.state)) return;
  for (const id of w.state.voters)
    if (id !== nodeId && !election.granted.includes(id) && !election.rejected.includes(id))
      sendTo(w, id, voteRequest(w.state));
}

/** An observer asks its leader; while that does not answer, any voter that may know another. */
function fetchAsObserver(w: RaftWork): void {
  const { leaderId } = w.state;
  if (w.turn.deadline(ROLE_TIMER) === null || isBackingOff(w, leaderId)) return fetchFromAnyVoter(w);
  if (!anyAwaiting(w.state)) sendTo(w, leaderId, fetchRequest(w.state));
}

/** One voter at random that may be asked now, and only one at a time (RequestManager.findReadyBootstrapServer). */
function fetchFromAnyVoter(w: RaftWork): void {
  const { state } = w;
  if (anyAwaiting(state)) return;
  const { voters } = state;
  const ready = voters.filter((id) => !isBackingOff(w, id) && peerOf(state, id)?.busy !== true);
  const chosen = ready.length === 0 ? undefined : ready[w.turn.draw(ready.length)];
  if (chosen !== undefined) sendTo(w, chosen, fetchRequest(state));
  // All wait out a backoff: asking each notes when the first of them is through.
  else for (const id of voters) sendTo(w, id, fetchRequest(state));
}

function anyAwaiting({ peers }: RaftState): boolean {
  return peers.some(isAwaiting);
}

function sayGoodbye(w: RaftWork): void {
  const { resignation, nodeId, epoch } = w.state;
  if (resignation === null) return;
  const { preferredSuccessors, unacknowledged } = resignation;
  for (const id of unacknowledged)
    sendTo(w, id, { type: 'EndQuorumEpochRequest', leaderId: nodeId, leaderEpoch: epoch, preferredSuccessors });
}

function tellVoters(w: RaftWork): void {
  const { leading, nodeId, epoch } = w.state;
  if (leading === null || leading.untold.length === 0) return;
  const untold = leading.untold.filter(
    (id) => !sendTo(w, id, { type: 'BeginQuorumEpochRequest', leaderId: nodeId, leaderEpoch: epoch }),
  );
  change(w, { leading: { ...leading, untold } });
}

/** The leader tells every voter that it leads, at once and at each interval (KafkaRaftClient.maybeSendBeginQuorumEpochRequests). */
export function beginQuorumTimeUp(w: RaftWork): void {
  const { leading, settings } = w.state;
  if (leading === null) return;
  change(w, { leading: { ...leading, untold: otherVoters(w.state) } });
  w.turn.setTimer(BEGIN_QUORUM_TIMER, w.turn.now + beginQuorumInterval(settings));
}

/** The role's timer has fired. */
export function roleTimeUp(w: RaftWork): void {
  const { role, isVoter, stopping, settings, election, epoch } = w.state;
  if (!isVoter) return;
  const mayStand = !stopping;
  const stand = settings.preVote ? toProspective : toCandidate;
  switch (role.value) {
    case 'Leader':
      return toResigned(w, 'no majority');
    case 'Follower':
      return mayStand ? stand(w, 'fetch timeout') : undefined;
    case 'Unattached':
      return mayStand ? stand(w, 'election timeout') : undefined;
    case 'Resigned':
      if (!mayStand) return;
      if (settings.preVote) return toUnattached(w, epoch + 1, 'election timeout', 'timeout');
      return toCandidate(w, 'election timeout');
    case 'Prospective':
      return mayStand ? electionLost(w) : undefined;
    case 'Candidate':
      if (!mayStand) return;
      if (settings.preVote) return toProspective(w, 'election timeout');
      if (election?.backingOff === true) return toCandidate(w, 'election timeout');
      return backOffElection(w);
  }
}
