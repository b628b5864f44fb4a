import { present } from '../../lib/assert.ts';
import { bytesOfText, textOfBytes } from '../../lib/bytes.ts';
import type { KafkaRecord } from '../protocol/record-batch.ts';
import type { CoordinatorRecord } from './records.ts';

/*
 * Records of __consumer_offsets as ordinary records whose key and value are the JSON that Kafka's dump tool prints with its offsets
 * decoder: so the log can be looked at like any other, and is compacted by its keys.
 */

/** What a record is called in its key (org.apache.kafka.coordinator.group.generated.CoordinatorRecordType). */
const TYPES: { readonly [T in CoordinatorRecord['type']]: string } = {
  OffsetCommit: 'OFFSET_COMMIT',
  GroupMetadata: 'GROUP_METADATA',
  ConsumerGroupMetadata: 'CONSUMER_GROUP_METADATA',
  ConsumerGroupPartitionMetadata: 'CONSUMER_GROUP_PARTITION_METADATA',
  ConsumerGroupMemberMetadata: 'CONSUMER_GROUP_MEMBER_METADATA',
  ConsumerGroupTargetAssignmentMetadata: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA',
  ConsumerGroupTargetAssignmentMember: 'CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER',
  ConsumerGroupCurrentMemberAssignment: 'CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT',
};

const NAMES: { readonly [type: string]: CoordinatorRecord['type'] } = Object.fromEntries(
  Object.entries(TYPES).map(([name, type]) => [type, name as CoordinatorRecord['type']]),
);

/** Decoded values by the record they were read from: the same records are shared by every replica of the log. */
// eslint-disable-next-line no-restricted-syntax -- beside the World, never in it: forgetting it changes nothing
const decoded = new WeakMap<KafkaRecord, CoordinatorRecord>();

/**
 * A record of the coordinator as a record of the log.
 * @param timestamp CreateTime in milliseconds
 */
export function encodeRecord(record: CoordinatorRecord, timestamp: number): KafkaRecord {
  const key = bytesOfText(JSON.stringify({ type: TYPES[record.type], data: keyOf(record) }));
  const value = record.value === null ? null : bytesOfText(JSON.stringify(record.value));
  const kafkaRecord: KafkaRecord = { key, value, headers: [], timestamp };
  decoded.set(kafkaRecord, record);
  return kafkaRecord;
}

/** A key with its fields in one order: the same thing has the same key, however it was written down. */
function keyOf({ key }: CoordinatorRecord): object {
  if ('topic' in key) return { group: key.group, topic: key.topic, partition: key.partition };
  return 'group' in key ? { group: key.group } : { groupId: key.groupId, memberId: key.memberId };
}

/** The record of the coordinator that a record of the log says; one that says none is a bug: nobody else writes to this log. */
export function decodeRecord(record: KafkaRecord): CoordinatorRecord {
  const known = decoded.get(record);
  if (known !== undefined) return known;
  const { type, data } = parse(record.key ?? '') as { readonly type: string; readonly data: object };
  const name = present(NAMES[type], `a record of the coordinator must have a known type; found ${type}`);
  const value = record.value === null ? null : parse(record.value);
  const read = { type: name, key: data, value } as CoordinatorRecord;
  decoded.set(record, read);
  return read;
}

function parse(bytes: string): unknown {
  return JSON.parse(present(textOfBytes(bytes), 'a record of the coordinator must be text'));
}
