import type { Lesson, SelfCheckItem } from '../lesson.ts';
import type { Plan } from '../plan/plan.ts';
import { verdictFor, type OptionScreen, type Verdict } from '../player/screen.ts';
import type { Inline } from '../prose.ts';
import type { CheckPhase, Outcome } from './machine.ts';
import type { SelfCheck } from './self-check.ts';

/** What the self-check shows; a pure function of lesson, plan and the learner's tries. */
export interface CheckScreen {
  readonly phase: CheckPhase;
  /** Counts from 1 within this round. */
  readonly number: number;
  readonly count: number;
  readonly ask: readonly Inline[];
  readonly options: readonly OptionScreen[];
  /** Options that have been tried and are out. */
  readonly tried: readonly number[];
  /** The last option tried; null before the first try. */
  readonly choice: number | null;
  /** Null until the item is right, or both tries are used. */
  readonly verdict: Verdict | null;
  readonly summary: readonly { readonly ask: readonly Inline[]; readonly outcome: Outcome }[];
  readonly wrong: number;
}

/** What to show now. */
export function checkScreenOf(lesson: Lesson, plan: Plan, check: SelfCheck): CheckScreen {
  const { item, outcomes, round, tried } = check.context;
  const { question } = lesson.selfCheck[item] as SelfCheckItem;
  const computed = plan.checks[item]?.question ?? { id: question.id, options: [], right: 0, proof: null };
  const isOver = check.value === 'right' || check.value === 'explained';
  const choice = tried.at(-1) ?? null;
  return {
    phase: check.value,
    number: round.indexOf(item) + 1,
    count: round.length,
    ask: question.ask,
    options: computed.options.map(({ text }, at) => ({
      text,
      mark: !isOver ? 'open' : at === computed.right ? 'right' : at === choice ? 'wrong' : 'other',
    })),
    tried,
    choice,
    verdict: isOver ? verdictFor(question, computed, choice) : null,
    summary: lesson.selfCheck.map((entry, at) => ({ ask: entry.question.ask, outcome: outcomes[at] ?? null })),
    wrong: outcomes.filter((outcome) => outcome === 'wrong').length,
  };
}
