import { describe, expect, it } from 'vitest';

import { SECOND } from '../../../../src/sim/time.ts';
import { ClassicMembers } from '../../../conformance/support/classic-members.ts';

const INITIAL = { 'group.initial.rebalance.delay.ms': 500 };
const asStatic = (letter: string): { readonly instanceId: string } => ({ instanceId: `i-${letter}` });

function stable(era: '2.8' | '3.9' | '4.0' = '4.0'): ClassicMembers {
  return new ClassicMembers(INITIAL, era).stable(['A', 'B'], asStatic);
}

describe('static members of a classic group', () => {
  it('one that restarts within its session timeout gets its partitions back, and no other member notices', () => {
    const members = stable();
    const joined = members
      .wait(5 * SECOND)
      .join('B2', { instanceId: 'i-B' })
      .last('B2');
    expect(joined).toMatchObject({ errorCode: 'NONE', generationId: 1 });
    expect(members.sync('B2').last('B2')).toMatchObject({
      assignment: { assignedPartitions: [{ topic: 't', partitions: [1] }] },
    });
    expect(members.heartbeat('A').error('A')).toBe('NONE');
    expect(members.group()).toMatchObject({ state: 'Stable', generation: 1 });
  });

  it('its answer waits until its new id is written to __consumer_offsets', () => {
    const members = stable();
    const end = members.logEnd();
    members.join('B2', { instanceId: 'i-B' });
    expect(members.error('B2')).toBe('NONE');
    expect(members.logEnd()).toBe(end + 1);
    members.handOver();
    // One broker alone: nobody takes over, so it starts again, is registered when its session is over, and reads what it wrote.
    members.bench.bench.do({ type: 'start', node: 'broker-1' }).run(14 * SECOND);
    expect(members.group()?.members.map(({ memberId }) => members.letterOf(memberId))).toEqual(['A', 'B2']);
  });

  it.each([
    ['2.8', 10 * SECOND],
    ['3.9', 20 * SECOND],
    ['4.0', 20 * SECOND],
  ] as const)('one that comes back with another session timeout has, in %s, one of %i', (era, timeout) => {
    const members = stable(era).join('B2', { instanceId: 'i-B', sessionTimeoutMs: 20_000 });
    const member = members.group()?.members.find(({ groupInstanceId }) => groupInstanceId === 'i-B');
    expect(member?.sessionTimeout).toBe(timeout);
  });

  it.each([
    ['4.0', true, 'A2', true, 2],
    ['4.0', false, 'A', false, 0],
    ['2.8', true, 'A', false, 0],
  ] as const)(
    'a leader that restarts: brokers of %s and a client that knows of it (%s): %s leads, skips the assignment: %s',
    (era, supportsSkippingAssignment, leader, skipAssignment, listed) => {
      const members = stable(era);
      const answer = members.join('A2', { instanceId: 'i-A', supportsSkippingAssignment }).last('A2');
      if (answer?.type !== 'JoinGroupResponse') throw new Error('no answer');
      expect({ skipAssignment: answer.skipAssignment, listed: answer.members.length }).toEqual({
        skipAssignment,
        listed,
      });
      const leads = members.told().findLast(({ letter }) => letter === 'A')?.response;
      const before = leads?.type === 'SyncGroupResponse' ? members.identity('A').memberId : '';
      expect(answer.leader).toBe(leader === 'A' ? before : answer.memberId);
      expect(members.group()?.leaderId).toBe(answer.memberId);
    },
  );

  it('one that stays away after a rebalance began keeps its place until its session is over', () => {
    const members = new ClassicMembers(INITIAL);
    const joining = (letter: string): object => ({
      ...asStatic(letter),
      rebalanceTimeoutMs: 5000,
      sessionTimeoutMs: 20_000,
    });
    members
      .stable(['A', 'B'], joining)
      .join('A', joining('A'))
      .wait(6 * SECOND);
    expect(members.last('A')).toMatchObject({ errorCode: 'NONE', generationId: 2 });
    expect(members.group()?.members).toHaveLength(2);
    for (let i = 0; i < 2; i++) members.sync('A', { A: 'p0', B: 'p1' }).wait(4 * SECOND);
    // It has not asked for its assignment either: from 3.0 on that costs it its place.
    expect(members.group()?.members.map(({ groupInstanceId }) => groupInstanceId)).toEqual(['i-A']);
  });

  it('when nobody but static members is left and none of them joins, the rebalance waits for their sessions to end', () => {
    const members = new ClassicMembers(INITIAL);
    const joining = (letter: string): object => ({
      ...(letter === 'D' ? {} : asStatic(letter)),
      rebalanceTimeoutMs: 5000,
      sessionTimeoutMs: 12_000,
    });
    members
      .stable(['A', 'D'], joining)
      .leave('D')
      .wait(6 * SECOND);
    expect(members.group()).toMatchObject({ state: 'PreparingRebalance', generation: 1 });
    members.wait(7 * SECOND);
    expect(members.group()).toMatchObject({ state: 'Empty', generation: 2 });
  });

  it('one that comes back while the assignment is being made starts the rebalance anew', () => {
    const members = new ClassicMembers(INITIAL);
    for (const letter of ['A', 'B']) members.join(letter, asStatic(letter));
    members.wait(2 * SECOND).sync('B');
    members.join('B2', { instanceId: 'i-B' });
    expect(members.group()).toMatchObject({ state: 'PreparingRebalance', generation: 1 });
    expect(members.join('A').last('A')).toMatchObject({ generationId: 2 });
    expect(members.last('B2')).toMatchObject({ generationId: 2 });
  });

  it('one that comes back while the old process waits fences it', () => {
    const members = new ClassicMembers(INITIAL);
    members.join('A', asStatic('A'));
    members.join('A2', { instanceId: 'i-A' });
    expect(members.error('A')).toBe('FENCED_INSTANCE_ID');
    members.wait(2 * SECOND);
    expect(members.last('A2')).toMatchObject({ errorCode: 'NONE', generationId: 1 });
  });

  it('one that comes back with another assignor, so that all have to change, starts a rebalance', () => {
    const members = new ClassicMembers(INITIAL);
    members.stable(['A', 'B'], (letter) => ({ ...asStatic(letter), protocols: ['range', 'roundrobin'] }));
    members.join('B2', { instanceId: 'i-B', protocols: ['roundrobin'] });
    expect(members.last('B2')).toBeNull();
    expect(members.heartbeat('A').error('A')).toBe('REBALANCE_IN_PROGRESS');
  });

  it('an operator removes one by its instance id alone', () => {
    const members = stable();
    expect(members.leave('X', { memberId: '', instanceId: 'i-B' }).error('X')).toBe('NONE');
    expect(members.heartbeat('B').error('B')).toBe('UNKNOWN_MEMBER_ID');
    expect(members.leave('X', { memberId: '', instanceId: 'i-Z' }).error('X')).toBe('UNKNOWN_MEMBER_ID');
  });
});
