import { didYouMean } from '../../scenario/did-you-mean.ts';
import { fieldsOf, isMap, listOf, unexpected, wrong, type Fields, type Read } from '../../scenario/read/reading.ts';
import { readCondition } from '../../scenario/read/condition.ts';
import { readFlag, readText, readWord } from '../../scenario/read/values.ts';
import type { Answer, Proof, Question, Take, Wording } from '../lesson.ts';
import { misconceptions } from '../misconceptions/index.ts';
import type { MisconceptionId } from '../misconceptions/misconception.ts';
import { readFactOfRows, readTable, TABLE_KEYS } from './read-table.ts';
import { readId, readSentence } from './sentence.ts';

export const QUESTION_KEYS = ['id', 'ask', 'answer', 'wrong', 'option', 'words', 'because', 'show me'];

/** What of an answer may be asked for, but for the whole of it. */
export const TAKES: readonly Take[] = [
  'count',
  'first offset',
  'last offset',
  'values',
  'offsets',
  'partitions',
  'partition count',
];

/** A prediction. An item of the self-check has no table: it is tried twice, and then explained as a whole. */
export const readPrediction: Read<Question> = (spot) => {
  const fields = fieldsOf(spot, 'a question', [...QUESTION_KEYS, ...TABLE_KEYS]);
  return fields === null ? null : readQuestion(fields);
};

/** The question that these keys describe; they may stand among others. */
export function readQuestion(fields: Fields): Question | null {
  const id = fields.required('id', readId);
  const ask = fields.required('ask', readSentence);
  const table = readTable(fields);
  const answer = fields.required('answer', readAnswer(table?.rows ?? []));
  const beliefs = fields.required('wrong', listOf(readBelief, 'a list of misconceptions, as [M01]'));
  const wording = readWording(fields);
  const because = fields.required('because', readSentence);
  const proof = fields.optional('show me', readProof, null);
  if (beliefs?.length === 0 && (fields.at('wrong').value as readonly unknown[]).length === 0)
    wrong(fields.at('wrong'), 'empty', 'wrong is empty; a question needs a belief to stand beside the right answer');
  if (beliefs?.length === 0 || id === null || ask === null || answer === null || beliefs === null || because === null)
    return null;
  if (fields.has('rows') && table === null) return null;
  return { id, ask, answer, wrong: beliefs, wording, because, proof, table };
}

/** A fact, `count(trips-0)`, or `{ fact: ..., new: true, take: first offset }`. */
function readAnswer(rows: readonly string[]): Read<Answer> {
  const readFact = readFactOfRows(rows);
  return (spot) => {
    if (!isMap(spot.value)) {
      const fact = readFact(spot);
      return fact === null ? null : { fact, isNew: false, take: null };
    }
    const fields = fieldsOf(spot, 'an answer', ['fact', 'new', 'take']);
    const fact = fields?.required('fact', readFact) ?? null;
    const isNew = fields?.optional('new', readFlag, false) ?? false;
    const take = fields?.optional('take', readWord(TAKES), null) ?? null;
    return fact === null ? null : { fact, isNew, take };
  };
}

const readBelief: Read<MisconceptionId> = (spot) => {
  const text = readText(spot);
  if (text === null || Object.hasOwn(misconceptions, text)) return text as MisconceptionId | null;
  return wrong(
    spot,
    'unknown-misconception',
    `unknown misconception ${text.slice(0, 60)}`,
    didYouMean(text, Object.keys(misconceptions)),
  );
};

/** Without the value all options would read the same. */
const readOption: Read<string> = (spot) => {
  const text = readText(spot);
  if (text === null || /\{n\}|\{list\}/.test(text)) return text;
  return wrong(
    spot,
    'no-value',
    `option has no place for the value, so all would read ${text.slice(0, 60)}`,
    `write {n} for it, or {list} for the items of a list: '${text.slice(0, 60)} {n}'`,
  );
};

function readWording(fields: Fields): Wording {
  const text = fields.optional('option', readOption, '{n}');
  if (!fields.has('words')) return { text, words: {} };
  const at = fields.at('words');
  const all = fieldsOf(at, 'words for values', null);
  const words: [string, string][] = [];
  for (const value of all?.keys() ?? []) {
    const said = all === null ? null : readText(all.at(value));
    if (said !== null) words.push([canonical(value), said]);
  }
  return { text, words: Object.fromEntries(words) };
}

/** A value's key as JSON writes it: `[1, 2]` and `[1,2]` are the same. */
function canonical(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return value;
  }
}

const readProof: Read<Proof> = (spot) => {
  if (!isMap(spot.value)) return unexpected(spot, 'an entry, as { entry: LeaderElected }');
  const { which, ...rest } = spot.value;
  const condition = readCondition({ ...spot, value: rest });
  if (condition === null) return null;
  if (condition.kind !== 'entry') return unexpected(spot, 'an entry, as { entry: LeaderElected }');
  if (which !== undefined && which !== 'first' && which !== 'last') {
    return wrong({ ...spot, path: [...spot.path, 'which'] }, 'unknown-word', 'which must be first or last');
  }
  return { entry: condition.entry, args: condition.args, which: which === 'last' ? 'last' : 'first' };
};
