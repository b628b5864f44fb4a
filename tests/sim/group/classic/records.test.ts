import { describe, expect, it } from 'vitest';

import {
  classicCommitted,
  classicLoaded,
  classicNotCommitted,
  classicSubscribes,
  classicTimeUp,
  classicTombstones,
  handleClassic,
  replayClassic,
  validateClassicCommit,
  validateClassicDelete,
  type ClassicRequest,
} from '../../../../src/sim/group/classic/index.ts';
import type { ClassicGroup } from '../../../../src/sim/group/classic/state.ts';
import type { ConsumerGroup } from '../../../../src/sim/group/modern/state.ts';
import type { GroupResponse } from '../../../../src/sim/protocol/group.ts';
import { SECOND } from '../../../../src/sim/time.ts';
import type { Era } from '../../../../src/sim/world.ts';
import {
  assignmentOf,
  commitRequest,
  joinRequest,
  leaveRequest,
  syncRequest,
} from '../../../conformance/support/classic-requests.ts';
import { FakeGroupWork } from '../fake-group-work.ts';

/** A shard whose writes are committed when the test says so; groups begin without a delay. */
function shard({ era = '4.0', maxSize = 100 }: { readonly era?: Era; readonly maxSize?: number } = {}): FakeGroupWork {
  const work = new FakeGroupWork({ t: 3 }, { initialRebalanceDelay: 0, maxSize }, era);
  work.commits = false;
  return work;
}

/** Sends a request over a connection of its own; the answer to it, if there is one by now. */
function ask(work: FakeGroupWork, request: ClassicRequest): () => GroupResponse | undefined {
  connections += 1;
  const to = { connection: connections, peer: 9 };
  handleClassic(work, to, request);
  return () => work.answers.find((answer) => answer.to.connection === to.connection)?.response;
}
let connections = 0;

function classic(work: FakeGroupWork): ClassicGroup {
  const group = work.group('g');
  if (group?.protocol !== 'classic') throw new Error('no classic group');
  return group;
}

/** A Stable group of two static members. */
function stable(work: FakeGroupWork): { readonly a: string; readonly b: string } {
  for (const name of ['a', 'b']) ask(work, joinRequest(name, { instanceId: name }));
  // The second member came during the initial delay, which is then prolonged once.
  for (let i = 0; i < 2; i++) classicTimeUp(work, 'g', 'join');
  const [a, b] = classic(work).members.map(({ memberId }) => memberId) as [string, string];
  const as = { generation: 1, instanceId: null };
  const assignments = [{ memberId: b, assignment: assignmentOf('p1') }];
  ask(work, syncRequest({ ...as, memberId: b }));
  ask(work, syncRequest({ ...as, memberId: a }, assignments));
  for (const after of work.waiting.splice(0)) classicCommitted(work, after);
  return { a, b };
}

describe('what a classic group writes to __consumer_offsets', () => {
  it('a group that is replayed is the group that was written, but for who waits and the other assignors', () => {
    const work = shard();
    stable(work);
    const group = classic(work);
    const later = shard();
    for (const record of work.log.flat()) replayClassic(later, record);
    const members = group.members.map((member) => ({ ...member, isNew: false }));
    expect(classic(later)).toEqual({ ...group, members, previousState: 'Dead' });
  });

  it('a group begins with a record without members in 4.0; the coordinator before it writes only generations', () => {
    const count = (era: '3.9' | '4.0'): number => {
      const work = shard({ era });
      ask(work, joinRequest('a'));
      return work.log.flat().length;
    };
    expect([count('3.9'), count('4.0')]).toEqual([0, 1]);
  });

  it('a tombstone ends a group', () => {
    const work = shard();
    stable(work);
    for (const record of classicTombstones(classic(work))) replayClassic(work, record);
    expect(work.group('g')).toBeNull();
  });

  it('sessions begin with the load; a group that has more members than group.max.size now joins again', () => {
    const work = shard();
    const { a } = stable(work);
    const later = shard({ maxSize: 1 });
    for (const record of work.log.flat()) replayClassic(later, record);
    classicLoaded(later, 'g');
    expect(later.scheduledAt('g', `session-${a}`)).toBe(10 * SECOND);
    expect(classic(later).state).toBe('PreparingRebalance');
    expect(later.scheduledAt('g', 'join')).toBe(60 * SECOND);
  });
});

describe('a group id that had the consumer protocol', () => {
  const group = (members: ConsumerGroup['members']): ConsumerGroup => ({
    protocol: 'consumer',
    groupId: 'g',
    state: 'Empty',
    groupEpoch: 4,
    targetAssignmentEpoch: 4,
    members,
    staticMembers: {},
    subscribedTopicNames: {},
    subscriptionMetadata: {},
    targetAssignment: {},
    partitionEpochs: {},
  });

  it('is free for the classic protocol when nobody is in it: its records end, and a new group begins', () => {
    const work = shard();
    work.setGroup(group({}));
    expect(ask(work, joinRequest('a'))()).toMatchObject({ errorCode: 'MEMBER_ID_REQUIRED' });
    expect(classic(work)).toMatchObject({ state: 'Empty', generation: 0 });
    expect(work.log.flat().map(({ type, value }) => [type, value === null])).toEqual([
      ['ConsumerGroupTargetAssignmentMetadata', true],
      ['ConsumerGroupPartitionMetadata', true],
      ['ConsumerGroupMetadata', true],
      ['GroupMetadata', false],
    ]);
  });

  it('is not while it has members', () => {
    const work = shard();
    work.setGroup(group({ m: { memberId: 'm' } as ConsumerGroup['members'][string] }));
    expect(ask(work, joinRequest('a'))()).toMatchObject({ errorCode: 'INCONSISTENT_GROUP_PROTOCOL' });
    expect(work.log).toEqual([]);
  });
});

describe('what a classic group does when it cannot write', () => {
  it('a static member that comes back gets the error, and the old member id stays', () => {
    const work = shard();
    const { b } = stable(work);
    work.appendError = 'COORDINATOR_NOT_AVAILABLE';
    const answer = ask(work, joinRequest('b', { instanceId: 'b' }));
    expect(answer()).toMatchObject({ errorCode: 'COORDINATOR_NOT_AVAILABLE', memberId: '' });
    expect(classic(work).members.map(({ memberId }) => memberId)).toContain(b);
    expect(classic(work).state).toBe('Stable');
  });

  it.each(['2.8', '3.9', '4.0'] as const)(
    'in %s a static member whose new id was not committed in time has its old one again, and is told the error',
    (era) => {
      const work = shard({ era });
      const { a, b } = stable(work);
      const answer = ask(
        work,
        joinRequest('b', { instanceId: 'b', sessionTimeoutMs: 20_000, protocols: ['roundrobin', 'range'] }),
      );
      const [, taken] = classic(work).members.map(({ memberId }) => memberId);
      expect(taken).not.toBe(b);
      expect(answer()).toBeUndefined();
      for (const after of work.waiting.splice(0)) classicNotCommitted(work, after, 'COORDINATOR_NOT_AVAILABLE');
      expect(answer()).toMatchObject({
        errorCode: 'COORDINATOR_NOT_AVAILABLE',
        memberId: '',
        generationId: 1,
        leader: a,
      });
      expect(classic(work)).toMatchObject({ state: 'Stable', members: [{ memberId: a }, { memberId: b }] });
      expect(classic(work).members[1]).toMatchObject({ awaitingJoin: null, sessionTimeout: 10 * SECOND });
      // The older coordinator notes what to take back too late.
      const protocols = classic(work).members[1]?.protocols.map(({ name }) => name);
      expect(protocols).toEqual(era === '4.0' ? ['range'] : ['roundrobin', 'range']);
      const sessions = work.timers.filter(({ name }) => name.startsWith('session-')).map(({ name }) => name);
      expect(sessions).toEqual([`session-${a}`, `session-${b}`]);
    },
  );

  it('a static member whose new id is being written counts as one that has joined again, and is answered once', () => {
    const work = shard();
    stable(work);
    const back = ask(work, joinRequest('b', { instanceId: 'b' }));
    const first = ask(work, joinRequest('a', { instanceId: 'a' }));
    const writes = work.waiting.splice(0);
    ask(work, joinRequest('c', { instanceId: 'c' }));
    expect(classic(work)).toMatchObject({ state: 'CompletingRebalance', generation: 2 });
    expect([back(), first()]).toMatchObject([{ generationId: 2 }, { generationId: 2 }]);
    const answers = work.answers.length;
    for (const after of writes) classicCommitted(work, after);
    expect(work.answers).toHaveLength(answers);
  });

  it('the last one to leave gets the error; the group is empty all the same', () => {
    const work = shard();
    ask(work, joinRequest('a', { modern: false }));
    classicTimeUp(work, 'g', 'join');
    work.appendError = 'COORDINATOR_NOT_AVAILABLE';
    const [member] = classic(work).members;
    const answer = ask(work, leaveRequest({ memberId: member?.memberId ?? '', generation: 1, instanceId: null }));
    expect(answer()).toMatchObject({ errorCode: 'COORDINATOR_NOT_AVAILABLE', members: [] });
    expect(classic(work)).toMatchObject({ state: 'Empty', generation: 2 });
  });

  it('an assignment that was committed too late, after the group moved on, changes nothing', () => {
    const work = shard();
    ask(work, joinRequest('a', { modern: false }));
    classicTimeUp(work, 'g', 'join');
    const [member] = classic(work).members;
    const as = { memberId: member?.memberId ?? '', generation: 1, instanceId: null };
    ask(work, syncRequest(as));
    ask(work, joinRequest('n', { modern: false }));
    const before = classic(work);
    expect(before.state).toBe('PreparingRebalance');
    for (const after of work.waiting) {
      classicCommitted(work, after);
      classicNotCommitted(work, after, 'COORDINATOR_NOT_AVAILABLE');
    }
    expect(classic(work)).toBe(before);
  });
});

describe('offsets of a classic group', () => {
  it('a commit from outside makes a group that only holds offsets; with a generation there must be a group', () => {
    const outside = commitRequest({ memberId: '', generation: -1, instanceId: null });
    const inside = commitRequest({ memberId: 'a', generation: 3, instanceId: null });
    const work = shard();
    expect(validateClassicCommit(work, null, inside, 9)).toBe('GROUP_ID_NOT_FOUND');
    expect(validateClassicCommit(work, null, inside, 8)).toBe('ILLEGAL_GENERATION');
    expect(validateClassicCommit(shard({ era: '3.9' }), null, inside, 9)).toBe('ILLEGAL_GENERATION');
    expect(work.group('g')).toBeNull();
    expect(validateClassicCommit(work, null, outside, 9)).toBe('NONE');
    expect(classic(work)).toMatchObject({ state: 'Empty', protocolType: null });
  });

  it('only a group without members can be deleted', () => {
    const work = shard();
    stable(work);
    expect(validateClassicDelete(classic(work))).toBe('NON_EMPTY_GROUP');
    for (const member of classic(work).members) {
      ask(work, leaveRequest({ memberId: member.memberId, generation: 1, instanceId: null }));
    }
    expect(validateClassicDelete(classic(work))).toBe('NONE');
  });

  it('topics that a member subscribes to are known while it is in the group', () => {
    const work = shard();
    stable(work);
    expect(['t', 'u'].map((topic) => classicSubscribes(classic(work), topic))).toEqual([true, false]);
  });
});
