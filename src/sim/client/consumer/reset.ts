import {
  EARLIEST_TIMESTAMP,
  LATEST_TIMESTAMP,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
} from '../../protocol/client.ts';
import { requestMetadata } from '../network/metadata-timing.ts';
import { dropBuffer, indexOf, partitionAt, setPartition, type ConsumerWork } from './work.ts';

/**
 * The position of a partition is to be found anew by auto.offset.reset: it has none, or the one it has is not in the log any more.
 * @param error what the program gets when the policy is `none`
 */
export function resetByPolicy(work: ConsumerWork, index: number, error: string): void {
  const { state } = work;
  const partition = partitionAt(work, index);
  if (state.settings.autoOffsetReset === 'none') {
    failConsumer(work, partition.id, error);
    return;
  }
  dropBuffer(work, index);
  setPartition(work, index, {
    ...partitionAt(work, index),
    resetting: true,
    resetTo: state.settings.autoOffsetReset,
    sought: false,
    validating: false,
    retryAt: 0,
  });
  state.unsettled = true;
}

/** poll() throws, and nothing catches: the program ends. */
export function failConsumer(work: ConsumerWork, partition: number, error: string): void {
  const { state, turn } = work;
  if (state.failed !== null) return;
  state.failed = error;
  turn.emit('ConsumerFailed', { error, partition });
}

/** What a broker is asked: log start or, for `latest`, high watermark (last stable offset when reading committed only). */
export function listOffsetsRequest(work: ConsumerWork, indexes: readonly number[]): ListOffsetsRequest {
  const topics: {
    name: string;
    partitions: { partitionIndex: number; currentLeaderEpoch: number; timestamp: number }[];
  }[] = [];
  for (const index of indexes) {
    const { id, leaderEpoch, resetTo } = partitionAt(work, index);
    const { topic, partition } = work.turn.partitionName(id);
    const timestamp = resetTo === 'earliest' ? EARLIEST_TIMESTAMP : LATEST_TIMESTAMP;
    const entry = { partitionIndex: partition, currentLeaderEpoch: leaderEpoch, timestamp };
    const known = topics.find(({ name }) => name === topic);
    if (known === undefined) topics.push({ name: topic, partitions: [entry] });
    else known.partitions.push(entry);
  }
  return { type: 'ListOffsetsRequest', replicaId: -1, isolationLevel: work.state.settings.isolation, topics };
}

/** OffsetFetcherUtils.onSuccessfulResponseForResettingPositions; a partition that was sought meanwhile keeps its new position. */
export function onListOffsets(work: ConsumerWork, request: ListOffsetsRequest, response: ListOffsetsResponse): void {
  for (const { name, partitions } of response.topics) {
    const asked = request.topics.find((topic) => topic.name === name)?.partitions ?? [];
    for (const { partitionIndex, errorCode, offset } of partitions) {
      const index = indexOf(work, work.turn.partitionId(name, partitionIndex));
      const timestamp = asked.find((partition) => partition.partitionIndex === partitionIndex)?.timestamp;
      if (index >= 0)
        settleOffset(work, index, timestamp === EARLIEST_TIMESTAMP ? 'earliest' : 'latest', errorCode, offset);
    }
  }
}

function settleOffset(
  work: ConsumerWork,
  index: number,
  resetTo: 'earliest' | 'latest',
  errorCode: string,
  offset: number,
): void {
  const { turn, state } = work;
  const partition = partitionAt(work, index);
  if (!partition.resetting || partition.resetTo !== resetTo) return;
  if (errorCode !== 'NONE' || offset < 0) {
    retryLater(work, index);
    requestMetadata(work.net);
    return;
  }
  const highWatermark =
    resetTo === 'latest' && state.settings.isolation === 'read_uncommitted' ? offset : partition.highWatermark;
  setPartition(work, index, {
    ...partition,
    position: offset,
    positionEpoch: -1,
    highWatermark,
    resetting: false,
    sought: false,
    retryAt: 0,
  });
  if (partition.sought) turn.emit('PositionSought', { partition: partition.id, to: offset });
  else turn.emit('PositionReset', { partition: partition.id, to: offset, policy: resetTo });
}

/** The partition is asked about again after retry.backoff.ms. */
export function retryLater(work: ConsumerWork, index: number): void {
  setPartition(work, index, { ...partitionAt(work, index), retryAt: work.turn.now + work.state.settings.retryBackoff });
}
