import { describe, expect, it } from 'vitest';

import { SECOND } from '../../../../src/sim/time.ts';
import { ClassicMembers } from '../../../conformance/support/classic-members.ts';

const INITIAL = { 'group.initial.rebalance.delay.ms': 500 };

describe('joining a group of the classic protocol', () => {
  it('a client that does not know MEMBER_ID_REQUIRED is in with its first JoinGroup', () => {
    const members = new ClassicMembers(INITIAL);
    members.join('A', { modern: false });
    expect(members.last('A')).toBeNull();
    members.wait(SECOND);
    expect(members.last('A')).toMatchObject({ errorCode: 'NONE', generationId: 1 });
    expect(members.identity('A').memberId).toMatch(/^A-[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  it('a member id begins with the client id, of a static member with its instance id', () => {
    const members = new ClassicMembers(INITIAL).stable(['A'], () => ({ instanceId: 'till-1' }));
    expect(members.identity('A').memberId).toMatch(/^till-1-/);
  });

  it('a session timeout outside group.min.session.timeout.ms to group.max.session.timeout.ms is refused', () => {
    const members = new ClassicMembers({ ...INITIAL, 'group.min.session.timeout.ms': 6000 });
    expect(members.join('A', { sessionTimeoutMs: 5999 }).error('A')).toBe('INVALID_SESSION_TIMEOUT');
    expect(members.join('B', { sessionTimeoutMs: 1_800_001 }).error('B')).toBe('INVALID_SESSION_TIMEOUT');
    expect(members.join('C', { sessionTimeoutMs: 6000 }).error('C')).toBe('MEMBER_ID_REQUIRED');
  });

  it('no more than group.max.size members get in, and whoever is in may join again', () => {
    const members = new ClassicMembers({ ...INITIAL, 'group.max.size': 2 }).stable(['A', 'B']);
    expect(members.join('C').error('C')).toBe('GROUP_MAX_SIZE_REACHED');
    expect(members.join('B').error('B')).toBe('NONE');
    expect(members.group()?.members).toHaveLength(2);
  });

  it('while a group gathers those who have joined count towards group.max.size: the last ones are left out', () => {
    const members = new ClassicMembers({ ...INITIAL, 'group.max.size': 2 }).stable(['A', 'B']);
    members.join('A').join('N', { modern: false });
    expect(members.last('N')).toBeNull();
    expect(members.join('B').error('B')).toBe('GROUP_MAX_SIZE_REACHED');
    expect(members.group()?.members.map(({ clientId }) => clientId)).toEqual(['A', 'N']);
  });

  it('the initial delay is prolonged while members come, at most to the longest rebalance timeout', () => {
    const members = new ClassicMembers({ 'group.initial.rebalance.delay.ms': 3000 });
    const joining = { modern: false, rebalanceTimeoutMs: 7000 };
    members.join('A', joining);
    for (const [at, letter] of [2, 5, 6.5].map((at, index) => [at, 'BCD'.charAt(index)] as const)) {
      members.until(at * SECOND).join(letter, joining);
    }
    members.until(6.9 * SECOND);
    expect(members.group()?.state).toBe('PreparingRebalance');
    members.until(7.1 * SECOND);
    expect(members.group()).toMatchObject({ state: 'CompletingRebalance', generation: 1 });
    expect(members.group()?.members).toHaveLength(4);
  });

  it('a follower that joins again in a Stable group without a change gets the generation, and nobody has to move', () => {
    const members = new ClassicMembers(INITIAL).stable(['A', 'B']);
    expect(members.join('B').last('B')).toMatchObject({ errorCode: 'NONE', generationId: 1, members: [] });
    expect(members.group()).toMatchObject({ state: 'Stable', generation: 1 });
    expect(members.sync('B').last('B')).toMatchObject({
      assignment: { assignedPartitions: [{ topic: 't', partitions: [1] }] },
    });
  });

  it('with as many votes for each assignor the one that Java keeps first in its hash map wins', () => {
    const members = new ClassicMembers(INITIAL);
    members.join('A', { modern: false, protocols: ['roundrobin', 'range'] });
    members.join('B', { modern: false, protocols: ['range', 'roundrobin'] }).wait(2 * SECOND);
    // `range` (hashCode 108280125) is in bucket 9 of 16, `roundrobin` (-128548644) in bucket 10.
    expect(members.group()?.protocolName).toBe('range');
  });

  it('a member id that the coordinator never gave is unknown, also where there is no group', () => {
    const members = new ClassicMembers(INITIAL);
    expect(members.join('A', { memberId: 'mine' }).error('A')).toBe('UNKNOWN_MEMBER_ID');
    expect(members.group()).toBeNull();
  });
});
