import { vecForEach, vecToArray } from '../../lib/vec.ts';
import type { ConsumerState } from '../client/state.ts';
import { nameOfNode, nodeOf } from '../read/nodes.ts';
import type { Micros } from '../time.ts';
import type { NodeId, Seq, World } from '../world.ts';
import { remembered, type Run } from './fact.ts';
import { committedBy, lostBy, replacedBy, type TracedRecord, type Verdict } from './fate-of.ts';
import { commitsFold, firstCommitBeyond } from './folds/commits.ts';
import { fatesFold, stepsOf, type Ending } from './folds/fates.ts';
import { printedFold, type Printed } from './folds/printed.ts';
import { processedFold } from './folds/processed.ts';
import { isInHand } from './in-hand.ts';
import { partitionText, shown } from './lookup.ts';

/** When, and the number of the trace entry that says so. */
type Moment = { readonly t: Micros; readonly seq: Seq };
/** `group` is null for a consumer without one. */
type ByConsumer = Moment & { readonly consumer: string; readonly group: string | null; readonly offset: number };
/** A leader begins without the record, or a copy is cut or gone. */
type Gone = Moment & { readonly type: string; readonly broker: number };

/** The life of one record. */
export type RecordFate = {
  readonly verdict: Verdict;
  readonly partition: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly handedOver: Moment;
  readonly attempts: readonly (Moment & { readonly broker: number; readonly attempt: number })[];
  readonly writes: readonly (Moment & {
    readonly broker: number;
    readonly offset: number;
    readonly leaderEpoch: number;
  })[];
  /** A leader recognised it as written already. */
  readonly repeats: readonly Moment[];
  /** What its program was told: `error` null is an acknowledgement, with how many logs held it then. */
  readonly told: (Moment & { readonly acks: number; readonly copies: number; readonly error: string | null }) | null;
  /** `follower`: whose fetch let the high watermark pass it; -1: no fetch. */
  readonly committed: (Moment & { readonly follower: number }) | null;
  /** Where it stands in the log that decides. */
  readonly offsets: readonly number[];
  /** It stands there behind a later record of the same producer. */
  readonly outOfOrder: boolean;
  readonly read: readonly ByConsumer[];
  readonly processed: readonly ByConsumer[];
  readonly effects: readonly (ByConsumer & { readonly effect: string })[];
  /** Groups that have committed past it although nobody of theirs has processed it, or has it in hand. */
  readonly skipped: readonly (Moment & { readonly group: string })[];
  /** Leaders that began without what had been written. */
  readonly gone: readonly Gone[];
  /** The entry from which on an acknowledged record was gone. */
  readonly lost: Gone | null;
};

/** The life of a record that was found: every row of the folds that is about it, in the order of the entries. */
export function fateOf(run: Run, traced: TracedRecord): RecordFate {
  const { node, partition, number, handed, record, told, places, verdict } = traced;
  const covers = (row: { readonly partition: number; readonly first: number; readonly count: number }): boolean =>
    row.partition === partition && row.first <= number && number < row.first + row.count;
  const { attempts } = stepsOf(remembered(run, fatesFold), node);
  const committed = committedBy(run, traced);
  const lost = lostBy(run, traced);
  const read = readersOf(run, traced);
  const work = workOn(run, traced);
  return {
    verdict,
    partition: partitionText(run.world, partition),
    key: shown(record?.key ?? null),
    value: shown(record?.value ?? null),
    handedOver: moment(handed),
    attempts: vecToArray(attempts)
      .filter(covers)
      .map((row) => ({ ...moment(row), broker: row.broker, attempt: row.attempt })),
    writes: traced.writes.map(({ t, seq, broker, offset, leaderEpoch }) => ({ t, seq, broker, offset, leaderEpoch })),
    repeats: repeatsOf(run, traced),
    told: told === null ? null : { ...moment(told), acks: told.acks, copies: told.copies, error: told.error },
    committed: committed === null ? null : { ...moment(committed), follower: committed.follower },
    offsets: places.map(({ offset }) => offset),
    outOfOrder: traced.outOfOrder,
    read,
    ...work,
    skipped: skippedBy(run, traced, read, work.processed),
    gone: traced.writes.flatMap((write) => goneOf(replacedBy(run, write))),
    lost: goneOf(lost)[0] ?? null,
  };
}

/** The group of a consumer; null: it has none. */
export function groupOfNode(world: World, id: NodeId): string | null {
  const { kind, state } = nodeOf(world, id);
  return kind === 'consumer' ? ((state as ConsumerState).group?.settings.groupId ?? null) : null;
}

function moment({ t, seq }: Moment): Moment {
  return { t, seq };
}

function goneOf(ending: Ending | null): Gone[] {
  return ending === null ? [] : [{ ...moment(ending), type: ending.type, broker: ending.broker }];
}

function repeatsOf(run: Run, { node, partition, writes }: TracedRecord): readonly Moment[] {
  return vecToArray(remembered(run, fatesFold).repeats)
    .filter((repeat) => repeat.partition === partition && repeat.producer === node)
    .filter(({ from, to, seq }) => writes.some((write) => write.seq < seq && from <= write.offset && write.offset < to))
    .map(moment);
}

function readersOf(run: Run, traced: TracedRecord): readonly ByConsumer[] {
  const readers: ByConsumer[] = [];
  vecForEach(remembered(run, printedFold), (history, node) => {
    if (history === null) return;
    const by = { consumer: nameOfNode(run.world, node), group: groupOfNode(run.world, node) };
    vecForEach(history.printed, (row) => {
      for (const offset of placesIn(row, traced)) readers.push({ ...moment(row), ...by, offset });
    });
  });
  return readers.sort((a, b) => a.seq - b.seq);
}

function workOn(run: Run, traced: TracedRecord): Pick<RecordFate, 'processed' | 'effects'> {
  const processed: ByConsumer[] = [];
  const effects: (ByConsumer & { readonly effect: string })[] = [];
  vecForEach(remembered(run, processedFold), (history, node) => {
    if (history === null) return;
    const by = { consumer: nameOfNode(run.world, node), group: groupOfNode(run.world, node) };
    vecForEach(history.processed, (row) => {
      for (const offset of placesIn(row, traced)) processed.push({ ...moment(row), ...by, offset });
    });
    vecForEach(history.effects, (row) => {
      for (const offset of placesIn(row, traced)) effects.push({ ...moment(row), ...by, offset, effect: row.effect });
    });
  });
  return { processed: processed.sort((a, b) => a.seq - b.seq), effects: effects.sort((a, b) => a.seq - b.seq) };
}

/** The offsets at which these batches hold this very record, in whichever of its places. */
function placesIn({ partition, from, to, batches }: Printed, { node, partition: own, number }: TracedRecord): number[] {
  const places: number[] = [];
  if (partition !== own) return places;
  for (const { origin, baseOffset, lastOffset, offsets } of batches) {
    if (origin === null || origin.node !== node || number < origin.first) continue;
    const offset = baseOffset + number - origin.first;
    if (offset > lastOffset || offset < from || offset >= to) continue;
    if (offsets === null || offsets.includes(offset)) places.push(offset);
  }
  return places;
}

function skippedBy(
  run: Run,
  { partition }: TracedRecord,
  read: readonly ByConsumer[],
  processed: readonly ByConsumer[],
): RecordFate['skipped'] {
  const skipped: (Moment & { readonly group: string })[] = [];
  for (const { group, offset, seq } of read) {
    if (group === null || skipped.some((known) => known.group === group)) continue;
    if (processed.some((done) => done.group === group) || isInHand(run.world, group, partition, offset)) continue;
    const commit = firstCommitBeyond(remembered(run, commitsFold), group, partition, offset, seq);
    if (commit !== null) skipped.push({ ...moment(commit), group });
  }
  return skipped;
}
