import { decodeRecord } from '../../sim/group/codec.ts';
import type { KafkaRecord } from '../../sim/protocol/record-batch.ts';

/** Every key of a coordinator's record begins so. */
const BEGINS = '{"type":"';

/**
 * What a record of __consumer_offsets is called on a tile, in a few characters: `0:22` commits offset 22 for partition 0, `gen 8` is the
 * group's generation 8 with its assignment; `×` forgets. Null: it is not such a record.
 */
export function recordName(record: KafkaRecord): string | null {
  if (record.key?.startsWith(BEGINS) !== true) return null;
  try {
    return nameOf(decodeRecord(record));
  } catch {
    // A record of somebody's own topic that only looks alike.
    return null;
  }
}

function nameOf(record: ReturnType<typeof decodeRecord>): string {
  switch (record.type) {
    case 'OffsetCommit':
      return `${record.key.partition}:${record.value?.offset ?? '×'}`;
    case 'GroupMetadata':
      return record.value === null ? 'grp×' : `gen${record.value.generation}`;
    case 'ConsumerGroupMetadata':
      return record.value === null ? 'grp×' : `ep${record.value.epoch}`;
    case 'ConsumerGroupPartitionMetadata':
      return record.value === null ? 'top×' : 'top';
    case 'ConsumerGroupMemberMetadata':
      return record.value === null ? 'mem×' : 'mem';
    case 'ConsumerGroupTargetAssignmentMetadata':
      return record.value === null ? 'tgt×' : `tg${record.value.assignmentEpoch}`;
    case 'ConsumerGroupTargetAssignmentMember':
      return record.value === null ? 'tgt×' : 'tgt';
    case 'ConsumerGroupCurrentMemberAssignment':
      return record.value === null ? 'has×' : 'has';
  }
}
