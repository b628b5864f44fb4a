import { assert } from '../../lib/assert.ts';
import { stableStringify, textHash, type Json } from '../../lib/json.ts';
import { parseFactCall } from '../../sim/facts/call.ts';
import type { TraceEntry } from '../../sim/trace/entry.ts';
import { entryMatches } from '../../sim/script.ts';
import type { Seq, World } from '../../sim/world.ts';
import type { HeadlessRun, Snapshot } from '../headless-run.ts';
import type { Proof, Question } from '../lesson.ts';
import { misconceptions } from '../misconceptions/index.ts';
import type { Asking, Asked } from '../misconceptions/misconception.ts';
import { inRow, questionOfRow } from '../rows.ts';
import type { ComputedQuestion, ComputedRow, ComputedTable, Option } from './plan.ts';
import { takeFrom } from './take.ts';
import { inWords } from './wording.ts';

/** What a question is asked about: a stretch of a run that has come to its end. */
export interface Stretch {
  readonly run: HeadlessRun;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** More options are harder to read than to choose between. */
const MOST_OPTIONS = 4;

/**
 * The options of a question: what the run answers, and what those would answer whose belief applies and differs.
 * @param seed orders options that have no order of their own
 */
export function computeQuestion(question: Question, stretch: Stretch, seed: number): ComputedQuestion | null {
  const right = rightAnswer(question, stretch);
  if (right === undefined) return null;
  const asking = askingOf(question, stretch, right);
  const options: Option[] = [{ value: right, text: inWords(right, question.wording), belief: null }];
  for (const id of question.wrong) {
    const misconception = misconceptions[id];
    if (misconception === undefined || options.length === MOST_OPTIONS) continue;
    const value = misconception.answer(asking);
    if (value === undefined) continue;
    const text = inWords(value, question.wording);
    if (options.some((other) => same(other.value, value) || other.text === text)) continue;
    const refutedBy = misconception.refutedBy(asking);
    options.push({ value, text, belief: { id, text: misconception.belief, refutedBy } });
  }
  const ordered = inOrder(options, `${seed} ${question.id}`);
  return {
    id: question.id,
    options: ordered,
    right: ordered.findIndex(({ belief }) => belief === null),
    proof: proofOf(question, asking, stretch),
  };
}

/**
 * A question with one pick a row: for each row what the run answers, and behind each other choice the first belief that gives it.
 * @returns null when the run's answer to some row cannot be picked, or there is none
 */
export function computeTable(question: Question, stretch: Stretch): ComputedTable | null {
  const { table } = question;
  assert(table !== null, 'a table has rows');
  const rows: ComputedRow[] = [];
  for (const name of table.rows) {
    const row = computeRow(questionOfRow(question, name), table.choices, stretch);
    if (row === null) return null;
    const cells = table.see.map(({ fact }) => cellText(stretch.run.askAt(stretch.before, inRow(fact, name)), question));
    rows.push({ ...row, name, cells });
  }
  return { id: question.id, columns: table.see.map(({ heading }) => heading), rows };
}

function computeRow(question: Question, choices: readonly Json[], stretch: Stretch): ComputedQuestion | null {
  const right = rightAnswer(question, stretch);
  const at = right === undefined ? -1 : choices.findIndex((choice) => same(choice, right));
  if (right === undefined || at < 0) return null;
  const asking = askingOf(question, stretch, right);
  const options = choices.map((value, index): Option => {
    const belief = index === at ? null : beliefBehind(value, question, asking);
    return { value, text: inWords(value, question.wording), belief };
  });
  return { id: question.id, options, right: at, proof: proofOf(question, asking, stretch) };
}

/** The first of the question's beliefs that gives this answer; null: none does. */
function beliefBehind(value: Json, question: Question, asking: Asking): Option['belief'] {
  for (const id of question.wrong) {
    const misconception = misconceptions[id];
    const answer = misconception?.answer(asking);
    if (misconception === undefined || answer === undefined || !same(answer, value)) continue;
    return { id, text: misconception.belief, refutedBy: misconception.refutedBy(asking) };
  }
  return null;
}

/** A cell is narrow: a list stands there without commas. */
function cellText(value: Json, { wording }: Question): string {
  return Array.isArray(value) ? inWords(value, { text: '{list}', words: {} }) : inWords(value, wording);
}

/** What the run answers; undefined where it has no answer. */
export function rightAnswer({ answer }: Question, { run, before, after }: Stretch): Json | undefined {
  return takeFrom(answer, run.askAt(after, answer.fact), run.askAt(before, answer.fact));
}

/** A question with everything that a belief looks at. */
export function askingOf(question: Question, stretch: Stretch, right: Json): Asking {
  const { run, before, after } = stretch;
  const call = parseFactCall(question.answer.fact);
  assert(call.ok, () => `question ${question.id} must ask a fact; ${call.ok ? '' : call.problem}`);
  return {
    fact: call.value.fact.id,
    args: call.value.args,
    take: question.answer.take,
    isNew: question.answer.isNew,
    right,
    before: askedAt(run, before),
    after: askedAt(run, after),
    entries: run.entries(before.world.nextSeq, after.world.nextSeq),
  };
}

function askedAt(run: HeadlessRun, at: Snapshot): Asked {
  return { world: at.world, ask: (fact) => run.askAt(at, fact) };
}

/** Numbers ascend; anything else is ordered by chance, so that the right answer has no place of its own. */
function inOrder(options: readonly Option[], salt: string): readonly Option[] {
  const areNumbers = options.every(({ value }) => typeof value === 'number');
  const rank = ({ value }: Option): number | string =>
    areNumbers ? (value as number) : textHash(`${salt} ${stableStringify(value)}`);
  return [...options].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

function same(a: Json, b: Json): boolean {
  return stableStringify(a) === stableStringify(b);
}

function proofOf({ proof }: Question, { entries }: Asking, { after }: Stretch): Seq | null {
  return proof === null ? null : proofIn(proof, entries, after.world);
}

function proofIn(proof: Proof, entries: readonly TraceEntry[], world: World): Seq | null {
  const condition = { kind: 'entry', entry: proof.entry, args: proof.args, times: 1 } as const;
  const isProof = (entry: TraceEntry): boolean => entry.type === proof.entry && entryMatches(world, entry, condition);
  return (proof.which === 'first' ? entries.find(isProof) : entries.findLast(isProof))?.seq ?? null;
}
