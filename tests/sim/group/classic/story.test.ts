import { expect, it } from 'vitest';

import { memberText } from '../../../../src/scene/words/member-id.ts';
import { sentenceOf } from '../../../../src/scene/words/sentence.ts';
import { SECOND } from '../../../../src/sim/time.ts';
import type { TraceEntry } from '../../../../src/sim/trace/entry.ts';
import { groupInterest } from '../../../../src/sim/trace/groups.ts';
import { ClassicMembers } from '../../../conformance/support/classic-members.ts';

const names = {
  node: (id: number) => (id < 0 ? 'nobody' : 'broker 1'),
  partition: (id: number) => `partition ${id}`,
  member: memberText,
} as never;

/** What the coordinator says of its group, in words. Member ids are told by their letters. */
function story(members: ClassicMembers): readonly string[] {
  const told = (entry: TraceEntry): boolean => Object.hasOwn(groupInterest, entry.type);
  return members.bench.bench.entries
    .filter((entry) => entry.t >= members.start && told(entry))
    .map((entry) => sentenceOf(entry, names).replace(/#[0-9a-f]{4}/g, ''));
}

it('the life of a small group can be read', () => {
  const members = new ClassicMembers({ 'group.initial.rebalance.delay.ms': 500 });
  members.join('A').join('A').wait(SECOND).sync('A', { A: 'p0,p1' });
  members.join('B', { modern: false }).heartbeat('A').leave('A').wait(SECOND);
  expect(story(members)).toEqual([
    'Broker 1 gives out the member id A: its client is to join group g again with it.',
    'Broker 1 takes A into group g: 1 member now.',
    'Group g is PreparingRebalance in generation 0: a member joins.',
    'Group g is CompletingRebalance in generation 1: the wait for more members is over.',
    'Group g begins generation 1 with 1 member: A assigns with range.',
    'Group g has its assignment of generation 1: A reads t-0 and t-1.',
    'Group g is Stable in generation 1: its assignment is stored.',
    'Broker 1 takes B into group g: 2 members now.',
    'Group g is PreparingRebalance in generation 1: a member joins.',
    'Broker 1 refuses Heartbeat of A in group g: REBALANCE_IN_PROGRESS.',
    'Broker 1 removes A from group g because it leaves: 1 member left.',
    'Group g is CompletingRebalance in generation 2: a member leaves.',
    'Group g begins generation 2 with 1 member: B assigns with range.',
  ]);
});

it('a member id is told by its client and the first digits of its UUID', () => {
  expect(memberText('consumer-g-1-0a1b2c3d-0000-4000-8000-000000000000')).toBe('consumer-g-1#0a1b');
  expect(memberText('')).toBe('an unknown member');
});
