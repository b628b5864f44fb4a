import { expect, it } from 'vitest';
import type { TraceEntry } from '../../../../src/sim/trace/entry.ts';
import { Quorum } from './quorum.ts';

/** The entries that tell of an election, each in a few words. */
function told(entry: TraceEntry): string | null {
  switch (entry.type) {
    case 'RaftRoleChanged':
      return entry.args.why === 'higher epoch' ? null : `${entry.args.to}: ${entry.args.why}`;
    case 'RequestSent':
      return entry.args.api === 'VoteRequest' || entry.args.api === 'BeginQuorumEpochRequest' ? entry.args.api : null;
    case 'QuorumLeaderElected':
    case 'ControllerReady':
      return entry.type;
    case 'MetadataAppended':
      return entry.args.types.includes('LeaderChange') ? 'LeaderChange' : null;
    default:
      return null;
  }
}

it('when the leader of three dies, a pre-vote, a vote and a LeaderChange make another the active controller (kraft-079)', () => {
  const quorum = new Quorum(3, {}, 2).until(10);
  const leader = quorum.leader();
  const { epoch } = quorum.raft(leader);
  const from = quorum.trace.length;
  quorum.crash(10, leader).until(20);
  const winner = quorum.leader();
  const node = quorum.world.setup.voters.find(({ id }) => id === winner)?.node;
  const after = quorum.trace.slice(from);
  const elected = after.findLast((entry) => entry.type === 'QuorumLeaderElected');
  const prospective = quorum
    .entries('RaftRoleChanged')
    .findLast((entry) => entry.node === node && entry.args.to === 'Prospective');
  expect(prospective?.t).toBeGreaterThanOrEqual(11.5e6);
  const story = after.filter((entry) => entry.node === node && entry.seq >= (prospective?.seq ?? Infinity));
  const own = story.map(told).filter((text) => text !== null);
  const changes = own.filter((text, at) => text !== own[at - 1] && text !== 'ControllerReady');
  expect(changes.slice(0, changes.indexOf('BeginQuorumEpochRequest') + 1)).toEqual([
    prospective?.args.why === 'fetch timeout' ? 'Prospective: fetch timeout' : 'Prospective: election timeout',
    'VoteRequest',
    'Candidate: pre-votes granted',
    'VoteRequest',
    'Leader: votes granted',
    'QuorumLeaderElected',
    'LeaderChange',
    'BeginQuorumEpochRequest',
  ]);
  expect(own.indexOf('ControllerReady')).toBeGreaterThan(own.indexOf('LeaderChange'));
  expect(elected?.node).toBe(node);
  expect(quorum.raft(winner)).toMatchObject({ votedFor: winner, leaderId: winner });
  expect(quorum.raft(winner).epoch).toBeGreaterThan(epoch);
});
