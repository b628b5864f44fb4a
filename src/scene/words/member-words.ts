import type { MemberEntries } from '../../sim/trace/members.ts';
import type { PartitionId } from '../../sim/world.ts';
import type { Names } from './names.ts';
import { counted, listed, offsets, quoted } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

/** What members of groups write, in words. */
export const memberWords: Catalogue<MemberEntries> = {
  CoordinatorFound: ({ group, broker }, who) => `${who} learns that broker ${broker} coordinates ${quoted(group, 60)}`,
  CoordinatorLost: ({ group, why }, who) =>
    `${who} looks for the coordinator of ${quoted(group, 60)} again: ${quoted(why, 80)}`,
  GroupJoining: ({ group, why }, who) =>
    `${who} asks to join ${quoted(group, 60)}${why === '' ? '' : ` again: ${quoted(why.replace(GIVEN_ID, ' member id'), 80)}`}`,
  PartitionsAssigned({ partitions, owned }, who, names) {
    if (partitions.length === 0)
      return owned.length === 0 ? `${who} is assigned no partition` : `${who} keeps what it has`;
    return `${who} is assigned ${some(partitions, names)}`;
  },
  PartitionsRevoked: ({ partitions }, who, names) => `${who} gives up ${some(partitions, names)}`,
  PartitionsLost: ({ partitions }, who, names) => `${who} has lost ${some(partitions, names)}`,
  GroupLeft: ({ group, why }, who) => `${who} leaves ${quoted(group, 60)}: ${quoted(why, 80)}`,
  PollOverdue: (_args, who) => `${who} has not called poll() for max.poll.interval.ms`,
  CommitSucceeded: ({ partitions, offsets: at, how }, who, names) =>
    `${who} has committed ${places(partitions, at, names)} (${HOW[how]})`,
  CommitFailed: ({ partitions, offsets: at, error }, who, names) =>
    `${who} fails to commit ${places(partitions, at, names)}: ${quoted(error, 80)}`,
  MembershipChanged: ({ from, to, epoch }, who) =>
    `${who}, at member epoch ${epoch}, goes from ${quoted(from, 20)} to ${quoted(to, 20)}`,
  MemberFailed: ({ group, error }, who) => `${who} ends with an error in ${quoted(group, 60)}: ${quoted(error, 80)}`,
  RecordsProcessed: ({ partition, from, to }, who, names) =>
    `${who} is done with ${offsets(from, to)} of ${names.partition(partition)}`,
  SideEffect: ({ effect, partition, from, to }, who, names) =>
    `${who} does ${quoted(effect, 40)} for ${offsets(from, to)} of ${names.partition(partition)}`,
};

/** The end of the reason that Kafka's client gives for its second JoinGroup (MEMBER_ID_REQUIRED): a reader has no use for the id. */
const GIVEN_ID = / member-id: \S+$/;

const HOW: { readonly [H in MemberEntries['CommitSucceeded']['how']]: string } = {
  auto: 'by poll itself',
  program: 'by its program',
  rejoin: 'before it joins again',
  close: 'as it closes',
};

/** Of more partitions, the number alone is told. */
const TOLD = 4;

function some(partitions: readonly PartitionId[], names: Names): string {
  if (partitions.length > TOLD) return counted(partitions.length, 'partition');
  return listed(partitions.map((id) => names.partition(id)));
}

function places(partitions: readonly PartitionId[], at: readonly number[], names: Names): string {
  if (partitions.length > TOLD) return counted(partitions.length, 'offset');
  return listed(partitions.map((id, i) => `offset ${at[i] ?? 0} of ${names.partition(id)}`));
}
