import { describe, expect, it } from 'vitest';
import { Quorum } from './quorum.ts';

describe('loss of the majority', () => {
  it.each([
    [3, 1],
    [5, 2],
  ] as const)('%i voters go on without %i of them (kraft-074)', (size, tolerated) => {
    const quorum = new Quorum(size).until(10);
    for (const id of quorum.followers().slice(0, tolerated)) quorum.crash(10, id);
    const before = quorum.raft(quorum.leader()).highWatermark;
    quorum.until(30);
    const next = quorum.raft(quorum.leader());
    expect(next.highWatermark).toBe(next.log.logEndOffset);
    expect(next.highWatermark).toBeGreaterThanOrEqual(before);
    // And with the leader among the lost ones.
    const another = new Quorum(size).until(10);
    const lost = [another.leader(), ...another.followers()].slice(0, tolerated);
    for (const id of lost) another.crash(10, id);
    another.until(40);
    expect(another.leaders()).toHaveLength(1);
    expect(lost).not.toContain(another.leader());
  });

  it.each([
    [3, 2],
    [5, 3],
  ] as const)('%i voters without %i of them elect nobody and commit nothing (kraft-074)', (size, lost) => {
    for (const era of ['3.9', '4.0'] as const) {
      const quorum = new Quorum(size, { era }).until(10);
      const [leader, ...others] = [quorum.leader(), ...quorum.followers()];
      for (const id of [leader, ...others.slice(0, lost - 1)]) quorum.crash(10, id);
      const elected = quorum.entries('QuorumLeaderElected').length;
      const committed = quorum.entries('MetadataCommitted').length;
      quorum.until(60);
      expect(quorum.leaders()).toEqual([]);
      expect(quorum.entries('QuorumLeaderElected')).toHaveLength(elected);
      expect(quorum.entries('MetadataCommitted')).toHaveLength(committed);
      // With one more there is a majority again.
      quorum.startAgain(60, leader).until(80);
      expect(quorum.leaders()).toHaveLength(1);
    }
  });

  it('the leader resigns when no majority has fetched for 1.5 times the fetch timeout', () => {
    const quorum = new Quorum(3).until(10);
    const leader = quorum.leader();
    for (const id of quorum.followers()) quorum.crash(10, id);
    quorum.until(14);
    const resigned = quorum.entries('RaftRoleChanged').find(({ args }) => args.to === 'Resigned');
    expect(resigned?.args).toMatchObject({ from: 'Leader', why: 'no majority' });
    expect(resigned?.t).toBeGreaterThanOrEqual(12.4e6);
    expect(resigned?.t).toBeLessThanOrEqual(13e6);
    expect(quorum.role(leader)).not.toBe('Leader');
  });

  it('a leader of five keeps its office while two of the others fetch', () => {
    const quorum = new Quorum(5).until(10);
    const leader = quorum.leader();
    for (const id of quorum.followers().slice(0, 2)) quorum.crash(10, id);
    quorum.until(40);
    expect(quorum.leader()).toBe(leader);
  });
});
