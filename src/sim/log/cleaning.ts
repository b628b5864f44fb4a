import { vecGet, vecOf } from '../../lib/vec.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { buildOffsetMap, cleanBatch, type CleaningRules } from './compaction.ts';
import { batchIndex } from './read.ts';
import type { ReplicaLog } from './replica-log.ts';
import { largestTimestamp, type Segment } from './segment.ts';
import { segmentEnd, segmentIndex, segmentOver } from './segments.ts';

/** What a topic lets the cleaner do. The dirty ratio is in millionths, since a World holds integers; times in milliseconds. */
export interface CompactionLimits {
  readonly minCleanableDirtyRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly deleteRetentionMs: number;
  readonly segmentBytes: number;
}

/** A log as the cleaner looks at it (LogToClean): clean up to `firstDirty`, cleanable up to `firstUncleanable`. */
export interface Cleanable {
  readonly firstDirty: number;
  readonly firstUncleanable: number;
  readonly cleanBytes: number;
  readonly cleanableBytes: number;
  /** Something has waited longer than max.compaction.lag.ms. */
  readonly overdue: boolean;
}

/**
 * How far a log can be cleaned (LogCleanerManager.cleanableOffsets): not the active segment, nothing above the last stable offset,
 * and from no segment on that has a record younger than min.compaction.lag.ms.
 */
export function cleanable(log: ReplicaLog, limits: CompactionLimits, nowMs: number): Cleanable {
  const firstDirty = firstDirtyOffset(log);
  let limit = Math.min(log.highWatermark, log.active.baseOffset);
  if (limits.minCompactionLagMs > 0) {
    for (let at = segmentIndex(log, firstDirty); at < log.segments.length; at++) {
      const segment = log.segments[at] as Segment;
      if (largestTimestamp(segment) <= nowMs - limits.minCompactionLagMs) continue;
      limit = Math.min(limit, segment.baseOffset);
      break;
    }
  }
  const last = segmentIndex(log, Math.max(firstDirty, limit));
  const firstUncleanable = (log.segments[last] ?? log.active).baseOffset;
  const from = Math.min(firstDirty, firstUncleanable);
  let cleanBytes = 0;
  let cleanableBytes = 0;
  let earliest = Number.MAX_SAFE_INTEGER;
  const dirtyFrom = segmentIndex(log, from);
  for (let at = 0; at < log.segments.length; at++) {
    const segment = log.segments[at] as Segment;
    // The segment that the dirty part begins in counts as clean too: firstDirty is a segment's base but after the log start moved.
    if (segment.baseOffset < firstDirty) cleanBytes += segment.sizeInBytes;
    if (at >= dirtyFrom && segment.baseOffset < firstUncleanable) cleanableBytes += segment.sizeInBytes;
    if (at >= dirtyFrom && segment.firstTimestamp > 0) earliest = Math.min(earliest, segment.firstTimestamp);
  }
  const overdue = earliest < nowMs - limits.maxCompactionLagMs;
  return { firstDirty, firstUncleanable, cleanBytes, cleanableBytes, overdue };
}

/** Where the last pass ended, unless the log was cut or began later since. */
export function firstDirtyOffset(log: ReplicaLog): number {
  const { cleanedUpTo, logStartOffset, logEndOffset } = log;
  return cleanedUpTo < logStartOffset || cleanedUpTo > logEndOffset ? logStartOffset : cleanedUpTo;
}

/** Cleanable bytes in a million bytes (LogToClean.cleanableRatio). */
export function cleanableRatio({ cleanBytes, cleanableBytes }: Cleanable): number {
  const total = cleanBytes + cleanableBytes;
  return total === 0 ? 0 : Math.floor((cleanableBytes * 1_000_000) / total);
}

/** Is there enough to clean: more than min.cleanable.dirty.ratio, or anything that has waited too long (grabFilthiestCompactedLog)? */
export function isFilthy(found: Cleanable, limits: CompactionLimits): boolean {
  if (found.cleanableBytes === 0) return false;
  const { minCleanableDirtyRatio: least } = limits;
  const total = found.cleanBytes + found.cleanableBytes;
  return found.overdue || found.cleanableBytes * 1_000_000 > least * total;
}

/**
 * When the cleaner may next have something to do, in milliseconds; null: not before more is written, or settings change. A log
 * that waits for its high watermark may be due at any time.
 */
export function cleaningDue(log: ReplicaLog, limits: CompactionLimits, nowMs: number): number | null {
  const { active, highWatermark } = log;
  if (firstDirtyOffset(log) >= active.baseOffset || log.segments.length === 0) return null;
  const found = cleanable(log, limits, nowMs);
  if (isFilthy(found, limits)) return nowMs;
  if (highWatermark < active.baseOffset) return nowMs;
  const young = log.segments[segmentIndex(log, found.firstUncleanable)];
  let due = young === undefined ? Number.MAX_SAFE_INTEGER : largestTimestamp(young) + limits.minCompactionLagMs;
  for (let at = segmentIndex(log, found.firstDirty); at < log.segments.length; at++) {
    const { firstTimestamp } = log.segments[at] as Segment;
    if (firstTimestamp > 0) due = Math.min(due, firstTimestamp + limits.maxCompactionLagMs + 1);
  }
  return due >= Number.MAX_SAFE_INTEGER ? null : Math.max(nowMs, due);
}

/** One pass over a log, from its beginning to what is not cleanable yet; begun and ended by the cleaner. */
export interface CleaningPass {
  readonly firstDirty: number;
  /** Nothing from here on is touched; the next dirty part begins here. */
  readonly firstUncleanable: number;
  readonly rules: CleaningRules;
  /** Up to 3.0: tombstones of segments that were not written since then go (the horizon of earlier message formats). */
  readonly legacyHorizonMs: number;
  /** Base offset of the next segment to be cleaned; the pass is over when it is at `firstUncleanable`. */
  readonly next: number;
}

/**
 * Begins a pass.
 * @param horizonInBatch from 3.1 on (KIP-534)
 */
export function beginPass(
  log: ReplicaLog,
  found: Cleanable,
  limits: CompactionLimits,
  nowMs: number,
  horizonInBatch: boolean,
): CleaningPass {
  const { firstDirty, firstUncleanable } = found;
  const clean = log.segments.filter((segment) => segment.baseOffset < firstDirty);
  const lastClean = clean[clean.length - 1];
  return {
    firstDirty,
    firstUncleanable,
    rules: { nowMs, deleteRetentionMs: limits.deleteRetentionMs, keepsTombstones: horizonInBatch ? null : true },
    legacyHorizonMs: lastClean === undefined ? 0 : lastClean.lastModified - limits.deleteRetentionMs,
    next: (log.segments[0] ?? log.active).baseOffset,
  };
}

/** What one step of a pass did. */
export interface Cleaned {
  readonly log: ReplicaLog;
  readonly pass: CleaningPass;
  /** Records that went. */
  readonly removed: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** The segment that a pass cleans next; null when the log is not the one it began with any more: it was cut, or begun anew. */
export function nextSegmentOf(log: ReplicaLog, pass: CleaningPass): Segment | null {
  if (log.active.baseOffset < pass.firstUncleanable) return null;
  const segment = log.segments[segmentIndex(log, pass.next)];
  return segment !== undefined && segment.baseOffset === pass.next ? segment : null;
}

/**
 * Cleans the next segment of a pass, and with it those after it that fit into one segment together (Cleaner.groupSegmentsBySize,
 * cleanSegments): one new segment takes their place.
 */
export function cleanNext(log: ReplicaLog, pass: CleaningPass, segmentBytes: number): Cleaned {
  const first = segmentIndex(log, pass.next);
  const last = endOfGroup(log, first, pass.firstUncleanable, segmentBytes);
  const map = buildOffsetMap(log, pass.firstDirty, pass.firstUncleanable);
  const replaced = log.segments.slice(first, last);
  const cleaned: RecordBatch[] = [];
  const from = batchIndex(log, pass.next);
  let at = from;
  let removed = 0;
  replaced.forEach((segment, index) => {
    const keepsTombstones = pass.rules.keepsTombstones === null ? null : segment.lastModified > pass.legacyHorizonMs;
    const rules: CleaningRules = { ...pass.rules, keepsTombstones };
    const upTo = segmentEnd(log, first + index);
    for (; at < log.batches.length; at++) {
      const batch = vecGet(log.batches, at) as RecordBatch;
      if (batch.baseOffset >= upTo) break;
      const left = cleanBatch(batch, map, rules, log.producers);
      if (left !== null) cleaned.push(left);
      removed += batch.records.length - (left === null ? 0 : left.records.length);
    }
  });
  const { lastModified } = replaced[replaced.length - 1] as Segment;
  const segment = segmentOver(pass.next, cleaned, lastModified);
  const bytesBefore = replaced.reduce((sum, each) => sum + each.sizeInBytes, 0);
  const next: ReplicaLog = {
    ...log,
    batches: spliced(log, from, at, cleaned),
    first: 0,
    sizeInBytes: log.sizeInBytes - bytesBefore + segment.sizeInBytes,
    segments: [...log.segments.slice(0, first), segment, ...log.segments.slice(last)],
  };
  const end = segmentEnd(log, last - 1);
  return { log: next, pass: { ...pass, next: end }, removed, bytesBefore, bytesAfter: segment.sizeInBytes };
}

/** The log's batches with others in the place of those at [from, to). */
function spliced(log: ReplicaLog, from: number, to: number, by: readonly RecordBatch[]): ReplicaLog['batches'] {
  const batches: RecordBatch[] = [];
  for (let at = log.first; at < from; at++) batches.push(vecGet(log.batches, at) as RecordBatch);
  for (const batch of by) batches.push(batch);
  for (let at = to; at < log.batches.length; at++) batches.push(vecGet(log.batches, at) as RecordBatch);
  return vecOf(batches);
}

/** Index after the last segment of the group that begins at `first`. */
function endOfGroup(log: ReplicaLog, first: number, firstUncleanable: number, segmentBytes: number): number {
  let size = (log.segments[first] as Segment).sizeInBytes;
  let last = first + 1;
  for (; last < log.segments.length; last++) {
    const segment = log.segments[last] as Segment;
    if (segment.baseOffset >= firstUncleanable || size + segment.sizeInBytes > segmentBytes) break;
    size += segment.sizeInBytes;
  }
  return last;
}

/** Has the pass seen everything that it may clean? */
export function isPassOver(pass: CleaningPass): boolean {
  return pass.next >= pass.firstUncleanable;
}
