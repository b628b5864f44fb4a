import { sizeOf, uncovered, withRange, type Range } from '../../lib/ranges.ts';
import { vecGet } from '../../lib/vec.ts';
import type { Replica } from '../broker/state.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { Complain, Invariant } from './invariant.ts';
import type { ReplicaChange } from './sight.ts';

/** What a leader's log holds of idempotent producers, by the producer's own count of its records. */
interface Held {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly epochs: ReplicaLog['epochs'];
  readonly byProducer: (readonly Range[] | undefined)[];
}

/** Sequence numbers (KIP-98): whatever is sent again, and under whichever epoch, a log holds a record once. */
export const idempotentProducerWritesOnce: Invariant = {
  name: 'IdempotentProducerWritesOnce',
  says: 'what an idempotent producer sends again is not written to the log a second time',
  watch() {
    const held: (Held | undefined)[][] = [];
    return {
      look({ replicas }, _ledger, complain) {
        for (const change of replicas) {
          const { broker, partition, before, after, running } = change;
          const known = (held[partition] ??= []);
          if (after === null || !running || after.role !== 'leader') known[broker] = undefined;
          else if (before?.log !== after.log) known[broker] = look(known[broker], change, after, complain);
        }
      },
    };
  },
};

/** Counts what was put at the end of a log; where a log is led anew, or was cut at either end, all of it. */
function look(known: Held | undefined, change: ReplicaChange, after: Replica, complain: Complain): Held {
  const { log } = after;
  const goesOn =
    known !== undefined &&
    known.logStartOffset === log.logStartOffset &&
    known.logEndOffset <= log.logEndOffset &&
    known.epochs === log.epochs;
  const from = goesOn ? known.logEndOffset : log.logStartOffset;
  const byProducer = goesOn ? known.byProducer : [];
  const { batches, first } = log;
  let at = batches.length;
  while (at > first && (vecGet(batches, at - 1) as RecordBatch).baseOffset >= from) at -= 1;
  for (; at < batches.length; at++) note(byProducer, vecGet(batches, at) as RecordBatch, change, complain);
  return { logStartOffset: log.logStartOffset, logEndOffset: log.logEndOffset, epochs: log.epochs, byProducer };
}

function note(
  byProducer: Held['byProducer'],
  batch: RecordBatch,
  { broker, partition }: ReplicaChange,
  complain: Complain,
): void {
  const { origin, producerId, baseOffset, lastOffset } = batch;
  if (origin === null || producerId < 0) return;
  const range = { from: origin.first, to: origin.first + lastOffset - baseOffset + 1 };
  const there = byProducer[origin.node] ?? [];
  const fresh = sizeOf(uncovered(there, range));
  if (fresh < range.to - range.from)
    complain(
      partition,
      `broker ${broker} has records ${range.from} to ${range.to - 1} of an idempotent producer twice, again at offset ${baseOffset}`,
    );
  byProducer[origin.node] = withRange(there, range);
}
