import { describe, expect, it } from 'vitest';
import { Quorum } from './quorum.ts';

/** A follower is cut off from everyone for a while and comes back; the rest has a leader all the time. */
function comesBack(era: '3.9' | '4.0', seed: number) {
  const quorum = new Quorum(3, { era }, seed).until(10);
  const leader = quorum.leader();
  const { epoch } = quorum.raft(leader);
  const [away] = quorum.followers() as [number];
  const rest = quorum.ids.filter((id) => id !== away);
  quorum.links(10, 'cutLink', [away], rest).until(20);
  const epochAway = quorum.raft(away).epoch;
  quorum.links(20, 'healLink', [away], rest).until(30);
  return { quorum, leader, epoch, away, epochAway };
}

describe('a voter that comes back', () => {
  it('does not disturb a stable leader in 4.0: it never left its epoch, for nobody would vote for it (kraft-065)', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { quorum, leader, epoch, away, epochAway } = comesBack('4.0', seed);
      expect(epochAway).toBe(epoch);
      expect(quorum.leader()).toBe(leader);
      expect(quorum.raft(leader).epoch).toBe(epoch);
      expect(quorum.role(away)).toBe('Follower');
    }
  });

  it('makes a stable leader give way in 3.9, which knows no pre-vote: its epoch has grown while it was away', () => {
    let disturbed = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const { quorum, epoch, epochAway } = comesBack('3.9', seed);
      expect(epochAway).toBeGreaterThan(epoch);
      if (quorum.raft(quorum.leader()).epoch > epoch) disturbed += 1;
    }
    expect(disturbed).toBe(5);
  });
});

describe('pre-votes (kraft-065, kraft-008)', () => {
  it('are asked for before the epoch grows', () => {
    const quorum = new Quorum(3).until(10);
    const [prospective, candidate] = quorum.entries('RaftRoleChanged').filter(({ args }) => args.from !== '');
    expect(prospective?.args).toMatchObject({ from: 'Unattached', to: 'Prospective', epoch: 0 });
    expect(candidate?.args).toMatchObject({ from: 'Prospective', to: 'Candidate', epoch: 1 });
  });

  it('are refused by a voter that hears from a live leader, whose vote stays free', () => {
    const quorum = new Quorum(3).until(10);
    const leader = quorum.leader();
    const [away, other] = quorum.followers() as [number, number];
    // It does not hear the leader any more, but the third voter does.
    quorum.links(10, 'cutLink', [away], [leader]).until(16);
    const refused = quorum.entries('VoteRefused').filter(({ args }) => args.preVote);
    expect(refused.length).toBeGreaterThan(0);
    for (const { args } of refused) expect(args.reason).toBe('it hears from a leader');
    expect(quorum.leader()).toBe(leader);
    expect(quorum.raft(other).votedFor).toBe(leader);
  });

  it('do not exist in 3.9', () => {
    const quorum = new Quorum(3, { era: '3.9' }).until(10);
    quorum.crash(10, quorum.leader()).until(30);
    expect(quorum.entries('RaftRoleChanged').some(({ args }) => args.to === 'Prospective')).toBe(false);
    const asked = [...quorum.entries('VoteGranted'), ...quorum.entries('VoteRefused')];
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.some(({ args }) => args.preVote)).toBe(false);
  });
});
