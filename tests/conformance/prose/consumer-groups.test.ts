import { describe, expect, it } from 'vitest';

import { modernTombstones, replayModern } from '../../../src/sim/group/modern/index.ts';
import { groupMachine, nextGroupState } from '../../../src/sim/group/modern/group-state.ts';
import { memberMachine } from '../../../src/sim/group/modern/member-state.ts';
import { FakeGroupWork } from '../../sim/group/fake-group-work.ts';
import { ask, GROUP, groupOf, heartbeatOf, Member } from '../../sim/group/modern-members.ts';

/* What the states of groups of the consumer protocol and of their members mean. */

function started(): { readonly work: FakeGroupWork; readonly a: Member } {
  const work = new FakeGroupWork({ orders: 2 });
  return { work, a: new Member(work, 'a').join(['orders']) };
}

describe('a group of the consumer protocol', () => {
  it('is Empty without members (group-states-130)', () => {
    const { work, a } = started();
    a.leave();
    expect([groupOf(work).state, Object.keys(groupOf(work).members)]).toEqual(['Empty', []]);
  });

  it('is Assigning while its target is older than its group epoch (group-states-131)', () => {
    const { work } = started();
    new Member(work, 'b').join(['orders']).leave();
    const { state, groupEpoch, targetAssignmentEpoch } = groupOf(work);
    expect([state, groupEpoch, targetAssignmentEpoch]).toEqual(['Assigning', 3, 2]);
  });

  it('is Stable when every member is at the epoch of the target and STABLE (group-states-133)', () => {
    const { work, a } = started();
    const b = new Member(work, 'b').join(['orders']);
    const states = [a, a, b].map((member) => {
      member.beat();
      return groupOf(work).state;
    });
    expect(states).toEqual(['Reconciling', 'Reconciling', 'Stable']);
    const { members, targetAssignmentEpoch } = groupOf(work);
    for (const { memberEpoch, state } of Object.values(members))
      expect([memberEpoch, state]).toEqual([targetAssignmentEpoch, 'STABLE']);
  });

  it('is Dead when it is removed, which only an empty one can be, and comes back from nowhere (group-states-134)', () => {
    const { work, a } = started();
    expect(nextGroupState(groupOf(work), true)).toBe('Stable');
    a.leave();
    expect(nextGroupState(groupOf(work), true)).toBe('Dead');
    expect(Object.keys(groupMachine.config.states?.Dead ?? {})).toEqual([]);
    for (const record of modernTombstones(groupOf(work))) replayModern(work, record);
    expect(work.group(GROUP)).toBeNull();
  });
});

describe('a member of such a group', () => {
  it('is UNREVOKED_PARTITIONS at its old epoch until it says that it has given its partitions back (group-states-136)', () => {
    const { work } = started();
    new Member(work, 'b').join(['orders']);
    const seen = [null, [{ topic: 'orders', partitions: [0, 1] }], [{ topic: 'orders', partitions: [0] }]].map(
      (owned) => {
        ask(work, heartbeatOf('a', 1, { topicPartitions: owned }));
        const member = groupOf(work).members['a'];
        return [member?.memberEpoch, member?.state, member?.partitionsPendingRevocation];
      },
    );
    const waiting = [1, 'UNREVOKED_PARTITIONS', { orders: [1] }];
    expect(seen).toEqual([waiting, waiting, [2, 'STABLE', {}]]);
  });

  it('is UNRELEASED_PARTITIONS at the new epoch while others still own what it is to have (group-states-137)', () => {
    const { work, a } = started();
    const b = new Member(work, 'b').join(['orders']);
    expect([b.epoch, b.owned, groupOf(work).members['b']?.state]).toEqual([2, [], 'UNRELEASED_PARTITIONS']);
    a.beat();
    a.beat();
    b.beat();
    expect([b.owned, groupOf(work).members['b']?.state]).toEqual([[{ topic: 'orders', partitions: [1] }], 'STABLE']);
  });

  it('may go from each of its states to each: its target may change at any time', () => {
    const targets = Object.values(memberMachine.config.states ?? {}).map((state) =>
      Object.values(state.on ?? {}).sort(),
    );
    const all = ['STABLE', 'UNRELEASED_PARTITIONS', 'UNREVOKED_PARTITIONS'];
    expect(targets).toEqual([all, all, all]);
  });
});
