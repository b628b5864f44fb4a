import { lastFetchedEpoch } from './fetch-server.ts';
import { ROLE_TIMER } from './slots.ts';
import { forward, start, toCandidate, toProspective, toUnattached } from './transitions.ts';
import { randomElectionTimeout, type RaftWork } from './work.ts';

/**
 * The role of a process that starts, from what its disk says (QuorumState.initialize, KafkaRaftClient.initialize). Whoever led is
 * Resigned in that epoch: it can neither vote in it nor write in it again.
 */
export function initialize(w: RaftWork): void {
  const { nodeId, isVoter, leaderId, votedFor, epoch, log, settings } = w.state;
  const electionDeadline = isVoter ? w.turn.now + randomElectionTimeout(w) : -1;
  const logEpoch = lastFetchedEpoch(log);
  if (epoch < logEpoch) start(w, 'Unattached', { epoch: logEpoch, leaderId: -1, votedFor: -1, electionDeadline });
  else if (leaderId === nodeId) {
    const unacknowledged = w.state.voters.filter((id) => id !== nodeId);
    start(w, 'Resigned', { electionDeadline, resignation: { preferredSuccessors: [], unacknowledged } });
  } else if (leaderId >= 0) {
    start(w, 'Follower', { electionDeadline: -1 });
    w.turn.setTimer(ROLE_TIMER, w.turn.now + settings.fetchTimeout);
  } else if (votedFor === nodeId) {
    const election = { granted: [nodeId], rejected: [], retries: 1, backingOff: false };
    start(w, 'Candidate', { electionDeadline, election });
    forward(w);
  } else start(w, 'Unattached', { electionDeadline });
  electOnlyVoter(w);
}

/** A single voter need not wait for anybody. */
function electOnlyVoter(w: RaftWork): void {
  const { role, settings, voters, isVoter, epoch } = w.state;
  if (!isVoter || voters.length > 1 || role.value === 'Leader') return;
  if (!settings.preVote) return toCandidate(w, 'only voter');
  if (role.value === 'Resigned') toUnattached(w, epoch + 1, 'only voter', 'timeout');
  toProspective(w, 'only voter');
}
