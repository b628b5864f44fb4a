import { assert } from '../../../lib/assert.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { GroupSettings } from '../settings.ts';
import type { MemberSpec } from './assignor/assignor.ts';
import { serverAssignorNamed } from './assignor/index.ts';
import { byCodeUnits, NO_PARTITIONS, samePartitions, toWire } from './partitions.ts';
import type { ConsumerGroup, ConsumerGroupMember, PartitionsByTopic } from './state.ts';

type Counts = Readonly<Record<string, number>>;

/** A target for each member of a group. */
export interface GroupTarget {
  readonly assignor: string;
  readonly records: readonly CoordinatorRecord[];
  readonly of: (memberId: string) => PartitionsByTopic;
}

/**
 * A new target for a group epoch (org.apache.kafka.coordinator.group.modern.TargetAssignmentBuilder): records for the members whose target
 * changes, and the epoch's.
 * @param updated the member as it is now; it may be new
 * @param topics how many members subscribe to each topic
 * @param metadata partition counts of the topics that are there
 * @returns null: the assignor cannot
 */
export function makeTarget(
  settings: GroupSettings,
  group: ConsumerGroup,
  groupEpoch: number,
  updated: ConsumerGroupMember,
  topics: Counts,
  metadata: Counts,
): GroupTarget | null {
  const members = { ...group.members, [updated.memberId]: updated };
  const ids = Object.keys(members).sort(byCodeUnits);
  const specs: MemberSpec[] = [];
  for (const id of ids) {
    const member = members[id];
    if (member !== undefined) specs.push(specOf(member, group.targetAssignment[id] ?? NO_PARTITIONS, metadata));
  }
  const homogeneous = Object.values(topics).every((count) => count === specs.length);
  const name = preferredAssignor(settings, specs, members);
  const assignor = serverAssignorNamed(name);
  assert(assignor !== null, () => `group.consumer.assignors must name assignors that there are; found ${name}`);
  const assignment = assignor.assign({ members: specs, homogeneous, partitionCounts: metadata });
  if (assignment === null) return null;

  const { groupId } = group;
  const records: CoordinatorRecord[] = [];
  for (const memberId of ids) {
    const partitions = assignment[memberId] ?? NO_PARTITIONS;
    const old = group.targetAssignment[memberId];
    if (old !== undefined && samePartitions(old, partitions)) continue;
    const value = { topicPartitions: toWire(partitions) };
    records.push({ type: 'ConsumerGroupTargetAssignmentMember', key: { groupId, memberId }, value });
  }
  records.push({
    type: 'ConsumerGroupTargetAssignmentMetadata',
    key: { group: groupId },
    value: { assignmentEpoch: groupEpoch },
  });
  return { assignor: name, records, of: (memberId) => assignment[memberId] ?? NO_PARTITIONS };
}

/** A member for the assignor: topics that are not there are left out (TopicIds), and partitions that a topic has no more. */
function specOf(member: ConsumerGroupMember, target: PartitionsByTopic, metadata: Counts): MemberSpec {
  const { memberId, instanceId, subscribedTopicNames } = member;
  const topics = subscribedTopicNames.every((topic) => metadata[topic] !== undefined)
    ? subscribedTopicNames
    : subscribedTopicNames.filter((topic) => metadata[topic] !== undefined);
  return { memberId, instanceId, topics, previous: within(target, metadata) };
}

function within(target: PartitionsByTopic, metadata: Counts): PartitionsByTopic {
  const fits = (topic: string, partition: number): boolean => partition < (metadata[topic] ?? partition + 1);
  const topics = Object.keys(target);
  if (topics.every((topic) => fits(topic, target[topic]?.at(-1) ?? 0))) return target;
  const left = topics.map((topic) => [topic, (target[topic] ?? []).filter((one) => fits(topic, one))] as const);
  return Object.fromEntries(left.filter(([, partitions]) => partitions.length > 0));
}

/** What most members wish for; the broker's first when nobody wishes, and the earlier in its list when as many wish for each. */
function preferredAssignor(
  { consumerAssignors }: GroupSettings,
  specs: readonly MemberSpec[],
  members: ConsumerGroup['members'],
): string {
  const wishes = consumerAssignors.map(
    (name) => specs.filter(({ memberId }) => members[memberId]?.serverAssignor === name).length,
  );
  const most = Math.max(...wishes);
  return consumerAssignors[wishes.indexOf(most)] ?? 'uniform';
}
