import type { Seq } from '../../sim/world.ts';
import type { Lesson, LessonStep, Question } from '../lesson.ts';
import {
  isTable,
  rightInWords,
  type ComputedQuestion,
  type ComputedTable,
  type Plan,
  type PlannedStep,
} from '../plan/plan.ts';
import type { Block, Inline } from '../prose.ts';
import type { Confidence, PlayerPhase } from './machine.ts';
import { whyNotRun, type Player } from './player.ts';
import { tableScreen, tableVerdict, type TableScreen, type TableVerdict } from './table.ts';

/** What a lesson's panel shows; a pure function of lesson, plan and player. */
export interface LessonScreen {
  readonly title: string;
  readonly phase: PlayerPhase;
  readonly steps: readonly StepMark[];
  readonly step: number;
  readonly stepTitle: string;
  /** Only at the first step. */
  readonly hook: readonly Inline[];
  readonly story: readonly Block[];
  readonly before: readonly Block[];
  readonly question: QuestionScreen | null;
  /** Why the step cannot be run now; null when it can. */
  readonly whyNotRun: string | null;
  readonly verdict: Verdict | TableVerdict | null;
  /** Empty until the step is explained. */
  readonly after: readonly Block[];
  readonly change: ChangeScreen | null;
  readonly twin: TwinScreen | null;
  readonly isLastStep: boolean;
}

export interface StepMark {
  readonly title: string;
  readonly state: 'done' | 'here' | 'begun' | 'ahead';
}

export interface QuestionScreen {
  readonly id: string;
  readonly ask: readonly Inline[];
  /** Empty in a table. */
  readonly options: readonly OptionScreen[];
  readonly choice: number | null;
  /** One pick in each of its rows is wanted; null: one of the options. */
  readonly table: TableScreen | null;
  readonly confidence: Confidence | null;
  /** A prediction is committed once: after the run it stays as it was. */
  readonly isCommitted: boolean;
}

export interface OptionScreen {
  readonly text: string;
  /** `open` until the run has answered. */
  readonly mark: 'open' | 'right' | 'wrong' | 'other';
}

/** Feedback: what was said, what the run says, which belief is behind it, why. Never a bare right or wrong. */
export interface Verdict {
  readonly kind: 'right' | 'wrong' | 'skipped';
  readonly said: string | null;
  readonly runSays: string;
  /** What someone believes who answers so; null for the right answer. */
  readonly belief: string | null;
  readonly because: readonly Inline[];
  /** The entry that refutes the belief, or that proves the answer. */
  readonly show: Seq | null;
}

export interface ChangeScreen {
  readonly say: readonly Inline[];
  /** What the question is answered in the changed run, and in this one; null when the step asks nothing. */
  readonly answer: string | null;
  readonly answerHere: string | null;
}

type Computed = ComputedQuestion | ComputedTable;

/** The step on the lesson's two clusters: what they are called, and what the question is answered on each. */
export interface TwinScreen {
  readonly say: readonly Inline[];
  readonly here: string;
  readonly there: string;
  /** Null when the step asks nothing. */
  readonly answerHere: string | null;
  readonly answer: string | null;
}

/** What to show now. */
export function screenOf(lesson: Lesson, plan: Plan, player: Player): LessonScreen {
  const { step: index, furthest } = player.context;
  const step = lesson.steps[index] as LessonStep;
  const planned = plan.steps[index];
  const computed = planned?.question ?? null;
  const hasRun = player.value === 'comparing' || player.value === 'explaining';
  const isOver = player.value === 'checking' || player.value === 'done';
  const question =
    step.question !== null && computed !== null ? questionScreen(step.question, computed, player, hasRun) : null;
  const isExplained = player.value === 'explaining';
  return {
    title: lesson.title,
    phase: player.value,
    steps: lesson.steps.map(({ title }, at) => ({ title, state: stateOf(at, index, furthest, isOver) })),
    step: index,
    stepTitle: step.title,
    hook: index === 0 ? lesson.hook : [],
    story: index === 0 ? lesson.story : [],
    before: step.before,
    question,
    whyNotRun: whyNotRun(player),
    verdict: hasRun && step.question !== null && computed !== null ? verdictOf(step.question, computed, player) : null,
    after: isExplained ? step.after : [],
    change:
      isExplained && step.change !== null && planned !== undefined && planned.change !== null
        ? changeScreen(step, computed, planned.change.answer)
        : null,
    twin: isExplained ? twinScreen(lesson, step, planned) : null,
    isLastStep: index + 1 >= lesson.steps.length,
  };
}

/** What is said to someone who chose `choice`; null: the question was skipped. */
export function verdictFor(question: Question, computed: ComputedQuestion, choice: number | null): Verdict {
  const right = computed.options[computed.right];
  const chosen = choice === null ? undefined : computed.options[choice];
  const belief = chosen?.belief ?? null;
  return {
    kind: chosen === undefined ? 'skipped' : belief === null ? 'right' : 'wrong',
    said: chosen?.text ?? null,
    runSays: right?.text ?? '',
    belief: belief?.text ?? null,
    because: question.because,
    show: belief?.refutedBy ?? computed.proof,
  };
}

function verdictOf(question: Question, computed: Computed, player: Player): Verdict | TableVerdict {
  const { picks, skipped } = player.context;
  if (isTable(computed)) return tableVerdict(question, computed, picks, skipped);
  return verdictFor(question, computed, picks[0] ?? null);
}

function questionScreen(question: Question, computed: Computed, player: Player, hasRun: boolean): QuestionScreen {
  const { picks, confidence } = player.context;
  const choice = picks[0] ?? null;
  const asked = { id: question.id, ask: question.ask, confidence, isCommitted: player.value !== 'predicting' };
  if (isTable(computed)) return { ...asked, options: [], choice: null, table: tableScreen(computed, picks, hasRun) };
  const options = computed.options.map(({ text }, at): OptionScreen => ({
    text,
    mark: hasRun ? markOf(at, computed.right, choice) : 'open',
  }));
  return { ...asked, options, choice, table: null };
}

function markOf(at: number, right: number, choice: number | null): OptionScreen['mark'] {
  if (at === right) return 'right';
  return at === choice ? 'wrong' : 'other';
}

function stateOf(at: number, here: number, furthest: number, isOver: boolean): StepMark['state'] {
  if (isOver) return 'done';
  if (at === here) return 'here';
  if (at < here) return 'done';
  return at <= furthest ? 'begun' : 'ahead';
}

function changeScreen(step: LessonStep, computed: PlannedStep['question'], answer: string | null): ChangeScreen | null {
  if (step.change === null) return null;
  return { say: step.change.say, answer, answerHere: computed === null ? null : rightInWords(computed) };
}

function twinScreen({ twin }: Lesson, step: LessonStep, planned: PlannedStep | undefined): TwinScreen | null {
  if (twin === null || step.twin === null || planned?.twin == null) return null;
  const { question } = planned;
  return {
    say: step.twin.say,
    here: twin.here,
    there: twin.there,
    answerHere: question === null ? null : rightInWords(question),
    answer: planned.twin.answer,
  };
}
