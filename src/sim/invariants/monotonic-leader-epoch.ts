import type { Invariant } from './invariant.ts';

/** Each election raises the epoch; a broker never goes back to an earlier one (Partition.makeLeader, makeFollower). */
export const monotonicLeaderEpoch: Invariant = {
  name: 'MonotonicLeaderEpoch',
  says: 'a broker never leads or follows in an earlier epoch than before, and epochs and offsets grow together in its log',
  watch() {
    const highest: number[][] = [];
    return {
      look({ replicas }, _, complain) {
        for (const { broker, partition, before, after } of replicas) {
          const epochs = (highest[partition] ??= []);
          if (after === null) {
            epochs[broker] = -1;
            continue;
          }
          const known = epochs[broker] ?? -1;
          if (after.role !== 'offline' && after.leaderEpoch < known)
            complain(partition, `broker ${broker} goes from epoch ${known} back to ${after.leaderEpoch}`);
          epochs[broker] = Math.max(known, after.leaderEpoch);
          if (before?.log.epochs === after.log.epochs) continue;
          after.log.epochs.forEach((entry, index) => {
            const last = after.log.epochs[index - 1];
            if (last !== undefined && (entry.epoch <= last.epoch || entry.startOffset < last.startOffset))
              complain(partition, `broker ${broker} has epoch ${entry.epoch} after ${last.epoch} in its log`);
          });
        }
      },
    };
  },
};
