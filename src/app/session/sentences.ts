import { concerns } from '../../scene/concerns.ts';
import type { Thing } from '../../scene/thing.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import { interestIn } from '../../sim/trace/interest.ts';
import type { Seq } from '../../sim/world.ts';
import { namesOf, type Names } from '../../scene/words/names.ts';
import { sentenceOf } from '../../scene/words/sentence.ts';
import { skippedSentence } from '../../scene/words/skipped-words.ts';
import type { QuietStretch } from '../../timeline/auto-pace.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { causesOf, type Link } from '../../timeline/why.ts';
import type { EntryLine } from '../../view/table/entry-line.ts';

/** So many steps back entries are looked for; beyond, a list of the last ones is of no interest. */
const STEPS_BACK = 400;
const HISTORY_STEPS_BACK = 3_000;

const faults: ReadonlySet<string> = new Set(['ProcessCrashed', 'ProcessFroze', 'LogLost']);

/** An entry as a line to read. */
export function lineOf(entry: TraceEntry, names: Names): EntryLine {
  return {
    seq: entry.seq,
    at: entry.t,
    sentence: sentenceOf(entry, names),
    interest: interestIn(entry),
    fault: faults.has(entry.type),
  };
}

/**
 * The last entries before the present that are no noise, oldest first. What was done to the whole network at once is one of them, and not a
 * line for each of its links.
 */
export function lastEntries(timeline: Timeline, most: number): readonly EntryLine[] {
  const entries = entriesBack(timeline, STEPS_BACK);
  const whole = new Set(
    entries.flatMap((entry) =>
      entry.type === 'Intervened' && OF_THE_NETWORK.has(entry.args.intervention.type) ? [entry.seq] : [],
    ),
  );
  const said = (entry: TraceEntry): boolean =>
    entry.type === 'LinkChanged' && entry.causes.some((cause) => whole.has(cause));
  return lastOf(timeline, entries, most, (entry) => interestIn(entry) !== 'noise' && !said(entry));
}

const OF_THE_NETWORK: ReadonlySet<string> = new Set(['partitionNetwork', 'healNetwork']);

function entriesBack(timeline: Timeline, back: number): readonly TraceEntry[] {
  const { step } = timeline.present;
  return timeline.entriesBetween(Math.max(0, step - back), step);
}

/** The last entries about a thing, oldest first. */
export function historyOf(timeline: Timeline, thing: Thing, most: number): readonly EntryLine[] {
  const { world } = timeline;
  return lastOf(
    timeline,
    entriesBack(timeline, HISTORY_STEPS_BACK),
    most,
    (entry) => interestIn(entry) !== 'noise' && concerns(world, thing, entry),
  );
}

function lastOf(
  timeline: Timeline,
  entries: readonly TraceEntry[],
  most: number,
  wanted: (entry: TraceEntry) => boolean,
): readonly EntryLine[] {
  const names = namesOf(timeline.world, timeline.history);
  const lines: EntryLine[] = [];
  for (let i = entries.length - 1; i >= 0 && lines.length < most; i--) {
    const entry = entries[i] as TraceEntry;
    if (wanted(entry)) lines.push(lineOf(entry, names));
  }
  return lines.reverse();
}

/** A link of the chain of causes with its sentence. */
export interface ToldLink extends Pick<Link, 'by' | 'passed'> {
  readonly line: EntryLine;
  /** Did somebody, or the script, do it? Then one can ask what would have been without. */
  readonly done: boolean;
}

/** Why an entry was written: the chain back to what somebody wanted, or what failed; null: on this branch it was not. */
export function whyOf(timeline: Timeline, { seq, t, type }: TraceEntry): readonly ToldLink[] | null {
  const here = timeline.entry(seq)?.entry;
  if (here?.t !== t || here.type !== type) return null;
  const names = namesOf(timeline.frontierWorld, timeline.history);
  const trace = { world: timeline.frontierWorld, entry: (one: Seq) => timeline.entry(one) };
  return causesOf(trace, seq).map(({ entry, by, passed }) => ({
    line: lineOf(entry, names),
    by,
    passed,
    done: entry.type === 'Intervened',
  }));
}

/** One entry as a sentence; null: the run has not been simulated so far. */
export function entrySentence(timeline: Timeline, seq: Seq): string | null {
  const found = timeline.entry(seq);
  // The frontier's World knows every name, and every value that has not been cut off since.
  return found === null ? null : sentenceOf(found.entry, namesOf(timeline.frontierWorld, timeline.history));
}

/** What passes while a quiet stretch is crossed, in one sentence. */
export function stretchSentence(timeline: Timeline, { from, to }: QuietStretch): string {
  const entries = timeline.entriesBetween(timeline.glance(from).step, timeline.glance(to).step);
  return skippedSentence(from, to, entries);
}
