import { A_MOMENT, HeadlessRun, type Snapshot } from '../headless-run.ts';
import type { Doing, Lesson, LessonStep, SelfCheckItem } from '../lesson.ts';
import { computeQuestion, rightAnswer } from './compute-question.ts';
import { isAskable, type Plan, type PlannedChange, type PlannedCheck, type PlannedStep } from './plan.ts';
import { inWords } from './wording.ts';

/** How many seeds are tried before the first one is taken as it is. */
const MOST_SEEDS = 25;

/**
 * Plays a lesson from its beginning to its end, every self-check item and every change on a branch of its own. It yields
 * between slices of work, so that a page stays alive; {@link planNow} plays it in one go.
 */
export function* planLesson(lesson: Lesson, seed: number): Generator<undefined, Plan> {
  const run = HeadlessRun.of(lesson.scenario, seed);
  const isReady = (yield* run.running(lesson.ready, [])).reached;
  const ready = run.instant();
  const steps: PlannedStep[] = [];
  for (const step of lesson.steps) steps.push(yield* planStep(run, step, seed));
  const checks: PlannedCheck[] = [];
  for (const item of lesson.selfCheck) checks.push(yield* planCheck(run.fork(), item, seed));
  return { seed, isReady, ready, steps, checks };
}

/** Plays a lesson in one go. */
export function planNow(lesson: Lesson, seed: number): Plan {
  const planning = planLesson(lesson, seed);
  for (;;) {
    const turn = planning.next();
    if (turn.done === true) return turn.value;
  }
}

/**
 * The plan of the first seed, from `seed` on, for which every step is reached and every question can be asked.
 * @returns the plan of `seed` itself when none of 25 is so
 */
export function* planWithSoundSeed(lesson: Lesson, seed: number): Generator<undefined, Plan> {
  const first = yield* planLesson(lesson, seed);
  for (let plan = first, next = seed + 1; ; next++) {
    if (isSound(plan)) return plan;
    if (next >= seed + MOST_SEEDS) return first;
    plan = yield* planLesson(lesson, next);
  }
}

/** Is every step reached, and can every question be asked? */
export function isSound(plan: Plan): boolean {
  return (
    plan.isReady &&
    plan.steps.every(
      (step) => !step.goalBefore && step.goalAfter && step.isWhole && (step.change === null || step.change.reached),
    ) &&
    plan.checks.every((check) => check.reached && check.question !== null && isAskable(check.question))
  );
}

function* planStep(run: HeadlessRun, step: LessonStep, seed: number): Generator<undefined, PlannedStep> {
  const change = step.change === null ? null : yield* planChange(run.fork(), step);
  const before = run.snapshot();
  const start = run.instant();
  const goalBefore = run.holds(step.goal);
  doAll(run, step.doing);
  const { reached, named } = yield* run.running(step.goal, step.moments);
  const after = run.snapshot();
  const question = step.question === null ? null : computeQuestion(step.question, { run, before, after }, seed);
  return {
    id: step.id,
    start,
    end: run.instant(),
    interventions: run.interventions(),
    moments: step.moments.flatMap(({ name }) => named.filter((moment) => moment.name === name)),
    goalBefore,
    goalAfter: reached,
    isWhole:
      named.length === step.moments.length && (step.question === null || (question !== null && isAskable(question))),
    question,
    change,
  };
}

function* planChange(run: HeadlessRun, step: LessonStep): Generator<undefined, PlannedChange | null> {
  if (step.change === null) return null;
  const before = run.snapshot();
  doAll(run, step.change.doing);
  doAll(run, step.doing);
  const { reached } = yield* run.running(step.change.goal ?? step.goal, []);
  return {
    interventions: run.interventions(),
    end: run.instant(),
    reached,
    answer: step.question === null ? null : answerInWords(step.question, { run, before, after: run.snapshot() }),
  };
}

function* planCheck(run: HeadlessRun, item: SelfCheckItem, seed: number): Generator<undefined, PlannedCheck> {
  const before = run.snapshot();
  const start = run.instant();
  doAll(run, item.doing);
  const reached = item.goal === null || (yield* run.running(item.goal, [])).reached;
  const question = computeQuestion(item.question, { run, before, after: run.snapshot() }, seed);
  return { id: item.question.id, interventions: run.interventions(), start, end: run.instant(), reached, question };
}

function answerInWords(
  question: NonNullable<LessonStep['question']>,
  stretch: { run: HeadlessRun; before: Snapshot; after: Snapshot },
): string | null {
  const right = rightAnswer(question, stretch);
  return right === undefined ? null : inWords(right, question.wording);
}

function doAll(run: HeadlessRun, doing: readonly Doing[]): void {
  for (const { after, intervention } of doing) run.intervene(intervention, after + A_MOMENT);
}
