import type { EpochEntry, ReplicaLog } from '../log/replica-log.ts';

/**
 * The first offset, up to `end`, at which a log was not written in the epochs of `known`: below it both are the same log.
 * @param known epochs of the committed records, ascending
 * @param deletedBelow a leader has deleted what lies below, so nobody has to have it
 */
export function agreesUpTo(log: ReplicaLog, known: readonly EpochEntry[], end: number, deletedBelow = 0): number {
  const last = Math.min(end, log.logEndOffset);
  // What has been deleted, here or there, is not compared.
  let at = Math.max(log.logStartOffset, known[0]?.startOffset ?? 0, deletedBelow);
  while (at < last) {
    const ours = spanAt(log.epochs, at);
    const theirs = spanAt(known, at);
    // Where a cache was cut from its start, the epoch is not known any more.
    if (ours.epoch !== theirs.epoch && ours.epoch >= 0 && theirs.epoch >= 0) return at;
    at = Math.min(ours.end, theirs.end);
  }
  return Math.max(0, Math.min(last, at));
}

/** The epoch of an offset and where it ends. */
function spanAt(epochs: readonly EpochEntry[], offset: number): { readonly epoch: number; readonly end: number } {
  let epoch = -1;
  for (const entry of epochs) {
    if (entry.startOffset > offset) return { epoch, end: entry.startOffset };
    ({ epoch } = entry);
  }
  return { epoch, end: Number.MAX_SAFE_INTEGER };
}
