import type { Invariant } from './invariant.ts';

/** Raft's and Kafka's promise to a consumer (Kafka: ReplicationControlManager elects from the ISR; KIP-966 names the gap). */
export const leaderCompleteness: Invariant = {
  name: 'LeaderCompleteness',
  says: 'a broker that begins to lead has every committed record, unless an unclean election or lost disks explain it',
  watch: () => ({
    look(_, ledger, complain) {
      for (const { change, from, committed } of ledger.shortfalls)
        complain(
          change.partition,
          `broker ${change.broker} leads in epoch ${change.after?.leaderEpoch ?? -1} without the committed offsets ${from} to ${committed}`,
        );
    },
  }),
};
