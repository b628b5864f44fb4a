import type { Invariant } from './invariant.ts';

/** kafka.log.UnifiedLog.maybeIncrementHighWatermark: a leader's never goes back; another leader may begin below it. */
export const monotonicHighWatermark: Invariant = {
  name: 'MonotonicHighWatermark',
  says: 'within a leader epoch the high watermark of a leader never decreases, and it never passes the end of the log',
  watch: () => ({
    look({ replicas }, _, complain) {
      for (const { broker, partition, before, after, running } of replicas) {
        if (after === null) continue;
        const { highWatermark, logEndOffset, logStartOffset } = after.log;
        if (highWatermark > logEndOffset || (running && after.role !== 'offline' && highWatermark < logStartOffset))
          complain(
            partition,
            `broker ${broker}: ${logStartOffset} <= ${highWatermark} <= ${logEndOffset} does not hold`,
          );
        if (before === null || before.role !== 'leader' || after.role !== 'leader') continue;
        if (before.leaderEpoch === after.leaderEpoch && highWatermark < before.log.highWatermark)
          complain(partition, `leader ${broker}: from ${before.log.highWatermark} back to ${highWatermark}`);
      }
    },
  }),
};
