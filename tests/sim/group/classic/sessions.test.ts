import { describe, expect, it } from 'vitest';

import { SECOND } from '../../../../src/sim/time.ts';
import type { TraceEntry } from '../../../../src/sim/trace/entry.ts';
import { ClassicMembers } from '../../../conformance/support/classic-members.ts';

const INITIAL = { 'group.initial.rebalance.delay.ms': 500 };

function removed(members: ClassicMembers): readonly (readonly [string, string])[] {
  return members.bench.bench.entries
    .filter((entry): entry is TraceEntry<'MemberRemoved'> => entry.type === 'MemberRemoved')
    .map(({ args }) => [args.member.slice(0, args.member.indexOf('-')), args.why] as const);
}

describe('sessions and timeouts of a classic group', () => {
  it('who is silent for its session timeout is out, and the others have to join again', () => {
    const members = new ClassicMembers(INITIAL).stable(['A', 'B']);
    members
      .wait(6 * SECOND)
      .heartbeat('A')
      .wait(5 * SECOND);
    expect(removed(members)).toEqual([['B', 'session']]);
    expect(members.heartbeat('A').error('A')).toBe('REBALANCE_IN_PROGRESS');
    expect(members.join('A').last('A')).toMatchObject({ errorCode: 'NONE', generationId: 2 });
    expect(members.heartbeat('B').error('B')).toBe('UNKNOWN_MEMBER_ID');
  });

  it('a commit keeps a session alive as a heartbeat does', () => {
    const members = new ClassicMembers(INITIAL).stable(['A']);
    for (let i = 0; i < 3; i++) members.wait(8 * SECOND).commit('A');
    expect(members.error('A')).toBe('NONE');
    expect(members.group()).toMatchObject({ state: 'Stable', generation: 1 });
  });

  it.each([
    ['2.8', []],
    ['3.9', []],
    ['4.0', [['B', 'session']]],
  ] as const)('in %s a SyncGroup that asks a Stable group again makes whoever is out %j', (era, out) => {
    const members = new ClassicMembers(INITIAL, era).stable(['A', 'B']);
    members
      .wait(8 * SECOND)
      .heartbeat('A')
      .sync('B');
    expect(members.error('B')).toBe('NONE');
    members.wait(4 * SECOND);
    expect(removed(members)).toEqual(out);
    if (era === '4.0') return;
    // It counted as a heartbeat, not as more.
    members
      .heartbeat('A')
      .wait(5.9 * SECOND)
      .heartbeat('A');
    expect(removed(members)).toEqual([]);
    members.wait(0.2 * SECOND);
    expect(removed(members)).toEqual([['B', 'session']]);
  });

  it.each(['2.8', '3.9', '4.0'] as const)(
    'in %s a session begins with the assignment for who waited for it longer than one lasts',
    (era) => {
      const members = new ClassicMembers(INITIAL, era);
      for (const letter of ['A', 'B', 'A', 'B']) members.join(letter);
      members.wait(2 * SECOND).sync('B');
      for (let i = 0; i < 3; i++) members.wait(5 * SECOND).heartbeat('A');
      expect(members.last('B')).toBeNull();
      members.sync('A', { A: 'p0', B: 'p1' });
      expect(members.error('B')).toBe('NONE');
      members.wait(9.9 * SECOND).heartbeat('A');
      expect(removed(members)).toEqual([]);
      members.wait(0.2 * SECOND);
      expect(removed(members)).toEqual([['B', 'session']]);
    },
  );

  it('who waits for the answer to its JoinGroup sends no heartbeats and is not missed', () => {
    const members = new ClassicMembers(INITIAL).stable(['A', 'B']);
    members.join('A');
    for (let i = 0; i < 5; i++) members.wait(8 * SECOND).heartbeat('B');
    expect(removed(members)).toEqual([]);
    expect(members.last('A')).toBeNull();
    expect(members.join('B').error('A')).toBe('NONE');
  });

  it('the first JoinGroup of a new member waits five minutes at most', () => {
    const members = new ClassicMembers(INITIAL).stable(['A'], () => ({ rebalanceTimeoutMs: 600_000 }));
    members.join('N', { modern: false, rebalanceTimeoutMs: 600_000 });
    for (let i = 0; i < 37; i++) members.wait(8 * SECOND).heartbeat('A');
    expect(members.last('N')).toBeNull();
    members.wait(5 * SECOND);
    expect(members.error('N')).toBe('UNKNOWN_MEMBER_ID');
    expect(removed(members)).toEqual([['N', 'session']]);
  });

  it('the rebalance timeout is the longest of any member', () => {
    const members = new ClassicMembers(INITIAL);
    members.stable(['A', 'B'], (letter) => ({
      rebalanceTimeoutMs: letter === 'A' ? 5000 : 20_000,
      sessionTimeoutMs: 30_000,
    }));
    members.join('A', { rebalanceTimeoutMs: 5000, sessionTimeoutMs: 30_000 }).wait(19 * SECOND);
    expect(members.last('A')).toBeNull();
    members.wait(2 * SECOND);
    expect(members.last('A')).toMatchObject({ generationId: 2 });
    expect(removed(members)).toEqual([['B', 'rebalance']]);
  });

  it.each([
    ['2.8', 'Stable', []],
    ['3.9', 'PreparingRebalance', [['B', 'sync']]],
    ['4.0', 'PreparingRebalance', [['B', 'sync']]],
  ] as const)(
    'in %s a group whose member never sends SyncGroup is %s after the rebalance timeout',
    (era, state, out) => {
      const members = new ClassicMembers(INITIAL, era);
      const joining = { rebalanceTimeoutMs: 15_000, sessionTimeoutMs: 30_000 };
      members
        .join('A', joining)
        .join('A', joining)
        .join('B', joining)
        .join('B', joining)
        .wait(2 * SECOND);
      members.sync('A', { A: 'p0', B: 'p1' }).wait(10 * SECOND);
      expect(members.group()?.state).toBe('Stable');
      members
        .heartbeat('A')
        .heartbeat('B')
        .wait(5 * SECOND);
      expect(members.group()?.state).toBe(state);
      expect(removed(members)).toEqual(out);
    },
  );

  it('a member that was given an id and never came back is forgotten, and holds up a rebalance until then', () => {
    const members = new ClassicMembers(INITIAL).stable(['A']);
    members.join('Z').join('A');
    expect(members.last('A')).toBeNull();
    members.wait(11 * SECOND);
    expect(members.last('A')).toMatchObject({ errorCode: 'NONE', generationId: 2 });
    expect(removed(members)).toEqual([['Z', 'pending']]);
  });

  it('when all are silent the group is Empty, one generation later', () => {
    const members = new ClassicMembers(INITIAL).stable(['A', 'B']);
    members.wait(80 * SECOND);
    expect(members.group()).toMatchObject({ state: 'Empty', generation: 2, members: [], protocolType: 'consumer' });
  });

  it.each([
    ['3.9', 'Stable'],
    ['4.0', 'PreparingRebalance'],
  ] as const)('in %s a client that leaves with an id it never joined with leaves the group %s', (era, state) => {
    const members = new ClassicMembers(INITIAL, era).stable(['A']);
    expect(members.join('Z').leave('Z').error('Z')).toBe('NONE');
    expect(members.group()?.state).toBe(state);
  });
});
