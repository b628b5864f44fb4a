import type { RecordRef } from '../../sim/facts/args.ts';
import { partitionView, type PartitionView } from '../../sim/read/partitions.ts';
import type { RecordBatch } from '../../sim/protocol/record-batch.ts';
import { bytesOf } from '../../sim/read/text.ts';
import { shown } from '../../sim/facts/lookup.ts';
import type { Json } from '../../lib/json.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import type { Seq } from '../../sim/world.ts';
import { isAbout } from './about.ts';
import type { Asking } from './misconception.ts';

/** The acknowledgement of the record that a question is about; null when none came in the stretch. */
export function ackOf(asking: Asking): TraceEntry<'RecordsAcknowledged'> | null {
  const ref = asking.args[0] as RecordRef | undefined;
  for (const entry of asking.entries) {
    if (entry.type !== 'RecordsAcknowledged') continue;
    if (ref !== undefined && holds(entry.args.batch, entry.args.baseOffset, ref)) return entry;
  }
  return null;
}

/** The partition of the acknowledged record in question, as it is at the step's end. */
export function partitionAfter(asking: Asking): PartitionView | null {
  const ack = ackOf(asking);
  return ack === null ? null : partitionView(asking.after.world, ack.args.partition);
}

/** The number of the acknowledgement; null when none came. */
export function ackSeq(asking: Asking): Seq | null {
  return ackOf(asking)?.seq ?? null;
}

function holds(batch: RecordBatch, baseOffset: number, ref: RecordRef): boolean {
  if (ref.by === 'place') return ref.offset >= baseOffset && ref.offset < baseOffset + batch.records.length;
  const value = bytesOf(ref.value);
  return batch.records.some((record) => record.value === value);
}

/** Where the consumer in question prints something else than a believer expects next; null: it never does. */
export function firstOtherPrint(asking: Asking, expected: readonly Json[]): Seq | null {
  let next = 0;
  for (const entry of asking.entries) {
    if (entry.type !== 'RecordsPrinted' || !isAbout(asking, asking.after.world, entry)) continue;
    for (const { records } of entry.args.batches)
      for (const { value } of records) if (shown(value) !== expected[next++]) return entry.seq;
  }
  return null;
}
