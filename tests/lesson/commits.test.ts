import { expect, test } from 'vitest';

import { A_MOMENT, HeadlessRun } from '../../src/lesson/headless-run.ts';
import { nameOfNode } from '../../src/sim/read/nodes.ts';
import type { EntryType, TraceEntry } from '../../src/sim/trace/entry.ts';
import { theCourse } from '../lessons/support/course.ts';

const lesson = theCourse().lessons.find(({ number }) => number === 7);

/** Plays the lesson on commits up to the end of a step. @returns the run, and the entries of that step */
function playedTo(id: string, seed: number): { readonly run: HeadlessRun; readonly entries: readonly TraceEntry[] } {
  if (lesson === undefined) throw new Error('lesson 7 is not there');
  const run = HeadlessRun.of(lesson.scenario, seed);
  expect(run.runUntil(lesson.ready)).toBe(true);
  for (const step of lesson.steps) {
    const from = run.nextSeq;
    for (const { after, intervention } of step.doing) run.intervene(intervention, after + A_MOMENT);
    expect(run.runUntil(step.goal), `${step.id} with seed ${seed}`).toBe(true);
    if (step.id === id) return { run, entries: run.entries(from, run.nextSeq) };
  }
  throw new Error(`no step ${id}`);
}

function of<T extends EntryType>(
  entries: readonly TraceEntry[],
  type: T,
  run: HeadlessRun,
  node: string,
): TraceEntry<T>[] {
  const found: TraceEntry<T>[] = [];
  for (const entry of entries)
    if (entry.type === type && nameOfNode(run.world, entry.node) === node) found.push(entry as TraceEntry<T>);
  return found;
}

const seeds = [7, 1, 2, 3];

test.each(seeds)(
  'auto-commit rides on poll(): six records of one poll() are done after six seconds, and only then is 6 committed (seed %i)',
  (seed) => {
    const { run, entries } = playedTo('first-commit', seed);
    const done = of(entries, 'RecordsProcessed', run, 'consumer.py');
    const commits = of(entries, 'OffsetsCommitted', run, 'broker-1');
    expect(done.map(({ args }) => args.to)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(commits.map(({ args }) => args.offsets)).toEqual([[6]]);
    expect(commits[0]?.t).toBeGreaterThan(done.at(-1)?.t ?? Infinity);
  },
);

test.each(seeds)(
  'a kill in the middle of record 16 of a poll() of ten: 10 is still committed, and six are processed again (seed %i)',
  (seed) => {
    const { run, entries } = playedTo('kill', seed);
    const crash = of(entries, 'ProcessCrashed', run, 'consumer.py')[0];
    const before = entries.filter(({ seq }) => seq < (crash?.seq ?? 0));
    const done = of(before, 'RecordsProcessed', run, 'consumer.py');
    expect(done.at(-1)?.args.to).toBe(16);
    const since = (crash?.t ?? 0) - (done.at(-1)?.t ?? 0);
    expect(since).toBeGreaterThan(200_000);
    expect(since).toBeLessThan(800_000);
    const committed = of(before, 'OffsetsCommitted', run, 'broker-1').flatMap(({ args }) => args.offsets);
    expect([...new Set(committed)]).toEqual([10]);
    expect(['numtest-0@10', 'numtest-0@15', 'numtest-0@16'].map((one) => run.ask(`timesProcessed(${one})`))).toEqual([
      2, 2, 1,
    ]);
  },
);

test.each(seeds)(
  'the second run of a client that leaves no group waits for the session of the first, ten seconds (seed %i)',
  (seed) => {
    const { run, entries } = playedTo('second-run', seed);
    const removed = of(entries, 'MemberRemoved', run, 'broker-1');
    expect(removed.map(({ args }) => args.why)).toEqual(['session']);
    const [assigned] = of(entries, 'PartitionsAssigned', run, 'consumer.py');
    expect(assigned?.t).toBeGreaterThan(removed[0]?.t ?? Infinity);
    expect(of(entries, 'GroupLeft', run, 'consumer.py')).toEqual([]);
  },
);

test.each(seeds)('with one record a poll() a kill repeats none that is finished (seed %i)', (seed) => {
  const { run, entries } = playedTo('trickle', seed);
  const [crash] = of(entries, 'ProcessCrashed', run, 'consumer.py');
  const done = of(entries, 'RecordsProcessed', run, 'consumer.py').filter(({ seq }) => seq < (crash?.seq ?? 0));
  expect(done.at(-1)?.args.to).toBe(24);
  expect(['numtest-0@23', 'numtest-0@24'].map((one) => run.ask(`timesProcessed(${one})`))).toEqual([1, 1]);
});

test.each(seeds)(
  'commit before loses six mails, commit after sends four twice, a commit in the background loses the one at hand (seed %i)',
  (seed) => {
    const { run } = playedTo('library', seed);
    const mails = (group: string, offsets: readonly number[]): unknown =>
      offsets.map((offset) => run.ask(`sideEffects(numtest-0@${offset}, ${group})`));
    expect(mails('before-group', [30, 33, 34, 39])).toEqual([1, 1, 0, 0]);
    expect(mails('after-group', [30, 33, 34, 39])).toEqual([2, 2, 1, 1]);
    expect(mails('library-group', [40, 41, 42])).toEqual([1, 1, 0]);
    expect(run.ask('skipped(after-group, numtest-0)')).toBe(0);
  },
);
