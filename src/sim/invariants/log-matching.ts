import { vecGet } from '../../lib/vec.ts';
import type { Replica } from '../broker/state.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { Complain, Invariant } from './invariant.ts';
import type { Account } from './ledger.ts';
import type { ReplicaChange } from './sight.ts';

interface Written {
  readonly batch: RecordBatch;
  /** Epoch and last offset of the batch before it in the leader's log; -1: none was seen. */
  readonly epochBefore: number;
  readonly endBefore: number;
}

/** Raft's log matching, for batches (KIP-101, KIP-279: what truncation by leader epoch is for). */
export const logMatching: Invariant = {
  name: 'LogMatching',
  says: 'batches of the same partition, epoch and offset are the same on every broker, and so is what stands before them',
  watch() {
    const known: { [key: string]: Written }[] = [];
    return {
      look({ replicas }, ledger, complain) {
        for (const change of replicas) {
          if (change.after === null || change.before?.log.batches === change.after.log.batches) continue;
          const account = ledger.account(change.partition);
          compare((known[change.partition] ??= {}), change, change.after, account, complain);
        }
      },
    };
  },
};

/** Looks at the batches that a step put at the end of a log. */
function compare(
  known: { [key: string]: Written },
  change: ReplicaChange,
  after: Replica,
  { rewrittenEpoch: rewritten, deletedBelow }: Account,
  complain: Complain,
): void {
  const { batches, first } = after.log;
  const from = change.before?.log.logEndOffset ?? 0;
  let at = batches.length - 1;
  while (at > first && (vecGet(batches, at) as RecordBatch).baseOffset > from) at -= 1;
  for (at = Math.max(at, first); at < batches.length; at++) {
    const batch = vecGet(batches, at);
    if (batch === undefined || batch.baseOffset < from || batch.partitionLeaderEpoch === rewritten) continue;
    const key = `${batch.partitionLeaderEpoch}:${batch.baseOffset}`;
    const before = at > first ? vecGet(batches, at - 1) : undefined;
    const seen = known[key];
    if (seen === undefined) {
      const epochBefore = before?.partitionLeaderEpoch ?? -1;
      known[key] = { batch, epochBefore, endBefore: before?.lastOffset ?? -1 };
      if (after.role !== 'leader')
        complain(
          change.partition,
          `broker ${change.broker} copies a batch at ${batch.baseOffset} that no leader wrote`,
        );
    } else if (!sameBatch(seen.batch, batch)) {
      complain(
        change.partition,
        `broker ${change.broker} has another batch at ${batch.baseOffset} of epoch ${batch.partitionLeaderEpoch} than the first that was written`,
      );
    } else if (
      before !== undefined &&
      before.lastOffset >= deletedBelow &&
      before.lastOffset === seen.endBefore &&
      before.partitionLeaderEpoch !== rewritten &&
      before.partitionLeaderEpoch !== seen.epochBefore
    ) {
      complain(
        change.partition,
        `broker ${change.broker} has a batch of epoch ${before.partitionLeaderEpoch} before ${batch.baseOffset}, where the leader had one of epoch ${seen.epochBefore}`,
      );
    }
  }
}

/** The same records at the same offsets; compaction may have taken some. */
function sameBatch(original: RecordBatch, copy: RecordBatch): boolean {
  if (original === copy || original.records === copy.records) return true;
  if (original.lastOffset !== copy.lastOffset || original.records.length < copy.records.length) return false;
  return copy.records.every((record, index) => {
    const offset = copy.offsets === null ? copy.baseOffset + index : (copy.offsets[index] ?? -1);
    const place = original.offsets === null ? offset - original.baseOffset : original.offsets.indexOf(offset);
    const other = original.records[place];
    return other !== undefined && other.key === record.key && other.value === record.value;
  });
}
