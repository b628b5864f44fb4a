import { A_MOMENT, HeadlessRun } from '../headless-run.ts';
import type { Doing, Lesson, LessonStep, Question, SelfCheckItem } from '../lesson.ts';
import { computeQuestion, computeTable, rightAnswer, type Stretch } from './compute-question.ts';
import { questionOfRow } from '../rows.ts';
import {
  isAskable,
  type Plan,
  type PlannedChange,
  type PlannedCheck,
  type PlannedStep,
  type PlannedTwin,
} from './plan.ts';
import { inWords } from './wording.ts';

/** How many seeds are tried before the first one is taken as it is. */
const MOST_SEEDS = 25;

/** Hears of a question while its lesson is played. The run goes on afterwards; the stretch's two instants stay. */
export type Witness = (question: Question, stretch: Stretch, computed: PlannedStep['question']) => void;

/**
 * Plays a lesson from its beginning to its end, every self-check item and every change on a branch of its own. It yields
 * between slices of work, so that a page stays alive; {@link planNow} plays it in one go.
 * @param witness hears of every question with the stretch of the run that it is asked about
 */
export function* planLesson(
  lesson: Lesson,
  seed: number,
  witness: Witness = () => undefined,
): Generator<undefined, Plan> {
  const run = HeadlessRun.of(lesson.scenario, seed);
  const isReady = (yield* run.running(lesson.ready, [])).reached;
  const ready = run.instant();
  const twin = lesson.twin === null ? null : HeadlessRun.of(lesson.twin.scenario, seed);
  if (lesson.twin !== null && twin !== null) yield* twin.running(lesson.twin.ready, []);
  const steps: PlannedStep[] = [];
  for (const step of lesson.steps) steps.push(yield* planStep(run, twin, step, seed, witness));
  const checks: PlannedCheck[] = [];
  for (const item of lesson.selfCheck) checks.push(yield* planCheck(run.fork(), item, seed, witness));
  return { seed, isReady, ready, steps, checks };
}

/** Plays a lesson in one go. */
export function planNow(lesson: Lesson, seed: number, witness?: Witness): Plan {
  const planning = planLesson(lesson, seed, witness);
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
      (step) =>
        !step.goalBefore &&
        step.goalAfter &&
        step.isWhole &&
        (step.change === null || step.change.reached) &&
        (step.twin === null || step.twin.reached),
    ) &&
    plan.checks.every((check) => check.reached && check.question !== null && isAskable(check.question))
  );
}

function* planStep(
  run: HeadlessRun,
  twin: HeadlessRun | null,
  step: LessonStep,
  seed: number,
  witness: Witness,
): Generator<undefined, PlannedStep> {
  const change = step.change === null ? null : yield* planChange(run.fork(), step);
  const before = run.snapshot();
  const start = run.instant();
  const goalBefore = run.holds(step.goal);
  doAll(run, step.doing);
  const { reached, named } = yield* run.running(step.goal, step.moments);
  const after = run.snapshot();
  const question = step.question === null ? null : computed(step.question, { run, before, after }, seed);
  if (step.question !== null) witness(step.question, { run, before, after }, question);
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
    twin: twin === null ? null : yield* planTwin(twin, step),
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

function* planTwin(run: HeadlessRun, { twin, question }: LessonStep): Generator<undefined, PlannedTwin | null> {
  if (twin === null) return null;
  const before = run.snapshot();
  const start = run.instant();
  doAll(run, twin.doing);
  const { reached } = yield* run.running(twin.goal, []);
  const answer = question === null ? null : answerInWords(question, { run, before, after: run.snapshot() });
  const interventions = run.interventions();
  return {
    start,
    end: run.instant(),
    interventions,
    reached: reached && (question === null || answer !== null),
    answer,
  };
}

function* planCheck(
  run: HeadlessRun,
  item: SelfCheckItem,
  seed: number,
  witness: Witness,
): Generator<undefined, PlannedCheck> {
  const before = run.snapshot();
  const start = run.instant();
  doAll(run, item.doing);
  const reached = item.goal === null || (yield* run.running(item.goal, [])).reached;
  const stretch = { run, before, after: run.snapshot() };
  const question = computeQuestion(item.question, stretch, seed);
  witness(item.question, stretch, question);
  return { id: item.question.id, interventions: run.interventions(), start, end: run.instant(), reached, question };
}

function computed(question: Question, stretch: Stretch, seed: number): PlannedStep['question'] {
  return question.table === null ? computeQuestion(question, stretch, seed) : computeTable(question, stretch);
}

function answerInWords(question: Question, stretch: Stretch): string | null {
  if (question.table !== null) {
    const said = question.table.rows.map((row) => [row, answerInWords(questionOfRow(question, row), stretch)]);
    return said.some(([, answer]) => answer === null) ? null : said.map((pair) => pair.join(': ')).join('; ');
  }
  const right = rightAnswer(question, stretch);
  return right === undefined ? null : inWords(right, question.wording);
}

function doAll(run: HeadlessRun, doing: readonly Doing[]): void {
  for (const { after, intervention } of doing) run.intervene(intervention, after + A_MOMENT);
}
