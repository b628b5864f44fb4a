import { endOffsetFor, UNDEFINED_EPOCH_OFFSET, type EpochEnd } from '../log/leader-epoch-cache.ts';
import { lastStableOffset } from '../log/high-watermark.ts';
import { readBatches } from '../log/read.ts';
import type { FetchPartition } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { BrokerDraft } from './draft.ts';
import { isNamed } from './fetch-session.ts';
import { afterFetch } from './follower-progress.ts';
import { maybeExpandIsr } from './isr.ts';
import { maybeRaiseHighWatermark } from './leader-high-watermark.ts';
import { preferredReadReplica } from './preferred-read-replica.ts';
import { answeringReplica, followerIndex, withDuties } from './replica.ts';
import type { FollowerProgress, LeaderDuties, Replica, SessionPartition } from './state.ts';
import { followerStartMoved } from './storage/delete-records.ts';
import { withFollower } from './watch.ts';
import { isOff } from '../safety.ts';

/** Who reads, and up to where. */
export interface Reader {
  /** Broker id of a follower; -1 for a consumer. */
  readonly replicaId: number;
  readonly isolationLevel: 'read_uncommitted' | 'read_committed';
  /** A consumer's client.rack; missing or empty: it does not say. */
  readonly rackId?: string;
  /** A follower's broker epoch; missing or -1: it does not say. */
  readonly replicaEpoch?: number;
}

/** What one partition of a fetch came to (kafka.server.LogReadResult). Marks are -1 with an error. */
export interface PartitionRead {
  readonly error: ErrorCode;
  /** As it was before this fetch was taken note of. */
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly records: readonly RecordBatch[];
  readonly sizeInBytes: number;
  readonly diverging: EpochEnd | null;
  /** The broker that the consumer should read from instead (KIP-392); -1: this one. */
  readonly preferred: number;
  /** Is there nothing more for this reader beyond what was read? */
  readonly atEnd: boolean;
}

const NO_RECORDS: readonly RecordBatch[] = [];

/** The offset up to which a reader may read: a follower the log's end, a consumer the high watermark. */
export function readableEnd(replica: Replica, reader: Reader): number {
  if (reader.replicaId >= 0) return replica.log.logEndOffset;
  return reader.isolationLevel === 'read_committed' ? lastStableOffset(replica.log) : replica.log.highWatermark;
}

/** The replica that answers a fetch, or the error; a follower is answered by the leader alone, and only if it is assigned. */
export function replicaForFetch(d: BrokerDraft, partition: SessionPartition, reader: Reader): Replica | ErrorCode {
  const { id, request } = partition;
  const { topicId = '' } = request;
  if (topicId !== '' && d.replica(id)?.topicId !== topicId) {
    const error = topicIdError(d, partition, topicId);
    if (error !== 'NONE') return error;
  }
  const follower = reader.replicaId >= 0;
  const found = answeringReplica(
    d,
    id,
    isOff(d.turn.setup, 'leaderEpochOfFetch') ? -1 : request.currentLeaderEpoch,
    follower,
  );
  if (typeof found === 'string' || !follower) return found;
  if (followerIndex(found.duties as LeaderDuties, reader.replicaId) >= 0) return found;
  return request.currentLeaderEpoch >= 0 ? 'UNKNOWN_LEADER_EPOCH' : 'NOT_LEADER_OR_FOLLOWER';
}

/**
 * Another topic is asked for than this broker has a copy of (KafkaApis.handleFetchRequest, then ReplicaManager.readFromLog). What is wanted
 * may be older than the topic of that name, or newer. NONE: there is no copy at all, or one of which nobody knows whose it is.
 */
function topicIdError(d: BrokerDraft, { id, named }: SessionPartition, topicId: string): ErrorCode {
  if (!named && !isNamed(d, id, topicId)) return 'UNKNOWN_TOPIC_ID';
  const replica = d.replica(id);
  const isOther = replica !== null && replica.role !== 'offline' && replica.topicId !== '';
  return isOther ? 'INCONSISTENT_TOPIC_ID' : 'NONE';
}

/**
 * Where a fetcher's log parts from this one: its last epoch ended earlier here, or is unknown here (Partition.readRecords;
 * KIP-595). Null when it does not; an error when this log cannot tell.
 */
export function divergence(replica: Replica, request: FetchPartition): EpochEnd | 'OFFSET_OUT_OF_RANGE' | null {
  const { lastFetchedEpoch, fetchOffset } = request;
  if (lastFetchedEpoch < 0) return null;
  const { log } = replica;
  const end = endOffsetFor(log.epochs, lastFetchedEpoch, log.logEndOffset);
  if (end.endOffset === UNDEFINED_EPOCH_OFFSET || fetchOffset < log.logStartOffset) return 'OFFSET_OUT_OF_RANGE';
  return end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset ? end : null;
}

/**
 * Reads one partition for a fetch (ReplicaManager.readFromLog).
 * @param maxBytes what is left of the response's size
 * @param minOneBatch the first batch may be larger than any limit
 * @param takeNote of what a follower's fetch offset acknowledges; not when a parked fetch is answered
 */
export function readPartition(
  d: BrokerDraft,
  partition: SessionPartition,
  reader: Reader,
  maxBytes: number,
  minOneBatch: boolean,
  takeNote: boolean,
): PartitionRead {
  const { request } = partition;
  const replica = replicaForFetch(d, partition, reader);
  if (typeof replica === 'string') return refused(replica);
  const { log } = replica;
  const diverging = isOff(d.turn.setup, 'truncationByLeaderEpoch') ? null : divergence(replica, request);
  if (diverging === 'OFFSET_OUT_OF_RANGE') return refused(diverging);
  if (diverging !== null) return result(replica, NO_RECORDS, 0, diverging, false);
  const { fetchOffset } = request;
  if (reader.replicaId < 0) {
    const preferred = preferredReadReplica(d, replica, reader.rackId ?? '', fetchOffset);
    if (preferred >= 0) return { ...result(replica, NO_RECORDS, 0, null, false), preferred };
  }
  if (fetchOffset < log.logStartOffset || fetchOffset > log.logEndOffset) return refused('OFFSET_OUT_OF_RANGE');
  const end = isOff(d.turn.setup, 'readToTheHighWatermark') ? log.logEndOffset : readableEnd(replica, reader);
  const limit = Math.min(request.partitionMaxBytes, maxBytes);
  const { batches, sizeInBytes } = readBatches(log, fetchOffset, end, limit, minOneBatch);
  const read = result(replica, batches, sizeInBytes, null, fetchOffset >= end);
  if (takeNote && reader.replicaId >= 0) noteFetch(d, replica, reader, request);
  return read;
}

function result(
  replica: Replica,
  records: readonly RecordBatch[],
  sizeInBytes: number,
  diverging: EpochEnd | null,
  atEnd: boolean,
): PartitionRead {
  const { highWatermark, logStartOffset } = replica.log;
  const stable = lastStableOffset(replica.log);
  return {
    error: 'NONE',
    highWatermark,
    lastStableOffset: stable,
    logStartOffset,
    records,
    sizeInBytes,
    diverging,
    preferred: -1,
    atEnd,
  };
}

function refused(error: ErrorCode): PartitionRead {
  return {
    error,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    records: NO_RECORDS,
    sizeInBytes: 0,
    diverging: null,
    preferred: -1,
    atEnd: false,
  };
}

/** The leader takes note of how far a follower is (Partition.updateFollowerFetchState): it may join the ISR, and the high watermark may rise. */
function noteFetch(d: BrokerDraft, replica: Replica, reader: Reader, request: FetchPartition): void {
  const { replicaId: followerId, replicaEpoch = -1 } = reader;
  const duties = replica.duties as LeaderDuties;
  const at = followerIndex(duties, followerId);
  const before = duties.followers[at] as FollowerProgress;
  const { fetchOffset } = request;
  const { logEndOffset } = replica.log;
  const progress = afterFetch(before, fetchOffset, request.logStartOffset, d.turn.now, logEndOffset, replicaEpoch);
  const moved = before.logEndOffset !== fetchOffset;
  let cause = d.turn.cause;
  if (moved) {
    cause = d.turn.emit('FollowerFetched', {
      partition: replica.partition,
      broker: d.base.brokerId,
      follower: followerId,
      fetchOffset,
    });
  }
  let next = withDuties(replica, withFollower(duties, at, progress));
  next = maybeExpandIsr(d, next, progress, cause);
  d.setReplica(moved ? maybeRaiseHighWatermark(d, next, cause) : next);
  if (before.logStartOffset !== request.logStartOffset) followerStartMoved(d, next, cause);
}
