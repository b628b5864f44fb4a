import { assignmentText } from '../../sim/facts/assignment-text.ts';
import { membersOf } from '../../sim/facts/group-members.ts';
import type { Assignor } from '../../sim/client/assignor/index.ts';
import { groupView, type GroupView } from '../../sim/read/groups.ts';
import { topicView } from '../../sim/read/partitions.ts';
import type { Seq, World } from '../../sim/world.ts';
import { entriesOf } from './groups.ts';
import { lastOf, nameArg, partitionArg } from './look.ts';
import type { Asking } from './misconception.ts';

/* What beliefs about rebalances look at: who has what before and after, and who comes and goes meanwhile. */

/** The groups that a question names, one after the other. */
export function groupArgs({ args }: Asking): readonly string[] {
  return (args.find((arg) => Array.isArray(arg)) ?? []) as readonly string[];
}

/** The groups of a question whose number is the greatest, or else the others: those that a rebalance stopped most, and those that it spared. */
export function groupsThat(were: 'hit' | 'spared', asking: Asking): readonly string[] {
  const numbers = Array.isArray(asking.right) ? (asking.right as readonly number[]) : [];
  const most = Math.max(...numbers);
  return groupArgs(asking).filter((_, at) => (numbers[at] === most) === (were === 'hit'));
}

/** Which member, by client id, has each partition of a group: `trips-0` and `a`. */
export function ownersIn(world: World, group: string): ReadonlyMap<string, string> {
  const owners = (groupView(world, group)?.members ?? []).flatMap(({ clientId, assigned }) =>
    assigned.flatMap(({ topic, partitions }) =>
      partitions.map((partition): [string, string] => [`${topic}-${partition}`, clientId]),
    ),
  );
  return new Map(owners);
}

/** How many partitions of a group belong to another member than before the stretch. */
export function movedIn({ before, after }: Asking, group: string): number {
  const now = ownersIn(after.world, group);
  return [...ownersIn(before.world, group)].filter(([partition, owner]) => now.get(partition) !== owner).length;
}

/** How many times a member of the group in question was started in the stretch. */
export function restartsIn(asking: Asking): number {
  return entriesOf(asking, 'ProcessStarted', membersOf(asking.after.world, nameArg(asking))).length;
}

/** The client id of the member of a group that joined last in the stretch; null: none did. */
export function lastJoined({ after, entries }: Asking, group: string): string | null {
  const joined = entries.findLast(
    ({ type, args }) => type === 'MemberJoined' && 'group' in args && args.group === group,
  );
  if (joined?.type !== 'MemberJoined') return null;
  const { member } = joined.args;
  return groupView(after.world, group)?.members.find(({ memberId }) => memberId === member)?.clientId ?? null;
}

/** Who has what in a group, as somebody believes. */
type Shares = Parameters<typeof assignmentText>[1];

/** Is the question who reads what in a group: all of it, or one partition of it? */
export function asksWhoReads({ fact }: Asking): boolean {
  return fact === 'whoReadsWhat' || fact === 'owner';
}

/** What the question would be answered if these were the shares; null: nobody reads the partition. */
export function answerFrom(shares: Shares, asking: Asking): string | null | undefined {
  if (asking.fact === 'whoReadsWhat') return assignmentText(nameArg(asking), shares);
  const ref = partitionArg(asking);
  if (asking.fact !== 'owner' || ref === null) return undefined;
  const has = ({ assigned }: Shares[number]): boolean =>
    assigned.some(({ topic, partitions }) => topic === ref.topic && partitions.includes(ref.partition));
  return shares.find(has)?.clientId ?? null;
}

/**
 * What the question who reads what would be answered if an assignor shared the group's topics out among the members of the stretch's end,
 * who had nothing before; undefined for any other question.
 */
export function asIfBy(assignor: Assignor, asking: Asking): string | null | undefined {
  const { world } = asking.after;
  const view = asksWhoReads(asking) ? groupView(world, nameArg(asking)) : null;
  if (view === null) return undefined;
  const topics = topicsOf(view);
  const counts = topics.map((topic) => [topic, topicView(world, topic)?.partitions.length ?? 0] as const);
  const members = view.members.map(({ memberId, instanceId }) => ({
    memberId,
    groupInstanceId: instanceId,
    subscription: { topics, ownedPartitions: [], generationId: -1, rackId: null },
  }));
  const shares = assignor.assign(Object.fromEntries(counts), members).map(({ memberId, assignment }) => ({
    clientId: view.members.find((member) => member.memberId === memberId)?.clientId ?? memberId,
    assigned: assignment.assignedPartitions,
  }));
  return answerFrom(shares, asking);
}

/** The topics that somebody in a group reads from. */
function topicsOf({ members }: GroupView): readonly string[] {
  return [...new Set(members.flatMap(({ assigned }) => assigned.map(({ topic }) => topic)))].sort();
}

/**
 * The last entry that says who reads what in the group in question. With the consumer protocol that tells changes alone, so a partition that
 * stays where it was has none.
 */
export function sharedOut(asking: Asking): Seq | null {
  const ref = partitionArg(asking);
  return (
    lastOf(asking, 'AssignmentStored') ??
    lastOf(asking, 'TargetAssigned', ({ args }) => ref === null || givesTo(args.changes, ref, asking))
  );
}

/** Does a member get the partition that it did not have? */
function givesTo(
  changes: readonly { readonly member: string; readonly partitions: Shares[number]['assigned'] }[],
  ref: { readonly topic: string; readonly partition: number },
  asking: Asking,
): boolean {
  const had = groupView(asking.before.world, nameArg(asking))?.members ?? [];
  const holds = (all: Shares[number]['assigned']): boolean =>
    all.some(({ topic, partitions }) => topic === ref.topic && partitions.includes(ref.partition));
  return changes.some(
    ({ member, partitions }) =>
      holds(partitions) && !holds(had.find(({ memberId }) => memberId === member)?.assigned ?? []),
  );
}
