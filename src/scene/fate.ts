import { vecForEach } from '../lib/vec.ts';
import { remembered, type Run } from '../sim/facts/fact.ts';
import { committedBy, tracedNumber, type TracedRecord } from '../sim/facts/fate-of.ts';
import { recordsFold, type Append } from '../sim/facts/folds/records.ts';
import { fateOf } from '../sim/facts/record-fate.ts';
import { partitionText } from '../sim/facts/lookup.ts';
import { recordOn } from '../sim/read/replicas.ts';
import type { NodeId, PartitionId, World } from '../sim/world.ts';
import { fateLines, writtenLines, type FateLine } from './fate-lines.ts';
import { furtherSentences, isBadFate, verdictSentence } from './fate-words.ts';
import type { Thing } from './thing.ts';
import { namesOf } from './words/names.ts';
import { quoted } from './words/phrases.ts';

/**
 * Which record: the one that a producer counted as `number` in a partition, or, where no producer of this cluster has sent it (a
 * coordinator has written it), the one that was written at an offset in a leader epoch.
 */
export type RecordId =
  | { readonly by: 'producer'; readonly producer: NodeId; readonly partition: PartitionId; readonly number: number }
  | {
      readonly by: 'place';
      readonly partition: PartitionId;
      readonly offset: number;
      readonly leaderEpoch: number;
    };

/** What became of a record. */
export interface FateView {
  readonly id: RecordId;
  /** `scooters’ record alice: 12`. */
  readonly title: string;
  /** In one sentence; `bad`: nobody wants that. */
  readonly verdict: string;
  readonly bad: boolean;
  /** What else is to be said. */
  readonly more: readonly string[];
  /** In the order of the entries. */
  readonly lines: readonly FateLine[];
  /** Where it stands in the log that decides; it leads to the tile. */
  readonly places: readonly { readonly text: string; readonly thing: Thing }[];
}

/** Which record lies at a place; null: that copy has none there. */
export function recordIdOf(world: World, thing: Thing | null): RecordId | null {
  if (thing?.kind !== 'record') return null;
  const { partition, broker, offset } = thing;
  const found = recordOn(world, broker, partition, offset);
  if (found === null) return null;
  const { origin, baseOffset } = found.batch;
  return origin === null
    ? { by: 'place', partition, offset, leaderEpoch: found.leaderEpoch }
    : { by: 'producer', producer: origin.node, partition, number: origin.first + offset - baseOffset };
}

/** What became of a record, as far as this run goes; null: it has not been sent yet. */
export function fateView(run: Run, id: RecordId): FateView | null {
  if (id.by === 'place') return writtenView(run, id);
  const traced = tracedNumber(run, id.producer, id.partition, id.number);
  if (traced === null) return null;
  const fate = fateOf(run, traced);
  const names = namesOf(run.world);
  const producer = names.node(id.producer);
  return {
    id,
    title: `Record ${recordText(fate)} of ${producer}`,
    verdict: verdictSentence(fate),
    bad: isBadFate(fate),
    more: furtherSentences(fate),
    lines: fateLines(fate, producer),
    places: placesOf(run.world, traced),
  };
}

/** `12`, or with its key `alice: 12`. */
function recordText({ key, value }: { readonly key: string | null; readonly value: string | null }): string {
  const text = value === null ? 'null' : value === '' ? '(empty)' : quoted(value, 40);
  return key === null ? text : `${quoted(key, 40)}: ${text}`;
}

function placesOf(world: World, { partition, places }: TracedRecord): FateView['places'] {
  const holder = world.setup.brokerIds;
  return places.flatMap(({ offset, leaderEpoch }) => {
    const broker = holder.find((id) => recordOn(world, id, partition, offset)?.leaderEpoch === leaderEpoch);
    if (broker === undefined) return [];
    return [{ text: `offset ${offset}`, thing: { kind: 'record', partition, broker, offset } as const }];
  });
}

function writtenView(run: Run, id: Extract<RecordId, { by: 'place' }>): FateView {
  const { partition, offset, leaderEpoch } = id;
  const writes: (Append & { readonly offset: number })[] = [];
  vecForEach(remembered(run, recordsFold).appends, (append) => {
    if (append.partition !== partition || append.leaderEpoch !== leaderEpoch) return;
    if (append.from <= offset && offset < append.to) writes.push({ ...append, offset });
  });
  const committed = committedBy(run, { partition, writes });
  return {
    id,
    title: `The record at offset ${offset} of ${partitionText(run.world, partition)}`,
    verdict: 'A broker has written it for itself; no producer has sent it.',
    bad: false,
    more: [committed === null ? 'It is not committed yet.' : 'It is committed.'],
    lines: writtenLines(writes, committed),
    places: [],
  };
}
