import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../../protocol/client.ts';
import { requestMetadata } from '../network/metadata-timing.ts';
import { resetByPolicy, retryLater } from './reset.ts';
import type { AssignedPartition } from './state.ts';
import { indexOf, partitionAt, setPartition, type ConsumerWork } from './work.ts';

const UNDEFINED = -1;

/** Where does the epoch of the last record read end in the leader's log? */
export function offsetForLeaderEpochRequest(
  work: ConsumerWork,
  indexes: readonly number[],
): OffsetForLeaderEpochRequest {
  const topics: {
    topic: string;
    partitions: { partition: number; currentLeaderEpoch: number; leaderEpoch: number }[];
  }[] = [];
  for (const index of indexes) {
    const { id, leaderEpoch, positionEpoch } = partitionAt(work, index);
    const { topic, partition } = work.turn.partitionName(id);
    const entry = { partition, currentLeaderEpoch: leaderEpoch, leaderEpoch: positionEpoch };
    const known = topics.find((other) => other.topic === topic);
    if (known === undefined) topics.push({ topic, partitions: [entry] });
    else known.partitions.push(entry);
  }
  return { type: 'OffsetForLeaderEpochRequest', replicaId: -1, topics };
}

/**
 * SubscriptionState.maybeCompleteValidation: a position beyond the end of its epoch was in a part of the log that is gone; the
 * consumer goes back to where its log and the leader's part. An epoch that the leader does not know is treated by auto.offset.reset.
 */
export function onOffsetForLeaderEpoch(
  work: ConsumerWork,
  request: OffsetForLeaderEpochRequest,
  response: OffsetForLeaderEpochResponse,
): void {
  for (const { topic, partitions } of response.topics) {
    const asked = request.topics.find((other) => other.topic === topic)?.partitions ?? [];
    for (const { partition, errorCode, leaderEpoch, endOffset } of partitions) {
      const index = indexOf(work, work.turn.partitionId(topic, partition));
      const question = asked.find((other) => other.partition === partition);
      if (index < 0 || question === undefined || !isStillAsked(partitionAt(work, index), question)) continue;
      if (errorCode === 'NONE') settle(work, index, leaderEpoch, endOffset);
      else {
        retryLater(work, index);
        requestMetadata(work.net);
      }
    }
  }
}

/** An answer from an earlier leader, or about an earlier position, says nothing. */
function isStillAsked(
  partition: AssignedPartition,
  question: { readonly currentLeaderEpoch: number; readonly leaderEpoch: number },
): boolean {
  return (
    partition.validating &&
    partition.positionEpoch === question.leaderEpoch &&
    partition.leaderEpoch === question.currentLeaderEpoch
  );
}

function settle(work: ConsumerWork, index: number, leaderEpoch: number, endOffset: number): void {
  const partition = partitionAt(work, index);
  const position = partition.position ?? 0;
  if (endOffset === UNDEFINED || leaderEpoch === UNDEFINED) {
    resetByPolicy(work, index, 'LogTruncationException');
    return;
  }
  if (endOffset >= position) {
    setPartition(work, index, { ...partition, validating: false, retryAt: 0 });
    return;
  }
  if (work.state.settings.autoOffsetReset === 'none') {
    resetByPolicy(work, index, 'LogTruncationException');
    return;
  }
  setPartition(work, index, {
    ...partition,
    position: endOffset,
    positionEpoch: leaderEpoch,
    validating: false,
    retryAt: 0,
  });
  work.turn.emit('PositionTruncated', { partition: partition.id, from: position, to: endOffset });
}
