import type { RecordBatch } from '../protocol/record-batch.ts';
import type { PartitionId } from '../world.ts';
import type { Complain, Invariant } from './invariant.ts';
import type { Ledger } from './ledger.ts';

/** Consumers read below the high watermark, so what one has read another reads too. */
export const consistentRead: Invariant = {
  name: 'ConsistentRead',
  says: 'consumers read only what is committed, and at one offset always the same record, unless the record was lost and the trace says why',
  watch() {
    const read: (RecordBatch | undefined)[][] = [];
    return {
      look({ entries }, ledger, complain) {
        for (const entry of entries) {
          if (entry.type !== 'RecordsPrinted') continue;
          const { partition, from, to, batches } = entry.args;
          const { everCommitted } = ledger.account(partition);
          if (to > everCommitted)
            complain(partition, `offset ${to - 1} was read; only ${everCommitted} have ever been committed`);
          for (const batch of batches)
            compare((read[partition] ??= []), batch, Math.max(from, batch.baseOffset), to, ledger, partition, complain);
        }
      },
    };
  },
};

function compare(
  read: (RecordBatch | undefined)[],
  batch: RecordBatch,
  from: number,
  to: number,
  ledger: Ledger,
  partition: PartitionId,
  complain: Complain,
): void {
  for (let offset = from; offset < Math.min(to, batch.lastOffset + 1); offset++) {
    const seen = read[offset];
    read[offset] = batch;
    if (seen === undefined || seen === batch || seen.partitionLeaderEpoch === batch.partitionLeaderEpoch) continue;
    // A leader that was replaced uncleanly, and does not know it, still shows what nobody will keep.
    if (ledger.account(partition).uncleanEpoch >= 0) continue;
    if (ledger.losses.some((loss) => loss.partition === partition && loss.from <= offset)) continue;
    complain(
      partition,
      `offset ${offset} was read as of epoch ${seen.partitionLeaderEpoch} and now as of ${batch.partitionLeaderEpoch}`,
    );
  }
}
