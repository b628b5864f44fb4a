import { describe, expect, it } from 'vitest';

import { modernLoaded, modernTombstones, replayModern } from '../../../src/sim/group/modern/index.ts';
import { fromMs } from '../../../src/sim/time.ts';
import { FakeGroupWork } from './fake-group-work.ts';
import { ask, GROUP, groupOf, heartbeatOf, Member, sleep } from './modern-members.ts';

const orders = (...partitions: number[]): object[] => [{ topic: 'orders', partitions }];

describe('the target', () => {
  it('is made anew when a topic of the group gets more partitions, at the next heartbeat of anybody', () => {
    const work = new FakeGroupWork({ orders: 2 });
    const a = new Member(work, 'a').join(['orders']);
    work.topics['orders'] = 3;
    a.beat();
    expect([a.epoch, a.owned]).toEqual([2, orders(0, 1, 2)]);
    expect(work.told('GroupEpochBumped').at(-1)).toEqual({ group: GROUP, epoch: 2, why: 'partitions changed' });
  });

  it('leaves out a topic that is not there, and takes it up when it comes', () => {
    const work = new FakeGroupWork({ orders: 1 });
    const a = new Member(work, 'a').join(['orders', 'later']);
    expect(a.owned).toEqual(orders(0));
    work.topics['later'] = 1;
    a.beat();
    expect(a.owned).toEqual([{ topic: 'later', partitions: [0] }, ...orders(0)]);
  });

  it('is made by the assignor that most members wish for', () => {
    const work = new FakeGroupWork({ orders: 4, more: 1 });
    const join = (id: string, serverAssignor: string | null): unknown => {
      new Member(work, id).join(['orders'], { serverAssignor });
      return work.told('TargetAssigned').at(-1)?.assignor;
    };
    expect([join('a', null), join('b', 'range'), join('c', 'uniform'), join('d', 'range')]).toEqual([
      'uniform',
      'range',
      'uniform',
      'range',
    ]);
  });
});

describe('a member that must give partitions back', () => {
  const two = (): { readonly work: FakeGroupWork; readonly a: Member; readonly b: Member } => {
    const work = new FakeGroupWork({ orders: 4 });
    const a = new Member(work, 'a').join(['orders'], { rebalanceTimeoutMs: 10_000 });
    a.beat();
    const b = new Member(work, 'b').join(['orders']);
    ask(work, heartbeatOf('a', 1));
    return { work, a, b };
  };

  it('has its rebalance timeout for it, which does not begin anew with its heartbeats', () => {
    const { work } = two();
    expect(work.scheduledAt(GROUP, 'rebalance-a')).toBe(fromMs(10_000));
    sleep(work, 4000);
    ask(work, heartbeatOf('a', 1));
    expect(work.scheduledAt(GROUP, 'rebalance-a')).toBe(fromMs(10_000));
    expect(work.scheduledAt(GROUP, 'session-a')).toBe(fromMs(49_000));
    sleep(work, 6000);
    expect(Object.keys(groupOf(work).members)).toEqual(['b']);
    expect(work.told('MemberRemoved')).toEqual([{ group: GROUP, member: 'a', why: 'revocation', members: 1 }]);
  });

  it('is safe from it as soon as it has given them back', () => {
    const { work } = two();
    ask(work, heartbeatOf('a', 1, { topicPartitions: [{ topic: 'orders', partitions: [0, 1] }] }));
    expect(work.scheduledAt(GROUP, 'rebalance-a')).toBeNull();
    sleep(work, 20_000);
    expect(Object.keys(groupOf(work).members)).toEqual(['a', 'b']);
  });

  it('keeps them for a timer that could not write, until it can', () => {
    const { work } = two();
    work.appendError = 'COORDINATOR_NOT_AVAILABLE';
    sleep(work, 10_200);
    expect(Object.keys(groupOf(work).members)).toEqual(['a', 'b']);
    work.appendError = 'NONE';
    sleep(work, 400);
    expect(Object.keys(groupOf(work).members)).toEqual(['b']);
  });
});

describe('who leaves', () => {
  it('frees what it had at once; the last one leaves the group Empty, with its epoch bumped and nothing to watch', () => {
    const work = new FakeGroupWork({ orders: 2 });
    const a = new Member(work, 'a').join(['orders']);
    expect(a.leave()).toBe('NONE');
    const { state, groupEpoch, members, partitionEpochs, subscriptionMetadata, targetAssignment } = groupOf(work);
    expect({ state, groupEpoch, members, partitionEpochs, subscriptionMetadata, targetAssignment }).toEqual({
      state: 'Empty',
      groupEpoch: 2,
      members: {},
      partitionEpochs: { orders: [-1, -1] },
      subscriptionMetadata: {},
      targetAssignment: {},
    });
    expect(work.timers).toEqual([]);
  });

  it('for a while, as a static member, is removed when its session ends before it is back', () => {
    const work = new FakeGroupWork({ orders: 2 });
    const a = new Member(work, 'a', 'i').join(['orders']);
    a.leave(-2);
    expect(work.told('StaticMemberAway').length).toBe(1);
    sleep(work, 44_900);
    expect(groupOf(work).members['a']?.memberEpoch).toBe(-2);
    sleep(work, 200);
    expect(groupOf(work).state).toBe('Empty');
    expect(groupOf(work).staticMembers).toEqual({});
  });

  it('and is back under a new member id has its old partitions, and no group epoch is bumped', () => {
    const work = new FakeGroupWork({ orders: 2 });
    const a = new Member(work, 'a', 'i').join(['orders']);
    a.leave(-2);
    const again = new Member(work, 'a2', 'i').join(['orders']);
    expect([again.epoch, again.owned]).toEqual([1, orders(0, 1)]);
    expect(work.told('StaticMemberReplaced')).toEqual([{ group: GROUP, instance: 'i', member: 'a2', previous: 'a' }]);
    expect(a.beat()).toBe('FENCED_INSTANCE_ID');
    sleep(work, 45_000);
    expect(groupOf(work).state).toBe('Empty');
  });
});

describe('an answer', () => {
  it('waits for the commit of what it depends on, also that of a heartbeat that writes nothing', () => {
    const work = new FakeGroupWork({ orders: 2 });
    work.commits = false;
    expect(() => new Member(work, 'a').join(['orders'])).toThrow('no answer');
    expect(() => ask(work, heartbeatOf('a', 1))).toThrow('no answer');
    work.commitAll();
    expect(work.answers.map(({ response }) => 'memberEpoch' in response && response.memberEpoch)).toEqual([1, 1]);
  });

  it('gives a member without an id one', () => {
    const work = new FakeGroupWork({ orders: 2 });
    const { errorCode, memberId } = ask(work, { ...heartbeatOf('', 0), ...joining });
    expect([errorCode, memberId]).toEqual(['NONE', 'id-1']);
  });
});

const joining = { rebalanceTimeoutMs: 1000, subscribedTopicNames: ['orders'], topicPartitions: [] };

describe('a coordinator that reads the log', () => {
  it('gives everybody a whole session, and a whole rebalance timeout to who must give something back', () => {
    const work = new FakeGroupWork({ orders: 4 });
    const a = new Member(work, 'a').join(['orders']);
    a.beat();
    new Member(work, 'b').join(['orders']);
    ask(work, heartbeatOf('a', 1));
    const next = new FakeGroupWork({ orders: 4 });
    next.now = fromMs(1000);
    for (const record of work.log.flat()) replayModern(next, record);
    modernLoaded(next, GROUP);
    expect(groupOf(next)).toEqual(groupOf(work));
    const timers = next.timers.map(({ name, at }) => [name, at / 1000] as const);
    expect(Object.fromEntries(timers)).toEqual({ 'session-a': 46_000, 'session-b': 46_000, 'rebalance-a': 61_000 });
  });

  it('finds no group where its tombstones are', () => {
    const work = new FakeGroupWork({ orders: 4 });
    new Member(work, 'a').join(['orders']).leave();
    for (const record of modernTombstones(groupOf(work))) replayModern(work, record);
    expect(work.group(GROUP)).toBeNull();
  });
});
