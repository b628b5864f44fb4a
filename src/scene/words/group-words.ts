import type { TopicPartitions } from '../../sim/protocol/group.ts';
import type { GroupEntries } from '../../sim/trace/groups.ts';
import { memberText } from './member-id.ts';
import { counted, listed, quoted } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

const WHY: { readonly [why: string]: string } = {
  joined: 'a member joins',
  rejoined: 'a member joins again',
  'leader rejoined': 'its leader joins again',
  'subscription changed': 'a member changes what it subscribes to',
  'static member replaced': 'a static member comes back while the assignment is being made',
  'protocol changed': 'the assignor that all members support changes',
  left: 'a member leaves',
  'session expired': 'a member was silent for too long',
  'sync timeout': 'a member did not ask for its assignment in time',
  'over capacity': 'it has more members than it may',
  'not stored': 'its assignment could not be stored',
  'all joined': 'all members have joined',
  'rebalance timeout': 'the time to join is over',
  'initial delay over': 'the wait for more members is over',
  'no members': 'nobody is left in it',
  'assignment stored': 'its assignment is stored',
  'partitions changed': 'a topic has another number of partitions',
  'revocation timeout': 'a member did not give its partitions back in time',
  'new target': 'there is a new target, and not everybody is there yet',
  reconciled: 'every member has what it is to read',
  unloaded: 'another broker coordinates it now',
};

/** Why a group begins to rebalance, in words. */
export function whyWords(why: string): string {
  return WHY[why] ?? why;
}

const REMOVED: { readonly [why in GroupEntries['MemberRemoved']['why']]: string } = {
  left: 'it leaves',
  session: 'it was silent for longer than its session timeout',
  rebalance: 'it did not join again in time',
  revocation: 'it did not give its partitions back in time',
  sync: 'it did not ask for its assignment in time',
  pending: 'it never joined with the id that it was given',
  fenced: 'another process has its instance id',
};

/** Of more partitions, the number alone is told. */
const TOLD = 4;

function partitionsOf(topics: readonly TopicPartitions[]): string {
  const names = topics.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${partition}`));
  return names.length > TOLD ? counted(names.length, 'partition') : listed(names, 'nothing');
}

function named(group: string): string {
  return `group ${quoted(group, 60)}`;
}

/** What the coordinators of consumer groups do, in words. */
export const groupWords: Catalogue<GroupEntries> = {
  GroupStateChanged: ({ group, to, generation, why }) =>
    `${named(group)} is ${to} in generation ${generation}: ${WHY[why] ?? why}`,
  MemberIdGiven: ({ group, member }, who) =>
    `${who} gives out the member id ${memberText(member)}: its client is to join ${named(group)} again with it`,
  MemberJoined: ({ group, member, instance, members }, who, names) =>
    `${who} takes ${names.member(member)} into ${named(group)}${instance === null ? '' : ' as a static member'}: ${counted(members, 'member')} now`,
  StaticMemberReplaced: ({ group, instance, member, previous }, who) =>
    `${who} takes ${memberText(member)} for the static member ${quoted(instance, 60)} of ${named(group)} and fences ${memberText(previous)}`,
  MemberRemoved: ({ group, member, why, members }, who, names) =>
    `${who} removes ${names.member(member)} from ${named(group)} because ${REMOVED[why]}: ${counted(members, 'member')} left`,
  GenerationBegun: ({ group, generation, assignor, leader, members }, _, names) =>
    `${named(group)} begins generation ${generation} with ${counted(members.length, 'member')}: ${names.member(leader)} assigns with ${quoted(assignor, 40)}`,
  AssignmentStored: ({ group, generation, assignment }, _, names) =>
    `${named(group)} has its assignment of generation ${generation}: ${assignment
      .map(({ member, partitions }) => `${names.member(member)} reads ${partitionsOf(partitions)}`)
      .join('; ')}`,
  GroupRequestRefused: ({ group, member, api, error }, who, names) =>
    `${who} refuses ${api} of ${names.member(member)} in ${named(group)}: ${error}`,
};
