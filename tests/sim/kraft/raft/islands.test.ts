import { describe, expect, it } from 'vitest';
import { vecToArray } from '../../../../src/lib/vec.ts';
import type { RaftState } from '../../../../src/sim/kraft/raft/state.ts';
import { Quorum } from './quorum.ts';

/** Runs until somebody has just been elected: what it wrote then is nowhere else yet. */
function untilElected(quorum: Quorum): number {
  let ms = 0;
  while (quorum.leaders().length === 0) quorum.until(++ms / 1000);
  return ms / 1000;
}

const batchesOf = ({ log }: RaftState): readonly [number, number][] =>
  vecToArray(log.batches).map((batch) => [batch.baseOffset, batch.partitionLeaderEpoch]);

describe.each(['3.9', '4.0'] as const)('a leader cut off with a minority, in %s', (era) => {
  it('commits nothing, resigns, and the majority elects another in a later epoch (kraft-082)', () => {
    for (const size of [3, 5] as const) {
      const quorum = new Quorum(size, { era }).until(10);
      const leader = quorum.leader();
      const { epoch } = quorum.raft(leader);
      const [mate, ...others] = quorum.followers();
      const minority = size === 3 ? [leader] : [leader, mate as number];
      const majority = size === 3 ? quorum.followers() : others;
      quorum.links(10, 'cutLink', minority, majority).until(20);
      expect(quorum.role(leader)).not.toBe('Leader');
      const resigned = quorum.entries('RaftRoleChanged').find(({ args }) => args.to === 'Resigned');
      expect(resigned?.args.why).toBe('no majority');
      expect(resigned?.t).toBeLessThanOrEqual(13.01e6);
      expect(majority).toContain(quorum.leader());
      expect(quorum.raft(quorum.leader()).epoch).toBeGreaterThan(epoch);
      quorum.links(20, 'healLink', minority, majority).until(40);
      const now = quorum.leader();
      for (const id of quorum.followers()) {
        expect(quorum.role(id)).toBe('Follower');
        expect(quorum.raft(id).leaderId).toBe(now);
        expect(batchesOf(quorum.raft(id))).toEqual(batchesOf(quorum.raft(now)));
      }
    }
  });

  it('rejoins as a follower and drops what was never committed (kraft-082, kraft-059)', () => {
    const quorum = new Quorum(3, { era });
    const at = untilElected(quorum);
    const old = quorum.leader();
    const others = quorum.followers();
    quorum.links(at, 'cutLink', [old], others).until(at + 8);
    const own = quorum.raft(old);
    expect(own.log.logEndOffset).toBeGreaterThan(0);
    expect(own.highWatermark).toBe(0);
    const next = others.find((id) => quorum.role(id) === 'Leader') as number;
    const committed = batchesOf(quorum.raft(next));
    expect(quorum.raft(next).highWatermark).toBeGreaterThan(0);
    quorum.links(at + 8, 'healLink', [old], others).until(at + 15);
    const truncations = quorum.entries('MetadataTruncated');
    expect(truncations).toHaveLength(1);
    expect(truncations[0]).toMatchObject({ args: { from: own.log.logEndOffset, to: 0 } });
    expect(batchesOf(quorum.raft(old)).slice(0, committed.length)).toEqual(committed);
    expect(quorum.role(old)).toBe('Follower');
  });

  it('nobody ever drops what was committed', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const quorum = new Quorum(3, { era }, seed).until(5);
      for (let round = 0; round < 4; round++) {
        const at = 5 + 12 * round;
        quorum.until(at);
        const one = quorum.ids[(seed + round) % 3] as number;
        const rest = quorum.ids.filter((id) => id !== one);
        quorum.links(at, 'cutLink', [one], rest).links(at + 6, 'healLink', [one], rest);
      }
      quorum.until(60);
      const committed = Math.max(...quorum.ids.map((id) => quorum.raft(id).highWatermark));
      const common = batchesOf(quorum.raft(quorum.leader())).filter(([offset]) => offset < committed);
      for (const id of quorum.ids)
        expect(batchesOf(quorum.raft(id)).filter(([offset]) => offset < committed)).toEqual(common);
      const truncated = quorum.entries('MetadataTruncated').map(({ node, args, seq }) => ({ node, to: args.to, seq }));
      for (const { node, to, seq } of truncated) {
        const before = quorum
          .entries('MetadataCommitLearned')
          .filter((entry) => entry.node === node && entry.seq < seq)
          .map((entry) => entry.args.to);
        expect(to).toBeGreaterThanOrEqual(Math.max(0, ...before));
      }
      expect(quorum.entries('QuorumFault')).toEqual([]);
    }
  });
});
