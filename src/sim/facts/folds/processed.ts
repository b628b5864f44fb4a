import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import type { Micros } from '../../time.ts';
import type { EntryArgs } from '../../trace/entry.ts';
import type { NodeId, PartitionId, Seq } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** Records that a member's program was done with at one instant: offsets [from, to) of a partition. */
export interface Work {
  readonly t: Micros;
  readonly seq: Seq;
  readonly partition: PartitionId;
  readonly from: number;
  readonly to: number;
  readonly batches: readonly RecordBatch[];
}

/** What one member's program has done. */
export interface ProgramHistory {
  readonly processed: Vec<Work>;
  readonly effects: Vec<Work & { readonly effect: string }>;
}

const NOTHING: ProgramHistory = { processed: emptyVec(), effects: emptyVec() };

/** What each member's program has processed, and done outside Kafka, by node. Consumers without a group are not among them. */
export const processedFold: Fold<Vec<ProgramHistory | null>> = {
  id: 'processed',
  entries: ['RecordsProcessed', 'SideEffect'],
  start: () => emptyVec(),
  take(state, entry) {
    if (entry.type !== 'RecordsProcessed' && entry.type !== 'SideEffect') return state;
    let members = state;
    while (members.length <= entry.node) members = vecPush(members, null);
    const before = vecGet(members, entry.node) ?? NOTHING;
    const work = workOf(entry.t, entry.seq, entry.args);
    const { processed, effects } = before;
    const after =
      entry.type === 'SideEffect'
        ? { processed, effects: vecPush(effects, { ...work, effect: entry.args.effect }) }
        : { processed: vecPush(processed, work), effects };
    return vecSet(members, entry.node, after);
  },
};

function workOf(t: Micros, seq: Seq, args: EntryArgs['RecordsProcessed']): Work {
  const { partition, from, to, batches } = args;
  return { t, seq, partition, from, to, batches };
}

/** What a member's program has done so far; nothing for any other node. */
export function doneBy(state: Vec<ProgramHistory | null>, node: NodeId): ProgramHistory {
  return vecGet(state, node) ?? NOTHING;
}
