import type { CleaningPass } from '../../log/cleaning.ts';
import { toMs, type Micros } from '../../time.ts';
import type { PartitionId, Seq } from '../../world.ts';

/** What a broker's log manager and its cleaner are at; forgotten with the process (kafka.log.LogManager, LogCleaner). */
export interface StorageState {
  /** When the tasks that repeat began: their times are counted from it; -1: they do not run. */
  readonly startedAt: Micros;
  /** When the checkpoints of high watermarks began; -1: not yet. */
  readonly checkpointsFrom: Micros;
  /** When the cleaner last found nothing to do: it looks again log.cleaner.backoff.ms later. */
  readonly lookedAt: Micros;
  readonly cleaning: Cleaning | null;
}

/** The one log that the cleaner works on; one segment a step. */
export interface Cleaning {
  readonly partition: PartitionId;
  readonly pass: CleaningPass;
  /** The entry that says that it began. */
  readonly began: Seq;
  readonly removed: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** Of a process that has not started, or is about to end. */
export const newStorage: StorageState = { startedAt: -1, checkpointsFrom: -1, lookedAt: -1, cleaning: null };

/** The latest time, in milliseconds, that is a safe integer in microseconds; what is due beyond it never is. */
export const LATEST = toMs(Number.MAX_SAFE_INTEGER);

/** The first time after `now`, and not before `due`, at which a task runs that has run every `interval` since `from`. */
export function nextRun(from: Micros, interval: Micros, now: Micros, due: Micros): Micros {
  const earliest = Math.max(now + 1, due);
  if (earliest <= from) return from;
  return from + Math.ceil((earliest - from) / interval) * interval;
}
