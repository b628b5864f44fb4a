import { latestEpoch } from '../log/leader-epoch-cache.ts';
import type { FetchPartitionResponse, FetchResponse } from '../protocol/client.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { PartitionId, Seq } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { INITIAL_EPOCH } from './fetch-session.ts';
import { delayPartitions, including, moveTo, placeIn, positioned, removeFromFetchers } from './fetchers.ts';
import { replicate, truncateReplica } from './follower-log.ts';
import { advanceFetcher, epochAfter } from './replica-fetcher.ts';
import type { FetcherPartition, Replica, ReplicaFetcher } from './state.ts';
import { truncationOffset } from './truncation.ts';

const NONE: PartitionId[] = [];

/** A leader's answer to a Fetch (AbstractFetcherThread.processFetchRequest); the next fetch follows at once. */
export function fetchAnswered(d: BrokerDraft, index: number, response: FetchResponse): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  if (response.errorCode !== 'NONE') {
    restartSession(d, index, response.errorCode === 'FETCH_SESSION_ID_NOT_FOUND');
    // RemoteLeaderEndPoint.fetch throws this one error of a session: every partition waits.
    if (response.errorCode === 'FETCH_SESSION_TOPIC_ID_ERROR')
      delayPartitions(
        d,
        index,
        fetcher.partitions.map((partition) => partition.partition),
      );
    advanceFetcher(d, index);
    return;
  }
  const opened = d.openFetcher(index);
  opened.busy = false;
  opened.sessionEpoch = epochAfter(fetcher, response.sessionId);
  opened.sessionId = response.sessionId;
  let failed: PartitionId[] = NONE;
  let written: Seq = d.turn.cause;
  for (const { topic, partitions } of response.responses) {
    for (const answer of partitions) {
      const id = d.turn.partitionId(topic, answer.partitionIndex);
      const now = d.fetchers[index] as ReplicaFetcher;
      const partition = now.partitions[placeIn(now, id)];
      if (partition === undefined || !isAwaited(d, partition)) continue;
      if (answer.errorCode === 'NONE') written = take(d, index, partition, answer) ?? written;
      else if (failsFor(d, index, partition, answer)) failed = [...failed, id];
    }
  }
  delayPartitions(d, index, failed);
  advanceFetcher(d, index, written);
}

/** The session is lost: the next fetch is a full one. What the leader was told does not count any more. */
function restartSession(d: BrokerDraft, index: number, unknown: boolean): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  d.setFetcher(index, {
    ...fetcher,
    busy: false,
    sessionId: unknown ? 0 : fetcher.sessionId,
    sessionEpoch: INITIAL_EPOCH,
    partitions: fetcher.partitions.map((partition) => ({ ...partition, told: null })),
    forgotten: [],
  });
}

/** Does the answer fit the position? The partition may have been cut, or given up, while the fetch was under way. */
function isAwaited(d: BrokerDraft, partition: FetcherPartition): boolean {
  if (partition.told === null || partition.delayedUntil > d.turn.now) return false;
  return partition.told.fetchOffset === partition.fetchOffset;
}

/** Writes records, or cuts the log where it parts from the leader's. Returns the entry that says that records arrived. */
function take(d: BrokerDraft, index: number, partition: FetcherPartition, answer: FetchPartitionResponse): Seq | null {
  const replica = d.replica(partition.partition) as Replica;
  if (answer.divergingEpoch !== null) {
    // The marks of this answer do not count before the log is cut: they come with the next.
    const offset = truncationOffset(replica.log, answer.divergingEpoch);
    const { log } = truncateReplica(d, replica, offset, d.turn.cause);
    moveTo(d, index, partition.partition, log.logEndOffset, latestEpoch(log.epochs) ?? -1);
    return null;
  }
  const replicated = replicate(d, replica, answer.records, answer.highWatermark, answer.logStartOffset);
  if (replicated === null) {
    removeFromFetchers(d, partition.partition);
    return null;
  }
  const last = answer.records[answer.records.length - 1];
  if (last !== undefined) goOn(d, index, partition, last);
  else if (replicated.replica.log.logStartOffset !== replica.log.logStartOffset) tellAgain(d, index, partition);
  return replicated.seq;
}

/** The next fetch of the session names the partition again: the leader must learn where its log starts here. */
function tellAgain(d: BrokerDraft, index: number, partition: FetcherPartition): void {
  const fetcher = d.fetchers[index] as ReplicaFetcher;
  d.setFetcher(index, { ...fetcher, changed: including(fetcher.changed, partition.partition) });
}

/** The position after records. */
function goOn(d: BrokerDraft, index: number, partition: FetcherPartition, last: RecordBatch): void {
  const fetcher = d.openFetcher(index);
  const at = placeIn(fetcher, partition.partition);
  d.openFetcherPartitions(index)[at] = positioned(partition, last.lastOffset + 1, last.partitionLeaderEpoch);
  fetcher.changed = including(fetcher.changed, partition.partition);
}

/**
 * Deals with a partition's error.
 * @returns true when the partition waits replica.fetch.backoff.ms
 */
function failsFor(d: BrokerDraft, index: number, partition: FetcherPartition, answer: FetchPartitionResponse): boolean {
  switch (answer.errorCode) {
    case 'OFFSET_OUT_OF_RANGE': {
      const fetcher = d.fetchers[index] as ReplicaFetcher;
      d.setFetcher(index, { ...fetcher, resetting: including(fetcher.resetting, partition.partition) });
      return false;
    }
    case 'FENCED_LEADER_EPOCH':
      return fenced(d, partition);
    default:
      return true;
  }
}

/**
 * The leader is in a later epoch. If this broker has not been told of it either, it stops fetching until it is; if it has, only
 * the request was late, and it tries again after a while (AbstractFetcherThread.onPartitionFenced).
 * @returns true when the partition waits replica.fetch.backoff.ms
 */
export function fenced(d: BrokerDraft, partition: FetcherPartition): boolean {
  if (partition.told !== null && partition.told.currentLeaderEpoch !== partition.currentLeaderEpoch) return true;
  removeFromFetchers(d, partition.partition);
  return false;
}
