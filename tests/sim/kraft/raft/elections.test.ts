import { describe, expect, it } from 'vitest';
import { Quorum } from './quorum.ts';

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

/** For each epoch, who was elected in it. */
function electedIn(quorum: Quorum): Map<number, number[]> {
  const elected = new Map<number, number[]>();
  for (const { node, args } of quorum.entries('QuorumLeaderElected'))
    elected.set(args.epoch, [...(elected.get(args.epoch) ?? []), node]);
  return elected;
}

describe.each(['3.9', '4.0'] as const)('elections of the quorum in %s', (era) => {
  it.each([1, 3, 5] as const)('%i voters elect one leader within seconds, whatever the seed', (size) => {
    for (const seed of SEEDS) {
      const quorum = new Quorum(size, { era }, seed).until(10);
      const leader = quorum.leader();
      const { epoch } = quorum.raft(leader);
      for (const id of quorum.ids) expect(quorum.raft(id)).toMatchObject({ epoch, leaderId: leader });
    }
  });

  it('every epoch has one leader at most, while leaders crash and come back', () => {
    for (const seed of SEEDS.slice(0, 6)) {
      const quorum = new Quorum(5, { era }, seed).until(8);
      for (let round = 1; round <= 4; round++) {
        const at = round * 10;
        quorum.until(at);
        const [leader] = quorum.leaders();
        if (leader !== undefined) quorum.crash(at, leader).startAgain(at + 3, leader);
      }
      quorum.until(60);
      expect(quorum.leaders()).toHaveLength(1);
      for (const [, leaders] of electedIn(quorum)) expect(leaders).toHaveLength(1);
      expect(electedIn(quorum).size).toBeGreaterThanOrEqual(4);
    }
  });

  it('the leader is elected with a majority of the votes', () => {
    const quorum = new Quorum(5, { era }).until(10);
    for (const { args } of quorum.entries('QuorumLeaderElected')) {
      expect(args.voters).toBe(5);
      expect(new Set(args.votes).size).toBeGreaterThanOrEqual(3);
    }
  });

  it('a voter votes once in an epoch', () => {
    for (const seed of SEEDS) {
      const quorum = new Quorum(5, { era }, seed).until(5);
      quorum.crash(5, quorum.leader()).until(20);
      const votes = quorum.entries('VoteGranted').filter(({ args }) => !args.preVote);
      const given = votes.map(({ node, args }) => `${node} in ${args.epoch}`);
      expect(new Set(given).size).toBe(given.length);
    }
  });

  it('the other voters elect a leader in a later epoch when it crashes', () => {
    for (const seed of SEEDS) {
      const quorum = new Quorum(3, { era }, seed).until(10);
      const old = quorum.leader();
      const { epoch } = quorum.raft(old);
      quorum.crash(10, old).until(30);
      expect(quorum.leader()).not.toBe(old);
      expect(quorum.raft(quorum.leader()).epoch).toBeGreaterThan(epoch);
    }
  });

  it('the election begins no earlier than a fetch timeout after the last answer of the leader', () => {
    const quorum = new Quorum(3, { era }).until(10);
    quorum.crash(10, quorum.leader()).until(15);
    const [first] = quorum.entries('RaftRoleChanged').filter(({ t, args }) => t > 10e6 && args.why === 'fetch timeout');
    // A fetch waits at most half a second, so the last answer is at most that old.
    expect(first?.t).toBeGreaterThanOrEqual(11.5e6);
    expect(first?.t).toBeLessThanOrEqual(12.01e6);
  });
});

describe('a single voter', () => {
  it.each(['3.9', '4.0'] as const)('is the leader at once and commits alone, in %s', (era) => {
    const quorum = new Quorum(1, { era }).until(0.001);
    expect(quorum.role(101)).toBe('Leader');
    expect(quorum.raft(101).highWatermark).toBe(quorum.raft(101).log.logEndOffset);
  });

  it.each(['3.9', '4.0'] as const)(
    'never resigns for want of fetches, and leads again after a restart, in %s',
    (era) => {
      const quorum = new Quorum(1, { era }).until(20);
      expect(quorum.raft(101)).toMatchObject({ epoch: 1, leaderId: 101 });
      quorum.crash(20, 101).startAgain(21, 101).until(22);
      expect(quorum.role(101)).toBe('Leader');
      expect(quorum.raft(101).epoch).toBeGreaterThan(1);
    },
  );
});
