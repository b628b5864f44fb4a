import { initialOf, move, type Kept } from '../../sim/machine.ts';
import type { ComputedQuestion } from '../plan/plan.ts';
import { checkMachine, type CheckContext, type CheckPhase } from './machine.ts';

/** Where a learner is in a self-check. JSON only. */
export type SelfCheck = Kept<CheckPhase, CheckContext>;

/** A self-check at its first item. */
export function newSelfCheck(items: number): SelfCheck {
  const round = Array.from({ length: items }, (_, item) => item);
  return initialOf<CheckPhase, CheckContext>(checkMachine, {
    item: 0,
    outcomes: round.map(() => null),
    round,
    tried: [],
  });
}

/** Answers the present item; the same object when that is not possible now. */
export function answerItem(check: SelfCheck, question: ComputedQuestion, option: number): SelfCheck {
  return move<CheckPhase, CheckContext>(checkMachine, check, {
    type: 'answer',
    option,
    right: option === question.right,
  }).kept;
}

/** To the next item, or to the summary. */
export function nextItem(check: SelfCheck): SelfCheck {
  return move<CheckPhase, CheckContext>(checkMachine, check, { type: 'next' }).kept;
}

/** The items that were wrong, once more and alone. */
export function retryWrong(check: SelfCheck): SelfCheck {
  return move<CheckPhase, CheckContext>(checkMachine, check, { type: 'retry' }).kept;
}
