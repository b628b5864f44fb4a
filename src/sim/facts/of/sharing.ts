import { groupsOf, groupView, ownerOf, type MemberView } from '../../read/groups.ts';
import { topicView } from '../../read/partitions.ts';
import { defineFact } from '../fact.ts';
import { counted, listed, verb } from '../say.ts';

/* Who shares a topic with whom: which groups there are, and who in a group reads what. As coordinators have it. */

const g = { name: 'g', kind: 'text' } as const;

/** The ids of all groups that a coordinator knows, in alphabetical order. */
export const groups = defineFact({
  id: 'groups',
  args: [],
  ask: ({ world }) => groupsOf(world).map(({ groupId }) => groupId),
  say: (value) =>
    value.length === 0
      ? 'There is no group.'
      : `There ${verb(value.length, 'is', 'are')} ${counted(value.length, 'group')}: ${listed(value)}.`,
});

/** The client ids of a group's members that have no partition, in the group's order; null: nobody knows the group. */
export const idleMembers = defineFact({
  id: 'idleMembers',
  args: [g],
  ask: ({ world }, group) =>
    groupView(world, group)
      ?.members.filter(isIdle)
      .map(({ clientId }) => clientId) ?? null,
  say: (value, group) =>
    value === null
      ? `Nobody knows a group ${group}.`
      : value.length === 0
        ? `Every member of group ${group} has a partition.`
        : `In group ${group}, ${listed(value)} ${verb(value.length, 'has', 'have')} no partition.`,
});

/** The partitions of a topic that no member of a group has; null: there is no such topic. */
export const unowned = defineFact({
  id: 'unowned',
  args: [g, { name: 't', kind: 'topic' }],
  ask: ({ world }, group, topic) =>
    topicView(world, topic)
      ?.partitions.map((_, number) => number)
      .filter((number) => ownerOf(world, group, topic, number) === null)
      .map((number) => `${topic}-${number}`) ?? null,
  say: (value, group, topic) =>
    value === null
      ? `There is no topic ${topic}.`
      : value.length === 0
        ? `In group ${group}, every partition of ${topic} has a member that reads it.`
        : `In group ${group}, nobody reads ${listed(value)}.`,
});

/** The partitions that a member of a group, by its client id, has; null: the group has no such member. */
export const assignment = defineFact({
  id: 'assignment',
  args: [g, { name: 'm', kind: 'text' }],
  ask: ({ world }, group, member) => {
    const found = groupView(world, group)?.members.find(({ clientId }) => clientId === member);
    return found === undefined ? null : partitionsOf(found);
  },
  say: (value, group, member) =>
    value === null
      ? `Group ${group} has no member ${member}.`
      : `In group ${group}, ${member} reads ${listed(value, 'nothing')}.`,
});

function isIdle({ assigned }: MemberView): boolean {
  return assigned.every(({ partitions }) => partitions.length === 0);
}

function partitionsOf({ assigned }: MemberView): readonly string[] {
  return assigned.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${partition}`));
}
