import { stableStringify, type Json } from '../../lib/json.ts';
import type { Question } from '../lesson.ts';
import { misconceptions } from '../misconceptions/index.ts';
import type { MisconceptionId } from '../misconceptions/misconception.ts';
import { questionOfRow } from '../rows.ts';
import { askingOf, rightAnswer, type Stretch } from './compute-question.ts';
import { inWords } from './wording.ts';

/** Why a question has the options that it has in a run: what each of its beliefs has given. */
export interface Account {
  /** What the run gives; undefined: nothing that can be asked for. */
  readonly right: Json | undefined;
  /** Beliefs of the question that say nothing about it here. */
  readonly silent: readonly MisconceptionId[];
  /** Those that give what the run gives. */
  readonly agreeing: readonly MisconceptionId[];
  /** Those that give what one before them has given. */
  readonly repeating: readonly MisconceptionId[];
  /** Beliefs that it does not name, and that would give another answer. */
  readonly others: readonly MisconceptionId[];
}

/** Asks every belief that there is. @param row the name of a table's row; null: the question has none */
export function accountOf(question: Question, row: string | null, stretch: Stretch): Account {
  const asked = row === null ? question : questionOfRow(question, row);
  const right = rightAnswer(asked, stretch);
  const account = { right, silent: [], agreeing: [], repeating: [], others: [] } as const;
  if (right === undefined) return account;
  const asking = askingOf(asked, stretch, right);
  const all: { readonly [K in 'silent' | 'agreeing' | 'repeating' | 'others']: MisconceptionId[] } = {
    silent: [],
    agreeing: [],
    repeating: [],
    others: [],
  };
  // Options that read the same are one, as those that are the same.
  const given = new Set([stableStringify(right)]);
  const words = new Set([inWords(right, question.wording)]);
  const answers = new Map(Object.values(misconceptions).map((one) => [one.id, one.answer(asking)]));
  for (const id of question.wrong) {
    const answer = answers.get(id);
    const text = answer === undefined ? null : stableStringify(answer);
    if (text === null) all.silent.push(id);
    else if (text === stableStringify(right)) all.agreeing.push(id);
    else if (given.has(text) || words.has(inWords(answer ?? null, question.wording))) all.repeating.push(id);
    else {
      given.add(text);
      words.add(inWords(answer ?? null, question.wording));
    }
  }
  for (const [id, answer] of answers) {
    if (question.wrong.includes(id) || answer === undefined || given.has(stableStringify(answer))) continue;
    if (!words.has(inWords(answer, question.wording))) all.others.push(id);
  }
  return { right, ...all };
}

/** What has become of the beliefs, in a clause each: `M57 gives nothing`. */
export function sayAccount({ silent, agreeing, repeating }: Account): string {
  const say = (ids: readonly MisconceptionId[], one: string, more: string): readonly string[] =>
    ids.length === 0 ? [] : [`${ids.join(', ')} ${ids.length === 1 ? one : more}`];
  return [
    ...say(silent, 'says nothing about it', 'say nothing about it'),
    ...say(agreeing, 'gives the right answer', 'give the right answer'),
    ...say(repeating, 'gives what another one gives', 'give what another one gives'),
  ].join(', ');
}
