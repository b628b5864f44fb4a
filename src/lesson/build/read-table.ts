import type { Json } from '../../lib/json.ts';
import { fieldsOf, listOf, wrong, type Fields, type Read } from '../../scenario/read/reading.ts';
import { readText } from '../../scenario/read/values.ts';
import { parseFactCall } from '../../sim/facts/call.ts';
import type { QuestionTable } from '../lesson.ts';
import { inRow } from '../rows.ts';

/** Keys that make a question one with a pick in each of several rows. */
export const TABLE_KEYS = ['rows', 'choices', 'see'];

/** A table narrower than this is no table, and one that is longer is no exercise. */
const FEWEST = 2;
const MOST_ROWS = 12;
const MOST_CHOICES = 6;

/** The table of a question; null when it has none, or when it is wrong. */
export function readTable(fields: Fields): QuestionTable | null {
  const stray = ['choices', 'see'].filter((key) => fields.has(key));
  if (!fields.has('rows')) {
    for (const key of stray) wrong(fields.at(key), 'no-rows', `${key} without rows; only a question with rows has it`);
    return null;
  }
  const rows = fields.required('rows', listOf(readText, 'a list of names, as [orders-0, orders-1]'));
  const choices = fields.required('choices', listOf(readChoice, 'a list of values, as [1, 2, -1]'));
  const see = fields.optional('see', readColumns(rows ?? []), []);
  if (rows === null || choices === null) return null;
  const isFit =
    count(fields, 'rows', rows, MOST_ROWS) &&
    count(fields, 'choices', choices, MOST_CHOICES) &&
    nothingTwice(fields, 'rows', rows) &&
    nothingTwice(fields, 'choices', choices);
  return isFit ? { rows, choices, see } : null;
}

/** A fact in which `{row}` may stand: it is read as it will be asked, of the first row. */
export function readFactOfRows(rows: readonly string[]): Read<string> {
  return (spot) => {
    const text = readText(spot);
    if (text === null) return null;
    const call = parseFactCall(inRow(text, rows[0] ?? '{row}'));
    return call.ok ? text : wrong(spot, 'fact', call.problem);
  };
}

const readChoice: Read<Json> = (spot) => {
  const text = readText(spot);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
};

function readColumns(rows: readonly string[]): Read<QuestionTable['see']> {
  return (spot) => {
    const fields = fieldsOf(spot, 'what is seen of a row', null);
    if (fields === null) return null;
    return fields.keys().flatMap((heading) => {
      const fact = fields.required(heading, readFactOfRows(rows));
      return fact === null ? [] : [{ heading, fact }];
    });
  };
}

function count(fields: Fields, key: string, list: readonly unknown[], most: number): boolean {
  if (list.length >= FEWEST && list.length <= most) return true;
  wrong(fields.at(key), 'table', `${key} must have ${FEWEST} to ${most} entries; found ${list.length}`);
  return false;
}

function nothingTwice(fields: Fields, key: string, list: readonly Json[]): boolean {
  const texts = list.map((one) => JSON.stringify(one));
  const again = texts.find((text, index) => texts.indexOf(text) < index);
  if (again === undefined) return true;
  wrong(fields.at(key), 'twice', `${key} has ${again} twice`);
  return false;
}
