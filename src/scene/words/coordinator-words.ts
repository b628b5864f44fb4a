import type { CoordinatorEntries } from '../../sim/trace/coordinator.ts';
import type { PartitionId } from '../../sim/world.ts';
import { counted, listed, offsets as range } from './phrases.ts';
import type { Names } from './names.ts';
import type { Catalogue } from './sentence.ts';

/** Partitions told one by one; of more, the count alone is told. */
const TOLD = 6;

/** What brokers do as group coordinators, in words. */
export const coordinatorWords: Catalogue<CoordinatorEntries> = {
  CoordinatorLoading({ partition, broker, from, to }, _, names) {
    return `broker ${broker} leads ${names.partition(partition)} now and reads ${range(from, to)} to know its groups`;
  },
  CoordinatorLoaded({ partition, broker, groups }, _, names) {
    return `broker ${broker} has read ${names.partition(partition)} and coordinates ${groupsOf(groups)}`;
  },
  CoordinatorResigned({ partition, broker, groups }, _, names) {
    return `broker ${broker} leads ${names.partition(partition)} no more and forgets ${groupsOf(groups)}`;
  },
  OffsetsCommitted({ group, partitions, offsets }, _, names) {
    if (partitions.length > TOLD) return `group ${group} has committed ${counted(partitions.length, 'offset')}`;
    const each = partitions.map((id, at) => `${offsets[at] ?? -1} for ${names.partition(id)}`);
    return `group ${group} has committed ${partitions.length === 1 ? 'offset' : 'offsets'} ${listed(each)}`;
  },
  OffsetsForgotten({ group, partitions, why }, who, names) {
    return `${who} forgets what group ${group} has committed for ${partitionsOf(partitions, names)}: ${FORGOTTEN[why]}`;
  },
};

const FORGOTTEN = {
  expired: 'they are older than offsets.retention.minutes',
  deleted: 'the group is deleted',
  topicDeleted: 'the topic is deleted',
} as const;

function groupsOf(groups: readonly string[]): string {
  if (groups.length === 0) return 'no group';
  return groups.length > TOLD
    ? counted(groups.length, 'group')
    : `${groups.length === 1 ? 'group' : 'groups'} ${listed(groups)}`;
}

function partitionsOf(ids: readonly PartitionId[], names: Names): string {
  return ids.length > TOLD ? counted(ids.length, 'partition') : listed(ids.map((id) => names.partition(id)));
}
