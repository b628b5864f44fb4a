import { assert } from '../../lib/assert.ts';
import type { EpochEntry } from './replica-log.ts';

/*
 * Where each leader epoch begins in a log (org.apache.kafka.storage.internals.epoch.LeaderEpochFileCache; KIP-101, KIP-279).
 * Pure functions over the entries, which are ascending in epoch and in start offset.
 */

/** Stands for an unknown epoch or an unknown end offset. */
export const UNDEFINED_EPOCH = -1;
export const UNDEFINED_EPOCH_OFFSET = -1;

/** An epoch and the offset at which it ends: the first offset that is not its. */
export interface EpochEnd {
  readonly epoch: number;
  readonly endOffset: number;
}

const UNDEFINED: EpochEnd = { epoch: UNDEFINED_EPOCH, endOffset: UNDEFINED_EPOCH_OFFSET };

/** The latest epoch; null when nothing is known. */
export function latestEpoch(epochs: readonly EpochEntry[]): number | null {
  const last = epochs[epochs.length - 1];
  return last === undefined ? null : last.epoch;
}

/**
 * Notes that an epoch begins at an offset. Entries that this contradicts (of the same or a later epoch, or from the same or
 * a later offset) go.
 * @returns the same entries when the epoch is already the latest and does not begin earlier than known
 */
export function assignEpoch(epochs: readonly EpochEntry[], epoch: number, startOffset: number): readonly EpochEntry[] {
  assert(epoch >= 0 && startOffset >= 0, 'a leader epoch and its start offset must not be negative');
  const last = epochs[epochs.length - 1];
  if (last !== undefined && last.epoch === epoch && startOffset >= last.startOffset) return epochs;
  let kept = epochs.length;
  for (; kept > 0; kept--) {
    const entry = epochs[kept - 1] as EpochEntry;
    if (entry.epoch < epoch && entry.startOffset < startOffset) break;
  }
  const next = epochs.slice(0, kept);
  next.push({ epoch, startOffset });
  return next;
}

/**
 * The largest known epoch that is not above the requested one, and where it ends: the start of the next epoch, or the log's
 * end for the latest. Undefined for an epoch later than the latest. For an epoch before the first known one: that epoch
 * itself, ending where the first known one begins.
 */
export function endOffsetFor(epochs: readonly EpochEntry[], requested: number, logEndOffset: number): EpochEnd {
  if (requested === UNDEFINED_EPOCH) return UNDEFINED;
  if (latestEpoch(epochs) === requested) return { epoch: requested, endOffset: logEndOffset };
  // The answer is nearly always among the last entries.
  let floor = epochs.length - 1;
  while (floor >= 0 && (epochs[floor] as EpochEntry).epoch > requested) floor -= 1;
  const higher = epochs[floor + 1];
  if (higher === undefined) return UNDEFINED;
  return { epoch: floor < 0 ? requested : (epochs[floor] as EpochEntry).epoch, endOffset: higher.startOffset };
}

/** Forgets the epochs that begin at or after an offset: the log was cut there. */
export function truncateEpochsFromEnd(epochs: readonly EpochEntry[], endOffset: number): readonly EpochEntry[] {
  if (endOffset < 0) return epochs;
  let kept = epochs.length;
  while (kept > 0 && (epochs[kept - 1] as EpochEntry).startOffset >= endOffset) kept -= 1;
  return kept === epochs.length ? epochs : epochs.slice(0, kept);
}

/** Forgets what lies before an offset: the log now starts there. The epoch of that offset begins there from now on. */
export function truncateEpochsFromStart(epochs: readonly EpochEntry[], startOffset: number): readonly EpochEntry[] {
  let removed = 0;
  while (removed < epochs.length && (epochs[removed] as EpochEntry).startOffset <= startOffset) removed += 1;
  if (removed === 0) return epochs;
  const last = epochs[removed - 1] as EpochEntry;
  if (removed === 1 && last.startOffset === startOffset) return epochs;
  return [{ epoch: last.epoch, startOffset }, ...epochs.slice(removed)];
}
