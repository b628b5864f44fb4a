import { vecGet, vecOf } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { Era } from '../world.ts';
import { setHighWatermark } from './high-watermark.ts';
import { truncateEpochsFromStart } from './leader-epoch-cache.ts';
import { batchIndex } from './read.ts';
import type { ReplicaLog } from './replica-log.ts';
import { largestTimestamp, type Segment } from './segment.ts';
import { allSegments, roll } from './segments.ts';

/*
 * Deletion of old segments (UnifiedLog.deleteOldSegments, LocalLog.deletableSegments): whole segments from the oldest on, up to
 * the first that does not qualify, and none that is not wholly below the high watermark.
 */

/** What a topic keeps (retention.ms, retention.bytes, cleanup.policy); null: no limit. */
export interface RetentionLimits {
  readonly retentionMs: number | null;
  readonly retentionBytes: number | null;
  /** cleanup.policy has delete. */
  readonly deletes: boolean;
}

export type DeletionReason = 'log start' | 'size' | 'time';

/** Segments that went for one reason: offsets [from, to). */
export interface Deletion {
  readonly reason: DeletionReason;
  readonly segments: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Deletes what may go now, for each reason in Kafka's order. The same log when nothing goes.
 * @param order the reasons as this release looks at them: what two of them would take, the first is named for
 */
export function deleteOldSegments(
  before: ReplicaLog,
  limits: RetentionLimits,
  nowMs: number,
  order: readonly DeletionReason[],
): { readonly log: ReplicaLog; readonly deletions: readonly Deletion[] } {
  let log = before;
  const deletions: Deletion[] = [];
  for (const reason of limits.deletes ? order : WHATEVER_THE_POLICY) {
    const count = countDeletable(log, reason, limits, nowMs);
    const left = deleteOldest(log, count, nowMs);
    if (left === log) continue;
    const from = (log.segments[0] ?? log.active).baseOffset;
    const to = (left.segments[0] ?? left.active).baseOffset;
    deletions.push({ reason, segments: log.segments.length + 1 - kept(left, log), from, to });
    log = left;
  }
  return { log, deletions };
}

const WHATEVER_THE_POLICY: readonly DeletionReason[] = ['log start'];

/** In which order the brokers of a release line look: at 2.8 the other way round (Log.deleteOldSegments, UnifiedLog.deleteOldSegments). */
export function deletionOrder(era: Era): readonly DeletionReason[] {
  return era === '2.8' ? ['time', 'size', 'log start'] : ['log start', 'size', 'time'];
}

/** How many of the segments of before are still there: a new active one does not count. */
function kept(after: ReplicaLog, before: ReplicaLog): number {
  const rolled = after.active.baseOffset !== before.active.baseOffset;
  return after.segments.length + (rolled ? 0 : 1);
}

/** How many of the oldest segments, the active one among them, may go for a reason. */
function countDeletable(log: ReplicaLog, reason: DeletionReason, limits: RetentionLimits, nowMs: number): number {
  const { retentionMs, retentionBytes } = limits;
  if (reason === 'time' && retentionMs === null) return 0;
  if (reason === 'size' && (retentionBytes === null || log.sizeInBytes < retentionBytes)) return 0;
  let excess = log.sizeInBytes - (retentionBytes ?? 0);
  const segments = allSegments(log);
  let count = 0;
  for (; count < segments.length; count++) {
    const segment = segments[count] as Segment;
    const next = segments[count + 1];
    if (log.highWatermark < (next === undefined ? log.logEndOffset : next.baseOffset)) break;
    if (next === undefined && segment.sizeInBytes === 0) break;
    if (reason === 'time' && nowMs - largestTimestamp(segment) <= (retentionMs as number)) break;
    if (reason === 'log start' && (next === undefined || next.baseOffset > log.logStartOffset)) break;
    if (reason === 'size') {
      if (excess < segment.sizeInBytes) break;
      excess -= segment.sizeInBytes;
    }
  }
  return count;
}

/** Deletes the oldest segments; a log always has one, so a new one is begun when all of them go (UnifiedLog.deleteSegments). */
function deleteOldest(log: ReplicaLog, count: number, nowMs: number): ReplicaLog {
  if (count === 0) return log;
  const rolled = count > log.segments.length ? roll(log, log.logEndOffset, nowMs) : log;
  const left = rolled.segments.slice(count);
  const start = Math.max(log.logStartOffset, (left[0] ?? rolled.active).baseOffset);
  let size = rolled.sizeInBytes;
  for (let at = 0; at < count; at++) size -= (rolled.segments[at] as Segment).sizeInBytes;
  const moved = incrementLogStart(rolled, start);
  return { ...moved, ...withoutHead(moved, (left[0] ?? rolled.active).baseOffset), segments: left, sizeInBytes: size };
}

/** Batches below an offset go. Once more are dead than alive, the vector is made anew, so that what they hold is freed. */
function withoutHead(log: ReplicaLog, offset: number): Pick<ReplicaLog, 'batches' | 'first'> {
  const first = batchIndex(log, offset);
  if (first <= log.batches.length - first) return { batches: log.batches, first };
  const alive: RecordBatch[] = [];
  for (let at = first; at < log.batches.length; at++) alive.push(vecGet(log.batches, at) as RecordBatch);
  return { batches: vecOf(alive), first: 0 };
}

/**
 * Moves the log start offset up (UnifiedLog.maybeIncrementLogStartOffset): records below cannot be read any more, though their
 * segment goes only when it lies below as a whole. The caller has seen that the offset is not above the high watermark.
 * @returns the same log when it does not move
 */
export function incrementLogStart(log: ReplicaLog, to: number): ReplicaLog {
  if (to <= log.logStartOffset) return log;
  const moved: ReplicaLog = {
    ...log,
    logStartOffset: to,
    epochs: truncateEpochsFromStart(log.epochs, to),
  };
  return setHighWatermark(moved, moved.highWatermark);
}

/**
 * When a log may next have a segment to delete, in milliseconds; null: not before more is written or its settings change.
 * What the high watermark still holds back may be due at any time.
 */
export function retentionDue(log: ReplicaLog, limits: RetentionLimits, nowMs: number): number | null {
  const oldest = log.segments[0] ?? log.active;
  const next = log.segments[1] ?? (log.segments.length === 1 ? log.active : undefined);
  if (next !== undefined && next.baseOffset <= log.logStartOffset) return nowMs;
  if (!limits.deletes || oldest.sizeInBytes + log.sizeInBytes === 0) return null;
  const { retentionMs, retentionBytes } = limits;
  if (retentionBytes !== null && log.sizeInBytes - retentionBytes >= oldest.sizeInBytes) return nowMs;
  return retentionMs === null ? null : Math.max(nowMs, largestTimestamp(oldest) + retentionMs + 1);
}
