import { logOf, replicaOf } from '../read/replicas.ts';
import { partitionView } from '../read/partitions.ts';
import { quorumOf } from '../read/quorum.ts';
import { agreesUpTo } from './epochs.ts';
import type { Invariant } from './invariant.ts';

/** The premise of a clean election: whoever is in the controller's ISR has what is committed. */
export const isrHoldsCommitted: Invariant = {
  name: 'IsrHoldsCommitted',
  says: 'every member of the ISR that the controller knows has every committed record, unless it lost them by power or disk',
  watch: () => ({
    look({ after, entries, replicas }, ledger, complain) {
      for (const change of replicas) {
        if (change.after === null || change.after.role !== 'leader') continue;
        if (change.before?.log.highWatermark === change.after.log.highWatermark) continue;
        check(change.partition);
      }
      for (const entry of entries) if (entry.type === 'IsrUpdated') check(entry.args.partition);

      function check(partition: number): void {
        // Without an active controller nobody can say which metadata is committed: who thaws last may know an ISR of long ago.
        if (quorumOf(after)?.leaderId === -1) return;
        const account = ledger.account(partition);
        // An unclean election that no broker has carried out yet: what will be lost is known when somebody leads.
        if (account.uncleanEpoch > account.ledEpoch) return;
        const { isr, leader } = partitionView(after, partition);
        // At the end of a reassignment the leader hears of the new assignment first, and of the smaller ISR a moment later: who is
        // not assigned any more is not elected either (KafkaController.onPartitionReassignment, phase B).
        const assigned = replicaOf(after, leader, partition)?.replicas ?? isr;
        for (const broker of isr) {
          if (account.lostFrom[broker] !== undefined || !assigned.includes(broker)) continue;
          const log = logOf(after, broker, partition);
          const has = log === null ? 0 : agreesUpTo(log, account.epochs, account.committed, account.deletedBelow);
          if (has < account.committed)
            complain(partition, `broker ${broker} is in the ISR with ${has} of ${account.committed} committed offsets`);
        }
      }
    },
  }),
};
