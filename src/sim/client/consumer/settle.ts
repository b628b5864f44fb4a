import type { Stimulus } from '../../turn.ts';
import { canSend, isReady, sendOn } from '../network/connect.ts';
import { requestMetadata } from '../network/metadata-timing.ts';
import { wakeAt } from '../network/work.ts';
import { failConsumer, listOffsetsRequest, retryLater } from './reset.ts';
import type { AssignedPartition } from './state.ts';
import { indexOf, partitionAt, setPartition, type ConsumerWork } from './work.ts';
import { offsetForLeaderEpochRequest } from './validate.ts';

/**
 * Finds positions that are missing and checks those that a change of leader has made doubtful: one ListOffsets and one
 * OffsetForLeaderEpoch request for each broker concerned (updateFetchPositions; OffsetFetcher).
 */
export function settlePositions(work: ConsumerWork): void {
  const { state } = work;
  if (!state.unsettled) return;
  const resets: number[][] = state.sources.map(() => []);
  const checks: number[][] = state.sources.map(() => []);
  let unsettled = false;
  for (let index = 0; index < state.assigned.length; index++) {
    const partition = partitionAt(work, index);
    if (!partition.resetting && !partition.validating) continue;
    if (partition.resetting && !partition.sought && state.settings.autoOffsetReset === 'none') {
      failConsumer(work, partition.id, 'NoOffsetForPartitionException');
      return;
    }
    unsettled = true;
    if (isDue(work, partition)) (partition.resetting ? resets : checks)[partition.source]?.push(index);
  }
  state.unsettled = unsettled;
  for (let peer = 0; peer < resets.length; peer++) {
    ask(work, peer, resets[peer] as number[], listOffsetsRequest);
    ask(work, peer, checks[peer] as number[], offsetForLeaderEpochRequest);
  }
}

function isDue(work: ConsumerWork, { source, retryAt }: AssignedPartition): boolean {
  if (source < 0) {
    requestMetadata(work.net);
    return false;
  }
  if (retryAt > work.turn.now) {
    wakeAt(work.turn, retryAt);
    return false;
  }
  return true;
}

function ask(
  work: ConsumerWork,
  peer: number,
  indexes: readonly number[],
  request: typeof listOffsetsRequest | typeof offsetForLeaderEpochRequest,
): void {
  const { turn, net, state } = work;
  if (indexes.length === 0 || !isReady(net, peer) || !canSend(net, peer)) return;
  sendOn(net, peer, request(work, indexes), turn.cause);
  // Not again before this one has been answered, or has failed.
  for (const index of indexes)
    setPartition(work, index, { ...partitionAt(work, index), retryAt: turn.now + state.settings.requestTimeout });
}

/** Requests about positions were lost with their connection: they are made again after retry.backoff.ms. */
export function onPositionRequestsLost(
  work: ConsumerWork,
  stimulus: Extract<Stimulus, { readonly type: 'disconnected' }>,
): void {
  for (const { body } of stimulus.inFlight) {
    if (body.type === 'ListOffsetsRequest') {
      for (const { name, partitions } of body.topics)
        for (const { partitionIndex } of partitions) again(work, name, partitionIndex);
    } else if (body.type === 'OffsetForLeaderEpochRequest') {
      for (const { topic, partitions } of body.topics)
        for (const { partition } of partitions) again(work, topic, partition);
    }
  }
}

function again(work: ConsumerWork, topic: string, partition: number): void {
  const index = indexOf(work, work.turn.partitionId(topic, partition));
  if (index >= 0) retryLater(work, index);
}
