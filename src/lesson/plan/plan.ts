import type { Json } from '../../lib/json.ts';
import type { Micros } from '../../sim/time.ts';
import type { Seq } from '../../sim/world.ts';
import type { PlannedIntervention } from '../../timeline/engine.ts';
import type { MisconceptionId } from '../misconceptions/misconception.ts';

/**
 * A lesson played for one seed: where each step begins and ends, what is done when, and every question with the options that
 * this run gives. A run is scenario, seed and interventions, so what the learner then watches is this run to the byte.
 */
export interface Plan {
  readonly seed: number;
  /** Did the cluster become ready for the first step, and when? */
  readonly isReady: boolean;
  readonly ready: Instant;
  readonly steps: readonly PlannedStep[];
  readonly checks: readonly PlannedCheck[];
}

/** A point of a run: after the trace entry before `seq`. */
export interface Instant {
  readonly at: Micros;
  /** How many steps have been taken. */
  readonly step: number;
  /** The number of the first entry that comes later. */
  readonly seq: Seq;
}

export interface PlannedStep {
  readonly id: string;
  readonly start: Instant;
  readonly end: Instant;
  /** Everything done to the cluster from the beginning of the run up to this step's end. */
  readonly interventions: readonly PlannedIntervention[];
  readonly moments: readonly ({ readonly name: string } & Instant)[];
  /** Did the goal hold when the step began, and when its run ended? */
  readonly goalBefore: boolean;
  readonly goalAfter: boolean;
  /** Every moment came, and the question, if there is one, can be asked. */
  readonly isWhole: boolean;
  readonly question: ComputedQuestion | ComputedTable | null;
  readonly change: PlannedChange | null;
  /** The step on the twin, and what its question is answered there; null: it is told once. */
  readonly twin: PlannedTwin | null;
}

/** The step's run with one thing changed, and what the step's question is answered there. */
export interface PlannedChange {
  readonly interventions: readonly PlannedIntervention[];
  readonly end: Instant;
  readonly reached: boolean;
  /** In words; null when the step asks nothing. */
  readonly answer: string | null;
}

/** A step on the twin: instants and interventions are those of the twin's own run. */
export interface PlannedTwin extends PlannedChange {
  readonly start: Instant;
}

export interface PlannedCheck {
  readonly id: string;
  readonly interventions: readonly PlannedIntervention[];
  readonly start: Instant;
  readonly end: Instant;
  readonly reached: boolean;
  /** Null when the run has no answer; no lesson of ours is so. */
  readonly question: ComputedQuestion | null;
}

/** Options in the order in which they are shown; exactly one is right, that at `right`. */
export interface ComputedQuestion {
  readonly id: string;
  readonly options: readonly Option[];
  readonly right: number;
  /** The entry that proves the right answer; null when no entry does. */
  readonly proof: Seq | null;
}

export interface Option {
  readonly value: Json;
  readonly text: string;
  /** The belief whose answer this is; null for what the run answers. */
  readonly belief: { readonly id: MisconceptionId; readonly text: string; readonly refutedBy: Seq | null } | null;
}

/** One question a row; all rows have the same choices, in the same order. A choice that no belief gives has none. */
export interface ComputedTable {
  readonly id: string;
  /** Headings of what is shown of a row. */
  readonly columns: readonly string[];
  readonly rows: readonly ComputedRow[];
}

export interface ComputedRow extends ComputedQuestion {
  readonly name: string;
  /** What is shown of it, in words, a text a column. */
  readonly cells: readonly string[];
}

/** Is one pick wanted in each of several rows? */
export function isTable(question: ComputedQuestion | ComputedTable): question is ComputedTable {
  return 'rows' in question;
}

/** The rows of a table; a question without rows is one itself. */
export function rowsOf(
  question: ComputedQuestion | ComputedTable,
): readonly (ComputedQuestion & { readonly name?: string })[] {
  return isTable(question) ? question.rows : [question];
}

/** What the run answers, in words; of a table row by row. */
export function rightInWords(question: ComputedQuestion | ComputedTable): string {
  if (isTable(question)) return question.rows.map((row) => `${row.name}: ${rightInWords(row)}`).join('; ');
  return question.options[question.right]?.text ?? '';
}

/** Two to four options, one of them right: what a question needs to be asked. In a table the author has chosen them. */
export function isAskable(question: ComputedQuestion | ComputedTable): boolean {
  if (isTable(question)) return question.rows.length >= 2;
  return question.options.length >= 2 && question.options.length <= 4;
}
