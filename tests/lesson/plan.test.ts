import { describe, expect, test } from 'vitest';

import { A_MOMENT, HeadlessRun } from '../../src/lesson/headless-run.ts';
import type { Goal, Lesson } from '../../src/lesson/lesson.ts';
import { isSound, planLesson, planNow, planWithSoundSeed } from '../../src/lesson/plan/plan-lesson.ts';
import { rightInWords, type Instant, type PlannedStep } from '../../src/lesson/plan/plan.ts';
import { plain } from '../../src/lesson/prose.ts';
import { beatAt, beatsOf } from '../../src/lesson/stage/beats.ts';
import { createWorld, intervene, step } from '../../src/sim/cluster.ts';
import { stableStringify, textHash } from '../../src/lib/json.ts';
import type { World } from '../../src/sim/world.ts';
import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import type { PlannedIntervention } from '../../src/timeline/engine.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import { theSmallLesson } from './support/small-lesson.ts';

const lesson = theSmallLesson();
const plan = planNow(lesson, 1);

/** Plays a run as a timeline does: each intervention after as many steps as it says. */
function played(interventions: readonly PlannedIntervention[], to: Instant): World {
  let world = createWorld(lesson.scenario, plan.seed);
  while (world.steps < to.step) {
    const made = interventions.find((one) => one.step === world.steps);
    const taken = made === undefined ? step(world) : intervene(world, made.at, made.intervention);
    if (taken === null) throw new Error('the run ends before its goal');
    ({ world } = taken);
  }
  return world;
}

/** A World in few letters; a difference need not be read. */
function printOf(world: World): string {
  return textHash(stableStringify(world));
}

function drained<T>(generator: Generator<undefined, T>): { readonly value: T; readonly turns: number } {
  for (let turns = 0; ; turns++) {
    const turn = generator.next();
    if (turn.done === true) return { value: turn.value, turns };
  }
}

describe('a lesson is planned by playing it', () => {
  test('the same seed gives the same plan, another seed another run', () => {
    expect(planNow(lesson, 1)).toEqual(plan);
    expect(planNow(lesson, 2).steps[0]?.end.at).not.toBe(plan.steps[0]?.end.at);
  });

  test('what a step replays is the run that answered its question, to the byte', () => {
    const run = HeadlessRun.of(lesson.scenario, 1);
    run.runUntil(lesson.ready);
    const all = plan.steps.at(-1)?.interventions ?? [];
    for (const [index, { doing, goal }] of lesson.steps.entries()) {
      const { start, end, interventions } = plan.steps[index] as PlannedStep;
      expect(printOf(played(all, start))).toBe(printOf(run.world));
      for (const { after, intervention } of doing) run.intervene(intervention, after + A_MOMENT);
      expect(run.runUntil(goal)).toBe(true);
      expect(printOf(played(interventions, end))).toBe(printOf(run.world));
      expect(printOf(played(all, end))).toBe(printOf(run.world));
    }
  });

  test('the timeline of the page replays it, to the byte', () => {
    const { interventions, end } = plan.steps.at(-1) as PlannedStep;
    const timeline = new Timeline({ engine: clusterEngine, scenario: lesson.scenario, seed: plan.seed, interventions });
    expect(timeline.advanceUntil(end.at, 100_000)).toBe(true);
    expect(timeline.present.step).toBe(end.step);
    expect(printOf(timeline.world)).toBe(printOf(played(interventions, end)));
  });

  test('a change and an item of the self-check are runs of their own, and leave the lesson as it was', () => {
    const { change, interventions } = plan.steps[1] as PlannedStep;
    expect(change?.interventions.length).toBe(interventions.length + 1);
    expect(change === null ? null : played(change.interventions, change.end).now).toBe(change?.end.at);
    const check = plan.checks[1];
    expect(check === undefined ? null : played(check.interventions, check.end).now).toBe(check?.end.at);
    expect(plan.checks[2]?.start).toEqual(plan.steps.at(-1)?.end);
  });

  test('right answers are computed: with six records in place of five, six are left', () => {
    const six: Lesson = JSON.parse(JSON.stringify(lesson).replaceAll('"value":5', '"value":6')) as Lesson;
    const first = six.steps[0] as Lesson['steps'][number];
    const [send] = first.doing;
    if (send?.intervention.type !== 'send') throw new Error('the first step sends');
    const records = [
      ...send.intervention.records,
      send.intervention.records[0] as (typeof send.intervention.records)[number],
    ];
    const steps = [
      { ...first, doing: [{ after: 0, intervention: { ...send.intervention, records } }] },
      ...six.steps.slice(1),
    ];
    const question = planNow({ ...six, steps }, 1).steps[1]?.question;
    expect(question == null ? null : rightInWords(question)).toBe('6');
  });

  test('it takes turns, so that a page stays alive', () => {
    const long: Lesson = {
      ...lesson,
      ready: {
        all: [{ kind: 'fact', fact: 'happened', args: ['LogTruncated'], op: 'is', value: true }],
        within: 3_600_000_000,
      },
    };
    expect(drained(planLesson(long, 1)).turns).toBeGreaterThan(0);
  });
});

describe('a seed that a lesson cannot be asked with', () => {
  const never: Goal = {
    all: [{ kind: 'fact', fact: 'highWatermark', args: ['trips-0'], op: 'is', value: 99 }],
    within: 1_000_000,
  };

  test('a goal that is not reached in its time is told, and the lesson is not sound', () => {
    const stuck = planNow({ ...lesson, steps: lesson.steps.map((one) => ({ ...one, goal: never })) }, 1);
    expect(stuck.steps.map(({ goalAfter }) => goalAfter)).toEqual([false, false]);
    expect(isSound(stuck)).toBe(false);
    expect(isSound(plan)).toBe(true);
  });

  test('a question whose beliefs all answer right has one option only, and the next seed is taken', () => {
    const [first, second] = lesson.steps as [Lesson['steps'][number], Lesson['steps'][number]];
    // With M45 nothing stands beside the right answer, whatever the seed: the first seed's plan is given back.
    const hopeless = {
      ...lesson,
      steps: [
        first,
        {
          ...second,
          question: { ...(second.question as NonNullable<typeof second.question>), wrong: ['M45' as const] },
        },
      ],
    };
    const { value } = drained(planWithSoundSeed(hopeless, 7));
    expect(value.seed).toBe(7);
    expect(value.steps[1]?.isWhole).toBe(false);
    expect(drained(planWithSoundSeed(lesson, 7)).value.seed).toBe(7);
  });

  test('a seed is passed over when another will do', () => {
    // Reached or not depends on when the leader is there, which depends on the seed.
    const ends = Array.from({ length: 10 }, (_, seed) => planNow(lesson, seed).ready.at);
    const [slowest, middle] = [Math.max(...ends), [...ends].sort((a, b) => a - b)[5] as number];
    const from = ends.indexOf(slowest);
    const hurried: Lesson = { ...lesson, ready: { ...lesson.ready, within: middle } };
    expect(planNow(hurried, from).isReady).toBe(false);
    const found = drained(planWithSoundSeed(hurried, from)).value;
    expect(found.isReady).toBe(true);
    expect(found.seed).toBeGreaterThan(from);
  });
});

describe('a headless run', () => {
  test('shows an earlier instant without changing what has happened', () => {
    const run = HeadlessRun.of(lesson.scenario, 1);
    run.runUntil(lesson.ready);
    const early = { print: printOf(run.world), steps: run.world.steps };
    const [first] = lesson.steps;
    for (const { intervention } of first?.doing ?? []) run.intervene(intervention);
    run.runUntil(first?.goal as Goal);
    const late = run.world.steps;
    run.seek(early.steps);
    expect(printOf(run.world)).toBe(early.print);
    expect(run.ask('count(trips-0)')).toBe(0);
    run.seek(late);
    expect(run.ask('count(trips-0)')).toBe(5);
  });

  test('a fork goes its own way', () => {
    const run = HeadlessRun.of(lesson.scenario, 1);
    run.runUntil(lesson.ready);
    const before = run.nextSeq;
    const fork = run.fork();
    fork.intervene({ type: 'crash', node: 'broker-1', kind: 'process' });
    expect(fork.nextSeq).toBeGreaterThan(before);
    expect(run.nextSeq).toBe(before);
    expect(run.ask('brokerState(1)')).toBe('running');
  });
});

describe('a presentation', () => {
  const beats = beatsOf(lesson, plan);

  test('stops at the beginning, the moments and the end of each step, in order', () => {
    expect(beats.map(({ step: at, place }) => [at, place])).toEqual([
      [0, 'start'],
      [0, 'end'],
      [1, 'start'],
      [1, 'begun'],
      [1, 'end'],
    ]);
    const steps = beats.map(({ instant }) => instant.step);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });

  test('asks the room what a learner is asked, word by word, where the step begins; elsewhere what the author asks', () => {
    expect(beats.map(({ discuss }) => plain(discuss))).toEqual(['Where?', 'By whom?', '', 'And now?', 'Why?']);
    expect(beats.map(({ vote }) => vote?.question.id ?? null)).toEqual([null, null, 'q1', 'q1', 'q1']);
    expect(beats.map(({ vote }) => vote?.computed.id ?? null)).toEqual([null, null, 'q1', 'q1', 'q1']);
    expect(plain(beats[2]?.vote?.question.ask ?? [])).toBe('How many are left of trips?');
  });

  test('the last beat is the one that does not lie ahead', () => {
    expect(beatAt(beats, 0)).toBe(0);
    expect(beatAt(beats, beats[3]?.instant.step ?? -1)).toBe(3);
    expect(beatAt(beats, (beats[4]?.instant.step ?? -1) - 1)).toBe(3);
    expect(beatAt(beats, 1_000_000)).toBe(4);
  });
});
