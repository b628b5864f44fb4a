import { classicCommitSeen, validateClassicCommit } from '../../group/classic/index.ts';
import { newClassicGroup } from '../../group/classic/state.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import type { CoordinatorRecord } from '../../group/records.ts';
import type { Asker } from '../../group/work.ts';
import { utf8Length } from '../../../lib/bytes.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { OffsetCommitRequest, OffsetCommitResponse } from '../../protocol/group.ts';
import { isOff } from '../../safety.ts';
import { toMs } from '../../time.ts';
import { failed, refusal, tellRefusal } from './error-answer.ts';
import type { ShardWork } from './shard-work.ts';

type PartitionAnswer = OffsetCommitResponse['topics'][number]['partitions'][number];

/**
 * A member, or a consumer that only keeps its offsets here, has come so far (KafkaApis.handleOffsetCommitRequest,
 * OffsetMetadataManager.commitOffset): the answer leaves when the records are committed. Partitions that nobody knows and metadata that is
 * too large are refused one by one, all others are written together.
 * @param apiVersion the request's: older clients do not know some errors
 */
export function commitOffsetsOf(work: ShardWork, to: Asker, request: OffsetCommitRequest, apiVersion: number): void {
  const group = work.group(request.groupId);
  const error =
    group?.protocol === 'consumer'
      ? consumerProtocol().validateModernCommit(group, request, apiVersion)
      : validateClassicCommit(work, group, request, apiVersion);
  if (error !== 'NONE' && !isLetIn(work, error)) {
    work.d.latest = tellRefusal(work.turn, request, error);
    return work.respond(to, refusal(request, error));
  }
  const after = work.group(request.groupId);
  if (after?.protocol === 'classic') classicCommitSeen(work, after, request);
  if (after === null) work.setGroup(newClassicGroup(request.groupId, work.turn.now));
  const records: CoordinatorRecord[] = [];
  const response: OffsetCommitResponse = {
    type: 'OffsetCommitResponse',
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map((partition): PartitionAnswer => {
        const { partitionIndex } = partition;
        const errorCode = refused(work, name, partition);
        if (errorCode === 'NONE') records.push(recordOf(work, request.groupId, name, partition));
        return { partitionIndex, errorCode };
      }),
    })),
  };
  if (records.length === 0) return work.respond(to, response);
  const outcome = work.append(records, [{ type: 'respond', to, response }]);
  if (outcome !== 'NONE') work.respond(to, failed(response, outcome));
}

/** Is the rule switched off that refuses it? */
function isLetIn({ turn: { setup } }: ShardWork, error: ErrorCode): boolean {
  if (error === 'ILLEGAL_GENERATION' || error === 'STALE_MEMBER_EPOCH') return isOff(setup, 'generationOfCommits');
  return (error === 'UNKNOWN_MEMBER_ID' || error === 'FENCED_INSTANCE_ID') && isOff(setup, 'membersOfCommits');
}

type Partition = OffsetCommitRequest['topics'][number]['partitions'][number];

function refused(work: ShardWork, topic: string, { partitionIndex, committedMetadata }: Partition): ErrorCode {
  if (partitionIndex < 0 || partitionIndex >= work.partitionCount(topic)) return 'UNKNOWN_TOPIC_OR_PARTITION';
  return utf8Length(committedMetadata) > work.settings.metadataMaxBytes ? 'OFFSET_METADATA_TOO_LARGE' : 'NONE';
}

function recordOf(work: ShardWork, group: string, topic: string, partition: Partition): CoordinatorRecord {
  const { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata } = partition;
  return {
    type: 'OffsetCommit',
    key: { group, topic, partition: partitionIndex },
    value: {
      offset: committedOffset,
      leaderEpoch: committedLeaderEpoch,
      metadata: committedMetadata,
      commitTimestamp: toMs(work.turn.now),
    },
  };
}
