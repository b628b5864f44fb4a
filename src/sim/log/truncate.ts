import { vecGet, vecTruncate } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { truncateEpochsFromEnd } from './leader-epoch-cache.ts';
import { noteBatch } from './producer-state.ts';
import { batchIndex } from './read.ts';
import { emptyLog, type ProducerEntry, type ReplicaLog } from './replica-log.ts';
import { emptySegment, type Segment } from './segment.ts';
import { batchesOfSegment, firstBaseOffset, segmentIndex, segmentOver } from './segments.ts';

/**
 * Cuts a log so that it ends at an offset (UnifiedLog.truncateTo). A batch that the offset falls into goes as a whole, since
 * batches are never split (LogSegment.truncateTo): the log then ends at the offset with a gap before it.
 * The epoch cache is cut even if the log is already shorter: a leader that wrote nothing in its epoch has an entry at the end.
 * @returns the same log when nothing changes
 */
export function truncateTo(log: ReplicaLog, offset: number): ReplicaLog {
  if (offset >= log.logEndOffset) {
    const epochs = truncateEpochsFromEnd(log.epochs, log.logEndOffset);
    return epochs === log.epochs ? log : { ...log, epochs };
  }
  if (offset < firstBaseOffset(log)) return truncateFullyAndStartAt(log, offset);
  const kept = batchIndex(log, offset);
  let cut = 0;
  for (let at = kept; at < log.batches.length; at++) cut += (vecGet(log.batches, at) as RecordBatch).sizeInBytes;
  const shorter: ReplicaLog = {
    batches: vecTruncate(log.batches, kept),
    first: log.first,
    logStartOffset: Math.min(offset, log.logStartOffset),
    logEndOffset: offset,
    highWatermark: Math.min(log.highWatermark, offset),
    epochs: truncateEpochsFromEnd(log.epochs, offset),
    producers: [],
    flushedOffset: Math.min(log.flushedOffset, offset),
    checkpointedHighWatermark: log.checkpointedHighWatermark,
    sizeInBytes: log.sizeInBytes - cut,
    ...segmentsUpTo(log, offset),
    checkpointedLogStart: log.checkpointedLogStart,
  };
  return log.producers.length === 0 ? shorter : { ...shorter, producers: rebuildProducers(shorter) };
}

/** Drops everything; the log goes on from an offset (UnifiedLog.truncateFullyAndStartAt). */
export function truncateFullyAndStartAt(log: ReplicaLog, offset: number): ReplicaLog {
  return {
    ...emptyLog(),
    logStartOffset: offset,
    logEndOffset: offset,
    highWatermark: offset,
    flushedOffset: offset,
    checkpointedHighWatermark: log.checkpointedHighWatermark,
    active: emptySegment(offset, log.active.lastModified),
    checkpointedLogStart: log.checkpointedLogStart,
    cleanedUpTo: log.cleanedUpTo > offset ? offset : log.cleanedUpTo,
  };
}

/**
 * Segments that begin beyond the cut go; the one that the cut falls into is written to from then on, even when the cut leaves it
 * empty (LocalLog.truncateTo). The cleaner begins again there at the latest (LogCleanerManager.maybeTruncateCheckpoint).
 */
function segmentsUpTo(log: ReplicaLog, offset: number): Pick<ReplicaLog, 'segments' | 'active' | 'cleanedUpTo'> {
  const at = segmentIndex(log, offset);
  const cut = log.segments[at] ?? log.active;
  const left = batchesOfSegment(log, at).filter((batch) => batch.lastOffset < offset);
  const active: Segment = segmentOver(cut.baseOffset, left, cut.lastModified);
  return {
    segments: log.segments.slice(0, at),
    active,
    cleanedUpTo: log.cleanedUpTo > active.baseOffset ? active.baseOffset : log.cleanedUpTo,
  };
}

/** What the log's batches say about producers: a shortened or reloaded log learns it anew (ProducerStateManager.truncateAndReload). */
export function rebuildProducers(log: ReplicaLog): readonly ProducerEntry[] {
  let producers: readonly ProducerEntry[] = [];
  for (let at = log.first; at < log.batches.length; at++) {
    producers = noteBatch(producers, vecGet(log.batches, at) as RecordBatch);
  }
  return producers;
}
