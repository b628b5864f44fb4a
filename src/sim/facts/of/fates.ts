import { vecForEach, vecToArray } from '../../../lib/vec.ts';
import type { Micros } from '../../time.ts';
import { nameOfNode } from '../../read/nodes.ts';
import type { NodeId, Seq } from '../../world.ts';
import { defineFact, remembered, type Run } from '../fact.ts';
import { committedBy, lostBy, tracedRecord, type TracedRecord, type Verdict } from '../fate-of.ts';
import { fatesFold, stepsOf } from '../folds/fates.ts';
import { printedFold, type Printed } from '../folds/printed.ts';
import { processedFold } from '../folds/processed.ts';
import { recordsFold } from '../folds/records.ts';
import { releasedFold } from '../folds/released.ts';
import { nodeIdOf, partitionText, shown } from '../lookup.ts';
import { counted, listed, seconds } from '../say.ts';

/** When, and the number of the trace entry that says so. */
type Moment = { readonly t: Micros; readonly seq: Seq };
type ByConsumer = Moment & { readonly consumer: string };

/** The life of one record. */
export type RecordFate = {
  readonly verdict: Verdict;
  readonly partition: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly handedOver: Moment;
  readonly attempts: readonly (Moment & { readonly broker: number })[];
  readonly writes: readonly (Moment & { readonly offset: number; readonly leaderEpoch: number })[];
  /** A leader recognised it as written already. */
  readonly repeats: readonly Moment[];
  /** What its program was told: `error` null is an acknowledgement, with how many logs held it then. */
  readonly told: (Moment & { readonly acks: number; readonly copies: number; readonly error: string | null }) | null;
  readonly committed: Moment | null;
  /** Where it stands in the log that decides. */
  readonly offsets: readonly number[];
  /** It stands there behind a later record of the same producer. */
  readonly outOfOrder: boolean;
  readonly read: readonly ByConsumer[];
  readonly processed: readonly ByConsumer[];
  readonly effects: readonly (ByConsumer & { readonly effect: string })[];
  /** The entry from which on an acknowledged record was gone. */
  readonly lost: (Moment & { readonly type: string; readonly broker: number }) | null;
};

/** What became of a producer's `n`-th record, counted from 0 over all partitions and all lives of its process. */
export const fate = defineFact({
  id: 'fate',
  args: [
    { name: 'p', kind: 'producer' },
    { name: 'n', kind: 'count' },
  ],
  folds: [recordsFold, fatesFold, releasedFold, printedFold, processedFold],
  ask(run, name, n): RecordFate | null {
    const node = nodeIdOf(run.world, name, 'producer', 'remote');
    const traced = node < 0 ? null : tracedRecord(run, node, n);
    return traced === null ? null : fateOf(run, traced);
  },
  say: (value, name, n) => (value === null ? `${name} has sent no record ${n} yet.` : sentenceOf(value, name, n)),
});

function fateOf(run: Run, traced: TracedRecord): RecordFate {
  const { node, partition, number, handed, record, told, places, verdict } = traced;
  const covers = (row: { readonly partition: number; readonly first: number; readonly count: number }): boolean =>
    row.partition === partition && row.first <= number && number < row.first + row.count;
  const { attempts } = stepsOf(remembered(run, fatesFold), node);
  const committed = committedBy(run, traced);
  const lost = lostBy(run, traced);
  return {
    verdict,
    partition: partitionText(run.world, partition),
    key: shown(record?.key ?? null),
    value: shown(record?.value ?? null),
    handedOver: moment(handed),
    attempts: vecToArray(attempts)
      .filter(covers)
      .map((row) => ({ ...moment(row), broker: row.broker })),
    writes: traced.writes.map(({ t, seq, offset, leaderEpoch }) => ({ t, seq, offset, leaderEpoch })),
    repeats: repeatsOf(run, traced),
    told: told === null ? null : { ...moment(told), acks: told.acks, copies: told.copies, error: told.error },
    committed: committed === null ? null : moment(committed),
    offsets: places.map(({ offset }) => offset),
    outOfOrder: traced.outOfOrder,
    read: readersOf(run, traced),
    ...workOn(run, traced),
    lost: lost === null ? null : { ...moment(lost), type: lost.type, broker: lost.broker },
  };
}

function moment({ t, seq }: Moment): Moment {
  return { t, seq };
}

function repeatsOf(run: Run, { node, partition, writes }: TracedRecord): readonly Moment[] {
  return vecToArray(remembered(run, fatesFold).repeats)
    .filter((repeat) => repeat.partition === partition && repeat.producer === node)
    .filter(({ from, to, seq }) => writes.some((write) => write.seq < seq && from <= write.offset && write.offset < to))
    .map(moment);
}

function readersOf(run: Run, traced: TracedRecord): readonly ByConsumer[] {
  const readers: ByConsumer[] = [];
  vecForEach(remembered(run, printedFold), (history, consumer) => {
    if (history === null) return;
    vecForEach(history.printed, (row) => {
      if (holds(row, traced)) readers.push({ ...moment(row), consumer: nameOfNode(run.world, consumer) });
    });
  });
  return readers.sort((a, b) => a.seq - b.seq);
}

function workOn(run: Run, traced: TracedRecord): Pick<RecordFate, 'processed' | 'effects'> {
  const processed: ByConsumer[] = [];
  const effects: (ByConsumer & { readonly effect: string })[] = [];
  vecForEach(remembered(run, processedFold), (history, node: NodeId) => {
    if (history === null) return;
    const consumer = nameOfNode(run.world, node);
    vecForEach(history.processed, (row) => {
      if (holds(row, traced)) processed.push({ ...moment(row), consumer });
    });
    vecForEach(history.effects, (row) => {
      if (holds(row, traced)) effects.push({ ...moment(row), consumer, effect: row.effect });
    });
  });
  return { processed: processed.sort((a, b) => a.seq - b.seq), effects: effects.sort((a, b) => a.seq - b.seq) };
}

/** Are these offsets of these batches this very record, in whichever of its places? */
function holds({ partition, from, to, batches }: Printed, { node, partition: own, number }: TracedRecord): boolean {
  if (partition !== own) return false;
  return batches.some(({ origin, baseOffset, lastOffset }) => {
    if (origin === null || origin.node !== node || number < origin.first) return false;
    const offset = baseOffset + number - origin.first;
    return offset <= lastOffset && offset >= from && offset < to;
  });
}

function sentenceOf(value: RecordFate, name: string, n: number): string {
  const { verdict, told, lost, processed, read } = value;
  const record = `Record ${n} of ${name}${value.value === null ? '' : ` (${value.value})`}`;
  const error = told?.error ?? '';
  const clauses: { readonly [V in Verdict]: string } = {
    waiting: 'has not been written yet',
    written: 'is written and not acknowledged yet',
    acknowledged: `is acknowledged and in the log at offset ${listed(value.offsets)}`,
    doubled: `stands in the log ${counted(value.offsets.length, 'time')}, at offsets ${listed(value.offsets)}`,
    lost: `was acknowledged and is lost${lost === null ? '' : ` since broker ${lost.broker} ${lost.type === 'LeaderStarted' ? 'leads without it' : 'lost it'} (${seconds(lost.t)})`}`,
    deleted: 'was written, and retention or compaction has deleted it',
    failed: `failed with ${error}`,
    'failed but written': `failed with ${error}, and yet stands in the log at offset ${listed(value.offsets)}`,
    vanished: 'was sent without asking for an answer and is in no log',
  };
  const times = Math.max(read.length, processed.length);
  const readers = [...read, ...processed].map(({ consumer }) => consumer);
  const names = readers.filter((reader, at) => readers.indexOf(reader) === at);
  return `${record} ${clauses[verdict]}${times === 0 ? '' : `; ${listed(names)} read it, ${counted(times, 'time')} in all`}.`;
}
