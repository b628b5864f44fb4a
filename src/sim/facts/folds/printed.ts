import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import type { Micros } from '../../time.ts';
import type { NodeId, PartitionId, Seq } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** What one poll() handed to a consumer's program: offsets [from, to) of a partition. */
export interface Printed {
  readonly t: Micros;
  readonly seq: Seq;
  readonly partition: PartitionId;
  readonly from: number;
  readonly to: number;
  readonly batches: readonly RecordBatch[];
}

export interface ConsumerHistory {
  readonly printed: Vec<Printed>;
  readonly count: number;
}

const NOTHING: ConsumerHistory = { printed: emptyVec(), count: 0 };

/** What each consumer has printed, by node. */
export const printedFold: Fold<Vec<ConsumerHistory | null>> = {
  id: 'printed',
  entries: ['RecordsPrinted'],
  start: () => emptyVec(),
  take(state, entry) {
    if (entry.type !== 'RecordsPrinted') return state;
    const { partition, from, to, batches } = entry.args;
    let consumers = state;
    while (consumers.length <= entry.node) consumers = vecPush(consumers, null);
    const before = vecGet(consumers, entry.node) ?? NOTHING;
    const printed = vecPush(before.printed, { t: entry.t, seq: entry.seq, partition, from, to, batches });
    return vecSet(consumers, entry.node, { printed, count: before.count + countIn(batches, from, to) });
  },
};

/** What a consumer has printed so far; nothing for any other node. */
export function printedBy(state: Vec<ConsumerHistory | null>, node: NodeId): ConsumerHistory {
  return vecGet(state, node) ?? NOTHING;
}

/** How many records of these batches have an offset in [from, to); a whole dense batch is not opened. */
function countIn(batches: readonly RecordBatch[], from: number, to: number): number {
  let count = 0;
  for (const batch of batches) {
    if (batch.control !== null) continue;
    if (batch.offsets === null) {
      const end = batch.baseOffset + batch.records.length;
      count += Math.max(0, Math.min(to, end) - Math.max(from, batch.baseOffset));
    } else {
      count += batch.offsets.filter((offset) => offset >= from && offset < to).length;
    }
  }
  return count;
}
