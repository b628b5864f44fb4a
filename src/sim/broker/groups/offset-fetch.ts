import { vecGet } from '../../../lib/vec.ts';
import { validateClassicFetch } from '../../group/classic/index.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import { isNewCoordinator } from '../../group/classic/era.ts';
import type { Group } from '../../group/group.ts';
import type { Asker } from '../../group/work.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { OffsetFetchRequest, OffsetFetchResponse } from '../../protocol/group.ts';
import { committedOffset, entryOf, withOffset } from './entries.ts';
import { refusal, tellRefusal } from './error-answer.ts';
import { isPending } from './pending.ts';
import type { ShardWork } from './shard-work.ts';
import type { CommittedOffset, GroupEntry, TopicOffsets } from './state.ts';

type PartitionAnswer = OffsetFetchResponse['topics'][number]['partitions'][number];

/**
 * Tells what a group has committed (OffsetMetadataManager.fetchOffsets): only what is below the high watermark counts. Who wants offsets that
 * are stable is told by the coordinator of 4.0 what was written, once it is committed; the older one tells it to ask again.
 */
export function fetchOffsetsOf(work: ShardWork, to: Asker, request: OffsetFetchRequest): void {
  const known = entryOf(work.groups, request.groupId);
  const group = known?.group ?? null;
  const error = group === null ? 'NONE' : validate(group, request);
  if (error !== 'NONE' && error !== 'GROUP_ID_NOT_FOUND') {
    work.d.latest = tellRefusal(work.turn, request, error);
    return work.respond(to, refusal(request, error));
  }
  const isNew = isNewCoordinator(work.turn.setup);
  // A group that is gone has no offsets; that is no error.
  const committed = error === 'NONE' ? known : null;
  const entry = request.requireStable && isNew ? withPending(work, request.groupId, committed) : committed;
  const response = responseTo(work, entry, request);
  if (!request.requireStable || !isNew) return work.respond(to, response);
  const outcome = work.append([], [{ type: 'respond', to, response }]);
  if (outcome !== 'NONE') work.respond(to, refusal(request, outcome));
}

function validate(group: Group, request: OffsetFetchRequest): ErrorCode {
  return group.protocol === 'consumer'
    ? consumerProtocol().validateModernFetch(group, request)
    : validateClassicFetch(group);
}

/** The group as it will be when all that was written is committed. */
function withPending(work: ShardWork, groupId: string, entry: GroupEntry | null): GroupEntry | null {
  let next = entry;
  for (const { shard, offsets } of work.pending) {
    if (shard !== work.shard) continue;
    for (const change of offsets) {
      if (change.groupId !== groupId) continue;
      next ??= work.entry(groupId);
      next = { ...next, offsets: withOffset(next.offsets, change) };
    }
  }
  return next;
}

function responseTo(work: ShardWork, entry: GroupEntry | null, request: OffsetFetchRequest): OffsetFetchResponse {
  const { groupId, requireStable } = request;
  const unstable = requireStable && !isNewCoordinator(work.turn.setup);
  const answer = (topic: string, index: number, committed: CommittedOffset | null): PartitionAnswer =>
    unstable && isPending(work, groupId, topic, index) ? UNSTABLE(index) : answerOf(index, committed);
  const topics =
    request.topics === null
      ? all(entry, answer)
      : request.topics.map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map((index) => answer(name, index, committedOffset(entry, name, index))),
        }));
  return { type: 'OffsetFetchResponse', errorCode: 'NONE', topics };
}

type Answer = (topic: string, index: number, committed: CommittedOffset | null) => PartitionAnswer;

const UNSTABLE = (partitionIndex: number): PartitionAnswer => ({
  ...answerOf(partitionIndex, null),
  errorCode: 'UNSTABLE_OFFSET_COMMIT',
});

function all(entry: GroupEntry | null, answer: Answer): OffsetFetchResponse['topics'] {
  return (entry?.offsets ?? []).map(({ topic, partitions }: TopicOffsets) => {
    const answers: PartitionAnswer[] = [];
    for (let index = 0; index < partitions.length; index++) {
      const committed = vecGet(partitions, index) ?? null;
      if (committed !== null) answers.push(answer(topic, index, committed));
    }
    return { name: topic, partitions: answers };
  });
}

/** Nothing committed is no error (OffsetFetchResponse.INVALID_OFFSET). */
function answerOf(partitionIndex: number, committed: CommittedOffset | null): PartitionAnswer {
  return {
    partitionIndex,
    committedOffset: committed?.offset ?? -1,
    committedLeaderEpoch: committed?.leaderEpoch ?? -1,
    metadata: committed?.metadata ?? '',
    errorCode: 'NONE',
  };
}
