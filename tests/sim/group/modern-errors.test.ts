import { describe, expect, it } from 'vitest';

import { newClassicGroup } from '../../../src/sim/group/classic/state.ts';
import {
  validateModernCommit,
  validateModernDelete,
  validateModernFetch,
} from '../../../src/sim/group/modern/index.ts';
import type { OffsetCommitRequest, OffsetFetchRequest } from '../../../src/sim/protocol/group.ts';
import { FakeGroupWork } from './fake-group-work.ts';
import { ask, GROUP, groupOf, heartbeatOf, joinOf, Member } from './modern-members.ts';

/** A group of one member, `a`, at epoch 1. */
function oneMember(instanceId: string | null = null): { readonly work: FakeGroupWork; readonly a: Member } {
  const work = new FakeGroupWork({ orders: 4 });
  return { work, a: new Member(work, 'a', instanceId).join(['orders']) };
}

describe('a heartbeat that is wrong by itself', () => {
  const join = joinOf('a', ['orders']);
  it.each([
    ['without a group id', { ...join, groupId: '' }],
    ['with an empty instance id', { ...join, instanceId: '' }],
    ['with an empty rack', { ...join, rackId: '' }],
    ['that joins without a rebalance timeout', { ...join, rebalanceTimeoutMs: -1 }],
    ['that joins and owns something', { ...join, topicPartitions: [{ topic: 'orders', partitions: [0] }] }],
    ['that joins and does not say what it owns', { ...join, topicPartitions: null }],
    ['that joins without topics', { ...join, subscribedTopicNames: [] }],
    ['that joins without saying its topics', { ...join, subscribedTopicNames: null }],
    ['of a member without an id', heartbeatOf('', 1)],
    ['of who leaves without an id', heartbeatOf('', -1)],
    ['of a static member that goes away without its instance id', heartbeatOf('a', -2)],
    ['with an epoch that there is not', heartbeatOf('a', -3)],
  ])('%s is INVALID_REQUEST, and nothing is written', (_what, request) => {
    const work = new FakeGroupWork({ orders: 4 });
    expect(ask(work, request).errorCode).toBe('INVALID_REQUEST');
    expect(work.log).toEqual([]);
    expect(work.group(request.groupId)).toBeNull();
  });

  it('that names an assignor that the broker does not have is UNSUPPORTED_ASSIGNOR', () => {
    const work = new FakeGroupWork({ orders: 4 });
    expect(ask(work, { ...join, serverAssignor: 'sticky' }).errorCode).toBe('UNSUPPORTED_ASSIGNOR');
  });

  it('to a broker without the consumer protocol is UNSUPPORTED_VERSION', () => {
    const work = new FakeGroupWork({ orders: 4 }, { consumerProtocol: false });
    expect(ask(work, join).errorCode).toBe('UNSUPPORTED_VERSION');
  });
});

describe('a heartbeat in a group where it has no place', () => {
  it('of a group that is not there is GROUP_ID_NOT_FOUND, to stay and to leave', () => {
    const work = new FakeGroupWork({ orders: 4 });
    expect([ask(work, heartbeatOf('a', 1)).errorCode, ask(work, heartbeatOf('a', -1)).errorCode]).toEqual([
      'GROUP_ID_NOT_FOUND',
      'GROUP_ID_NOT_FOUND',
    ]);
  });

  it('of a member that is not there is UNKNOWN_MEMBER_ID, to stay and to leave', () => {
    const { work } = oneMember();
    expect([ask(work, heartbeatOf('b', 1)).errorCode, ask(work, heartbeatOf('b', -1)).errorCode]).toEqual([
      'UNKNOWN_MEMBER_ID',
      'UNKNOWN_MEMBER_ID',
    ]);
  });

  it('in a full group is GROUP_MAX_SIZE_REACHED, but its members stay', () => {
    const { work, a } = oneMember();
    work.settings = { ...work.settings, consumerMaxSize: 1 };
    expect(ask(work, joinOf('b', ['orders'])).errorCode).toBe('GROUP_MAX_SIZE_REACHED');
    expect(a.beat()).toBe('NONE');
  });

  it('in a classic group with members is GROUP_ID_NOT_FOUND', () => {
    const work = new FakeGroupWork({ orders: 4 });
    work.setGroup({ ...newClassicGroup(GROUP, 0), state: 'Stable' });
    expect(ask(work, joinOf('a', ['orders'])).errorCode).toBe('GROUP_ID_NOT_FOUND');
  });

  it('in a classic group that is empty makes it a group of the consumer protocol', () => {
    const work = new FakeGroupWork({ orders: 4 });
    work.setGroup(newClassicGroup(GROUP, 0));
    expect(ask(work, joinOf('a', ['orders'])).errorCode).toBe('NONE');
    expect(groupOf(work).state).toBe('Stable');
    expect(work.log[0]?.[0]).toEqual({ type: 'GroupMetadata', key: { group: GROUP }, value: null });
  });
});

describe('the member epoch of a heartbeat', () => {
  it('ahead of the member is FENCED_MEMBER_EPOCH', () => {
    const { work } = oneMember();
    expect(ask(work, heartbeatOf('a', 2, { topicPartitions: [] })).errorCode).toBe('FENCED_MEMBER_EPOCH');
  });

  it('before the last is tolerated when the member owns no more than it is assigned: an answer may have been lost', () => {
    const { work, a } = oneMember();
    a.beat({ subscribedTopicNames: ['orders', 'more'] });
    expect(a.epoch).toBe(2);
    const owned = (partitions: readonly number[]): string =>
      ask(work, heartbeatOf('a', 1, { topicPartitions: [{ topic: 'orders', partitions }] })).errorCode;
    expect([owned([0, 1]), owned([0, 4])]).toEqual(['NONE', 'FENCED_MEMBER_EPOCH']);
    expect(ask(work, heartbeatOf('a', 1)).errorCode).toBe('FENCED_MEMBER_EPOCH');
  });

  it('older than the one before is FENCED_MEMBER_EPOCH', () => {
    const { work, a } = oneMember();
    a.beat({ subscribedTopicNames: ['orders', 'more'] });
    a.beat({ subscribedTopicNames: ['orders'] });
    expect(a.epoch).toBe(3);
    expect(ask(work, heartbeatOf('a', 1, { topicPartitions: [] })).errorCode).toBe('FENCED_MEMBER_EPOCH');
  });
});

describe('an instance id', () => {
  it('that another live member has is UNRELEASED_INSTANCE_ID for who joins', () => {
    const { work } = oneMember('i');
    expect(ask(work, joinOf('b', ['orders'], { instanceId: 'i' })).errorCode).toBe('UNRELEASED_INSTANCE_ID');
  });

  it('that nobody has is UNKNOWN_MEMBER_ID for who stays or leaves', () => {
    const { work } = oneMember();
    const epochs = [1, -1, -2];
    expect(epochs.map((epoch) => ask(work, heartbeatOf('a', epoch, { instanceId: 'i' })).errorCode)).toEqual(
      epochs.map(() => 'UNKNOWN_MEMBER_ID'),
    );
  });

  it('that is another member’s is FENCED_INSTANCE_ID for who stays or leaves', () => {
    const { work } = oneMember('i');
    const epochs = [1, -1, -2];
    expect(epochs.map((epoch) => ask(work, heartbeatOf('b', epoch, { instanceId: 'i' })).errorCode)).toEqual(
      epochs.map(() => 'FENCED_INSTANCE_ID'),
    );
  });
});

describe('commits, fetches and deletion', () => {
  const commit = (memberId: string, epoch: number): OffsetCommitRequest => ({
    type: 'OffsetCommitRequest',
    groupId: GROUP,
    generationIdOrMemberEpoch: epoch,
    memberId,
    groupInstanceId: null,
    topics: [],
  });
  const fetch = (memberId: string | null, memberEpoch: number): OffsetFetchRequest => ({
    type: 'OffsetFetchRequest',
    groupId: GROUP,
    memberId,
    memberEpoch,
    topics: null,
    requireStable: false,
  });

  it('a commit with the member’s epoch is taken, with another it is STALE_MEMBER_EPOCH, of a stranger UNKNOWN_MEMBER_ID', () => {
    const group = groupOf(oneMember().work);
    const requests = [commit('a', 1), commit('a', 0), commit('a', 2), commit('b', 1), commit('', -1)];
    expect(requests.map((request) => validateModernCommit(group, request, 9))).toEqual([
      'NONE',
      'STALE_MEMBER_EPOCH',
      'STALE_MEMBER_EPOCH',
      'UNKNOWN_MEMBER_ID',
      'UNKNOWN_MEMBER_ID',
    ]);
  });

  it('a commit before version 9 does not know member epochs: UNSUPPORTED_VERSION to a member, and to others as ever', () => {
    const { work, a } = oneMember();
    expect(validateModernCommit(groupOf(work), commit('a', 1), 8)).toBe('UNSUPPORTED_VERSION');
    expect(validateModernCommit(groupOf(work), commit('b', 1), 8)).toBe('UNKNOWN_MEMBER_ID');
    a.leave();
    expect(validateModernCommit(groupOf(work), commit('', -1), 8)).toBe('NONE');
  });

  it('a commit from outside is taken when nobody is in the group, and only then can it be deleted', () => {
    const { work, a } = oneMember();
    expect(validateModernDelete(groupOf(work))).toBe('NON_EMPTY_GROUP');
    a.leave();
    expect(validateModernCommit(groupOf(work), commit('', -1), 9)).toBe('NONE');
    expect(validateModernDelete(groupOf(work))).toBe('NONE');
  });

  it('who is no member may ask for offsets; a member must have its epoch', () => {
    const group = groupOf(oneMember().work);
    const requests = [fetch(null, -1), fetch('a', 1), fetch('a', 0), fetch('b', 1)];
    expect(requests.map((request) => validateModernFetch(group, request))).toEqual([
      'NONE',
      'NONE',
      'STALE_MEMBER_EPOCH',
      'UNKNOWN_MEMBER_ID',
    ]);
  });
});

describe('a log that takes nothing', () => {
  it.each(['COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR'] as const)('answers %s and changes nothing', (error) => {
    const { work, a } = oneMember();
    const before = groupOf(work);
    work.appendError = error;
    expect([ask(work, joinOf('b', ['orders'])).errorCode, a.leave()]).toEqual([error, error]);
    expect(groupOf(work)).toBe(before);
  });
});
