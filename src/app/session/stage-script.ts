import type { Lesson } from '../../lesson/lesson.ts';
import { isTable, type ComputedRow, type ComputedTable, type Plan } from '../../lesson/plan/plan.ts';
import { beatsOf, isVoted, type Vote } from '../../lesson/stage/beats.ts';
import type { Cursor } from '../../timeline/timeline.ts';
import { letterOf, type StageBeat, type StageReason, type StageTable, type StageVote } from '../../view/stage/stage.ts';

/** A stop of a presentation: what is said and asked there, and where the run stands. */
export interface PlacedBeat extends StageBeat {
  readonly cursor: Cursor;
  /** Index of the step it belongs to, and its id. */
  readonly step: number;
  readonly stepId: string;
}

/**
 * A lesson as an instructor goes through it. The step's question is there with its options from the vote at its start to its end,
 * where the one that the run gives is marked.
 */
export function placedBeats(lesson: Lesson, plan: Plan): readonly PlacedBeat[] {
  return beatsOf(lesson, plan).map(({ step, title, place, instant, say, discuss, vote }) => {
    const source = lesson.steps[step];
    const isOpen = source !== undefined && isVoted(place, source);
    const state = isOpen ? 'open' : place === 'end' ? 'answered' : 'closed';
    const shown = vote === null ? null : stageVote(vote, state);
    return { step, stepId: source?.id ?? '', title, say, discuss, vote: shown, cursor: instant };
  });
}

function stageVote({ question, computed }: Vote, state: StageVote['state']): StageVote {
  const shared = { state, ask: question.ask, because: question.because };
  if (isTable(computed)) {
    const reasons = computed.rows.flatMap((row) => reasonsOf(row, ({ text }) => `${row.name}: ${text}`));
    return { ...shared, options: [], right: -1, table: tableOf(computed), reasons: onceEach(reasons) };
  }
  const reasons = reasonsOf(computed, (_, index) => letterOf(index));
  return { ...shared, options: computed.options.map(({ text }) => text), right: computed.right, table: null, reasons };
}

function reasonsOf(
  { options, right }: Pick<ComputedRow, 'options' | 'right'>,
  name: (option: { readonly text: string }, index: number) => string,
): StageReason[] {
  return options.flatMap((option, index): StageReason[] => {
    const { belief, text } = option;
    if (index === right || belief === null) return [];
    return [{ option: name(option, index), text, belief: belief.text, show: belief.refutedBy }];
  });
}

/** A belief that stands behind picks in several rows is told with the first of them. */
function onceEach(reasons: readonly StageReason[]): readonly StageReason[] {
  return reasons.filter(({ belief }, at) => reasons.findIndex((one) => one.belief === belief) === at);
}

function tableOf({ rows }: ComputedTable): StageTable {
  return {
    choices: (rows[0]?.options ?? []).map(({ text }) => text),
    rows: rows.map(({ name, options, right }) => ({ name, answer: options[right]?.text ?? '' })),
  };
}
