import type { Invariant } from './invariant.ts';

/** acks=all: the answer leaves when the high watermark has passed the batch (DelayedProduce). */
export const acknowledgedIsCommitted: Invariant = {
  name: 'AcknowledgedIsCommitted',
  says: 'what a producer with acks=all is told is written has been committed',
  watch: () => ({
    look({ entries }, ledger, complain) {
      for (const entry of entries) {
        if (entry.type !== 'RecordsAcknowledged' || entry.args.acks !== -1 || entry.args.baseOffset < 0) continue;
        const { partition, baseOffset, count } = entry.args;
        const { everCommitted } = ledger.account(partition);
        if (baseOffset + count > everCommitted)
          complain(
            partition,
            `offset ${baseOffset + count - 1} was acknowledged; only ${everCommitted} were committed`,
          );
      }
    },
  }),
};
