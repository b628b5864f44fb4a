import { describe, expect, it } from 'vitest';

import { SECOND } from '../../../../src/sim/time.ts';
import { ClassicMembers } from '../../../conformance/support/classic-members.ts';

const INITIAL = { 'group.initial.rebalance.delay.ms': 500 };

describe.each(['3.9', '4.0'] as const)('a classic group and its coordinator in %s', (era) => {
  it('a coordinator that takes over reads the group and goes on with its generation; members that waited look for it', () => {
    const members = new ClassicMembers(INITIAL, era, 2).stable(['A', 'B']);
    const ids = members.group()?.members.map(({ memberId }) => memberId);
    members.join('A').handOver();
    expect(members.error('A')).toBe('NOT_COORDINATOR');
    expect(members.heartbeat('B').error('B')).toBe('NONE');
    expect(members.group()).toMatchObject({ state: 'Stable', generation: 1, protocolName: 'range' });
    expect(members.group()?.members.map(({ memberId }) => memberId)).toEqual(ids);
    expect(members.sync('B').last('B')).toMatchObject({
      assignment: { assignedPartitions: [{ topic: 't', partitions: [1] }] },
    });
  });

  it('a coordinator that takes over begins every session anew, so a member that died meanwhile is found out later', () => {
    const members = new ClassicMembers(INITIAL, era, 2).stable(['A', 'B']);
    members.wait(8 * SECOND).handOver();
    const loaded = members.bench.bench.world.now - members.start;
    members.heartbeat('A').until(loaded + 5 * SECOND);
    expect(members.group()?.members).toHaveLength(2);
    members.heartbeat('A').until(loaded + 11 * SECOND);
    expect(members.group()?.members).toHaveLength(1);
  });

  it('a rebalance that was under way when the coordinator died is forgotten: the last stored generation counts', () => {
    const members = new ClassicMembers(INITIAL, era, 2).stable(['A', 'B'], () => ({ sessionTimeoutMs: 60_000 }));
    members.join('C').join('C').join('A');
    expect(members.group()?.state).toBe('PreparingRebalance');
    const coordinator = members.bench.coordinator('g');
    members.bench.bench.do({ type: 'crash', node: `broker-${coordinator}`, kind: 'process' }).run(30 * SECOND);
    members.bench.forgetCoordinator('g');
    expect(members.heartbeat('B').error('B')).toBe('NONE');
    expect(members.group()).toMatchObject({ state: 'Stable', generation: 1 });
    expect(members.join('C').error('C')).toBe('UNKNOWN_MEMBER_ID');
  });

  it('an assignment that cannot be written for lack of in-sync replicas fails, and the members have to join again', () => {
    const members = new ClassicMembers({ ...INITIAL, 'min.insync.replicas': 2 }, era, 2);
    const coordinator = members.bench.coordinator('g');
    members.bench.bench.do({ type: 'crash', node: `broker-${3 - coordinator}`, kind: 'process' }).run(60 * SECOND);
    const joining = { rebalanceTimeoutMs: 30_000, modern: false };
    members.join('A', joining).wait(2 * SECOND);
    if (era === '4.0') {
      // The coordinator of 4.0 writes down a group that it makes: without that there is none.
      expect(members.error('A')).toBe('COORDINATOR_NOT_AVAILABLE');
      expect(members.group()).toBeNull();
      return;
    }
    members.sync('A', { A: 'p0' });
    expect(members.error('A')).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(members.group()?.state).toBe('PreparingRebalance');
  });

  it('the last member is answered that it has left when the empty generation is committed, before 4.0 at once', () => {
    const members = new ClassicMembers(INITIAL, era, 2).stable(['A']);
    const coordinator = members.bench.coordinator('g');
    members.bench.bench.link(`broker-${coordinator}`, `broker-${3 - coordinator}`, 'cutLink');
    members.leave('A');
    expect(members.error('A')).toBe(era === '4.0' ? null : 'NONE');
    expect(members.group()).toMatchObject({ state: 'Empty', generation: 2 });
    members.bench.bench.link(`broker-${coordinator}`, `broker-${3 - coordinator}`, 'healLink').run(5 * SECOND);
    expect(members.error('A')).toBe('NONE');
  });

  it('members get their assignment when it is committed, not when it is written', () => {
    const members = new ClassicMembers(INITIAL, era, 2);
    members
      .join('A', { modern: false })
      .join('B', { modern: false })
      .wait(2 * SECOND)
      .sync('B');
    const coordinator = members.bench.coordinator('g');
    members.bench.bench.link(`broker-${coordinator}`, `broker-${3 - coordinator}`, 'cutLink');
    members.sync('A', { A: 'p0', B: 'p1' });
    expect([members.last('A'), members.last('B')]).toEqual([null, null]);
    expect(members.group()?.state).toBe('CompletingRebalance');
    members.bench.bench.link(`broker-${coordinator}`, `broker-${3 - coordinator}`, 'healLink').run(3 * SECOND);
    expect([members.error('A'), members.error('B')]).toEqual(['NONE', 'NONE']);
    expect(members.group()?.state).toBe('Stable');
  });

  it('an assignment that is not committed within offsets.commit.timeout.ms fails', () => {
    const members = new ClassicMembers({ ...INITIAL, 'offsets.commit.timeout.ms': 4000 }, era, 2);
    members.join('A', { modern: false, rebalanceTimeoutMs: 30_000 }).wait(2 * SECOND);
    const coordinator = members.bench.coordinator('g');
    members.bench.bench.link(`broker-${coordinator}`, `broker-${3 - coordinator}`, 'cutLink');
    members.sync('A', { A: 'p0' }).wait(5 * SECOND);
    expect(members.error('A')).toBe(era === '4.0' ? 'COORDINATOR_NOT_AVAILABLE' : 'REBALANCE_IN_PROGRESS');
    expect(members.group()?.state).toBe('PreparingRebalance');
  });
});
