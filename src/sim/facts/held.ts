import { uncovered, type Range } from '../../lib/ranges.ts';
import type { ReplicaLog } from '../log/replica-log.ts';

/** Offsets of an epoch that a log has or had: what retention or compaction took is not lost. */
export function heldIn(log: ReplicaLog, leaderEpoch: number): Range {
  const index = log.epochs.findIndex((entry) => entry.epoch === leaderEpoch);
  const first = log.epochs[index];
  if (first === undefined) return { from: 0, to: log.logStartOffset };
  const from = first.startOffset <= log.logStartOffset ? 0 : first.startOffset;
  return { from, to: log.epochs[index + 1]?.startOffset ?? log.logEndOffset };
}

/** The part of these offsets, written in that epoch, that none of the logs has or had (LogMatching: no record is looked at). */
export function notHeld(logs: readonly ReplicaLog[], leaderEpoch: number, range: Range): readonly Range[] {
  let left: readonly Range[] = [range];
  for (const log of logs) {
    const held = heldIn(log, leaderEpoch);
    if (held.from < held.to) left = left.flatMap((part) => uncovered([held], part));
  }
  return left;
}
