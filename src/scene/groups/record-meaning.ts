import type { TopicPartitions } from '../../sim/protocol/group.ts';
import { decodeRecord } from '../../sim/group/codec.ts';
import type { CoordinatorRecord } from '../../sim/group/records.ts';
import type { KafkaRecord } from '../../sim/protocol/record-batch.ts';
import type { RecordMeaning } from '../metadata/part.ts';
import { memberText } from '../words/member-id.ts';
import { counted, listed, quoted } from '../words/phrases.ts';

/** What a record of __consumer_offsets says, key and value; null: it is none of the coordinator's. */
export function groupMeaning(record: KafkaRecord): RecordMeaning | null {
  if (record.key?.startsWith('{"type":"') !== true) return null;
  try {
    const read = decodeRecord(record);
    const tombstone = read.value === null;
    return { type: read.type, key: keyText(read), says: tombstone ? `tombstone: ${forgotten(read)}` : saysOf(read) };
  } catch {
    // A record of somebody's own topic that only looks alike.
    return null;
  }
}

const name = (text: string): string => quoted(text, 60);

function keyText({ key }: CoordinatorRecord): string {
  if ('topic' in key) return `group ${name(key.group)}, ${name(key.topic)}-${key.partition}`;
  return 'group' in key ? `group ${name(key.group)}` : `group ${name(key.groupId)}, member ${memberText(key.memberId)}`;
}

/** What a value of null comes to: compaction takes all that the key has said before. */
function forgotten(read: CoordinatorRecord): string {
  switch (read.type) {
    case 'OffsetCommit':
      return 'the committed offset is forgotten';
    case 'GroupMetadata':
    case 'ConsumerGroupMetadata':
      return 'the group is gone';
    case 'ConsumerGroupMemberMetadata':
      return 'the member is gone';
    case 'ConsumerGroupPartitionMetadata':
      return 'what its topics look like is forgotten';
    case 'ConsumerGroupTargetAssignmentMetadata':
    case 'ConsumerGroupTargetAssignmentMember':
      return 'the target assignment is gone';
    case 'ConsumerGroupCurrentMemberAssignment':
      return 'what the member has is forgotten';
  }
}

function saysOf(read: CoordinatorRecord): string {
  if (read.value === null) return '';
  switch (read.type) {
    case 'OffsetCommit': {
      const { offset, leaderEpoch, metadata } = read.value;
      const said = metadata === '' ? '' : `, metadata ${name(metadata)}`;
      return `committed offset ${offset}, the next to read${leaderEpoch < 0 ? '' : `; leader epoch ${leaderEpoch}`}${said}`;
    }
    case 'GroupMetadata': {
      const { generation, protocol, leader, members } = read.value;
      if (members.length === 0) return `generation ${generation}, nobody in it`;
      const each = members.map(
        ({ memberId, assignment }) => `${memberText(memberId)} has ${partitions(assignment.assignedPartitions)}`,
      );
      const led = leader === null ? '' : `, led by ${memberText(leader)}`;
      return `generation ${generation}, ${counted(members.length, 'member')}, assignor ${name(protocol ?? 'none')}${led}: ${listed(each)}`;
    }
    case 'ConsumerGroupMetadata':
      return `group epoch ${read.value.epoch}`;
    case 'ConsumerGroupPartitionMetadata':
      return listed(
        read.value.topics.map(
          ({ topicName, numPartitions }) => `${name(topicName)} has ${counted(numPartitions, 'partition')}`,
        ),
        'no topics',
      );
    case 'ConsumerGroupMemberMetadata': {
      const { subscribedTopicNames, instanceId } = read.value;
      const statically = instanceId === null ? '' : `; static, ${name(instanceId)}`;
      return `subscribes to ${listed(subscribedTopicNames.map(name), 'nothing')}${statically}`;
    }
    case 'ConsumerGroupTargetAssignmentMetadata':
      return `the target assignment is that of group epoch ${read.value.assignmentEpoch}`;
    case 'ConsumerGroupTargetAssignmentMember':
      return `is to have ${partitions(read.value.topicPartitions)}`;
    case 'ConsumerGroupCurrentMemberAssignment': {
      const { memberEpoch, state, assignedPartitions, partitionsPendingRevocation } = read.value;
      const pending =
        partitionsPendingRevocation.length === 0 ? '' : `, gives up ${partitions(partitionsPendingRevocation)}`;
      return `member epoch ${memberEpoch}, ${state}: has ${partitions(assignedPartitions)}${pending}`;
    }
  }
}

function partitions(topics: readonly TopicPartitions[]): string {
  return listed(
    topics.flatMap(({ topic, partitions: numbers }) => numbers.map((number) => `${name(topic)}-${number}`)),
    'nothing',
  );
}
