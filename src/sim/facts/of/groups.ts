import {
  committedAt,
  committedBy,
  coordinatorOf,
  groupView,
  lagOf,
  ownerOf,
  type MemberView,
} from '../../read/groups.ts';
import type { PartitionRef } from '../args.ts';
import { defineFact } from '../fact.ts';
import { nameOf } from '../lookup.ts';
import { counted, listed } from '../say.ts';

/* Consumer groups, as their coordinators have them: what a member believes of itself is the consumer's own. */

const g = [{ name: 'g', kind: 'text' }] as const;
const gp = [...g, { name: 'p', kind: 'partition' }] as const;

/** The offset that a group has committed for a partition: of the next record it wants; null: none. */
export const committed = defineFact({
  id: 'committed',
  args: gp,
  ask: ({ world }, group, p) => committedAt(world, group, p.topic, p.partition)?.offset ?? null,
  say: (value, group, p) =>
    value === null
      ? `Group ${group} has committed nothing for ${nameOf(p)}.`
      : `Group ${group} has committed offset ${value} for ${nameOf(p)}.`,
});

/** Everything that a group has committed. */
export const committedOffsets = defineFact({
  id: 'committedOffsets',
  args: g,
  ask: ({ world }, group) =>
    committedBy(world, group).map(({ topic, number, offset }) => ({ partition: `${topic}-${number}`, offset })),
  say: (value, group) =>
    `Group ${group} has committed ${listed(
      value.map(({ partition, offset }) => `${offset} for ${partition}`),
      'nothing',
    )}.`,
});

/** The broker that coordinates a group; -1: nobody does at the moment; null: there is no __consumer_offsets yet. */
export const coordinator = defineFact({
  id: 'coordinator',
  args: g,
  ask: ({ world }, group) => coordinatorOf(world, group),
  say: (value, group) =>
    value === null || value < 0 ? `Nobody coordinates group ${group}.` : `Broker ${value} coordinates group ${group}.`,
});

/** The state of a group: Empty, PreparingRebalance, CompletingRebalance, Stable, Dead; with the consumer protocol Assigning and Reconciling. */
export const groupState = defineFact({
  id: 'groupState',
  args: g,
  ask: ({ world }, group) => groupView(world, group)?.state ?? null,
  say: (value, group) => (value === null ? `Nobody knows a group ${group}.` : `Group ${group} is ${value}.`),
});

/** The generation of a group, with the consumer protocol its epoch: each rebalance makes a new one. */
export const generation = defineFact({
  id: 'generation',
  args: g,
  ask: ({ world }, group) => groupView(world, group)?.generation ?? null,
  say: (value, group) =>
    value === null ? `Nobody knows a group ${group}.` : `Group ${group} is in generation ${value}.`,
});

/** The members of a group, by their client ids, and what each may read. */
export const members = defineFact({
  id: 'members',
  args: g,
  ask: ({ world }, group) =>
    groupView(world, group)?.members.map((member) => ({
      client: member.clientId,
      member: member.memberId,
      partitions: partitionsOf(member),
    })) ?? null,
  say: (value, group) =>
    value === null
      ? `Nobody knows a group ${group}.`
      : `Group ${group} has ${value.length === 0 ? 'no members' : `the members ${listed(value.map(({ client }) => client))}`}.`,
});

/** How many members a group has. */
export const memberCount = defineFact({
  id: 'memberCount',
  args: g,
  ask: ({ world }, group) => groupView(world, group)?.members.length ?? 0,
  say: (value, group) => `Group ${group} has ${counted(value, 'member')}.`,
});

/** The client id of the member that a partition is assigned to; null: nobody of the group reads it. */
export const owner = defineFact({
  id: 'owner',
  args: gp,
  ask: ({ world }, group, p) => ownerOf(world, group, p.topic, p.partition)?.clientId ?? null,
  say: (value, group, p) =>
    value === null ? `Nobody in group ${group} reads ${nameOf(p)}.` : `In group ${group}, ${value} reads ${nameOf(p)}.`,
});

/** How many records a group is behind in a partition: from what it committed to the high watermark. */
export const lag = defineFact({
  id: 'lag',
  args: gp,
  ask: ({ world }, group, p) => lagOf(world, group, p.topic, p.partition),
  say: (value, group, p: PartitionRef) =>
    value === null
      ? `${nameOf(p)} has no leader that is up, so nobody can tell the lag of group ${group}.`
      : `Group ${group} is ${counted(value, 'record')} behind in ${nameOf(p)}.`,
});

function partitionsOf({ assigned }: MemberView): readonly string[] {
  return assigned.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}-${partition}`));
}
