import type { Invariant } from './invariant.ts';

/** What the leader epoch is for (KIP-101): a zombie leads in an earlier one. */
export const singleLeaderPerEpoch: Invariant = {
  name: 'SingleLeaderPerEpoch',
  says: 'of one partition at most one broker ever leads in a leader epoch',
  watch() {
    const leaders: number[][] = [];
    return {
      look({ replicas }, _, complain) {
        for (const { broker, partition, before, after, running } of replicas) {
          if (after === null || !running || after.role !== 'leader') continue;
          if (before?.role === 'leader' && before.leaderEpoch === after.leaderEpoch) continue;
          const known = (leaders[partition] ??= []);
          const other = known[after.leaderEpoch];
          if (other !== undefined && other !== broker)
            complain(partition, `brokers ${other} and ${broker} both lead in epoch ${after.leaderEpoch}`);
          known[after.leaderEpoch] = broker;
        }
      },
    };
  },
};
