import { endOffsetFor, UNDEFINED_EPOCH_OFFSET, type EpochEnd } from '../log/leader-epoch-cache.ts';
import type { ReplicaLog } from '../log/replica-log.ts';

/**
 * Where a follower cuts its log when the leader has said that it parts from the leader's
 * (AbstractFetcherThread.getOffsetTruncationState; KIP-101, KIP-279). Never at the high watermark: epochs tell exactly.
 * If the leader's epoch is unknown here, the log is cut to the end of the largest smaller one, and the next fetch asks again.
 * @param diverging the largest epoch that the leader shares with the fetch, and where it ends there
 */
export function truncationOffset(log: ReplicaLog, diverging: EpochEnd): number {
  const own = endOffsetFor(log.epochs, diverging.epoch, log.logEndOffset);
  if (own.endOffset === UNDEFINED_EPOCH_OFFSET) return Math.min(diverging.endOffset, log.logEndOffset);
  if (own.epoch !== diverging.epoch) return Math.min(own.endOffset, log.logEndOffset);
  return Math.min(own.endOffset, diverging.endOffset, log.logEndOffset);
}
