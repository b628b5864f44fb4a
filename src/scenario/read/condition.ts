import { resolvedValue } from '../../sim/facts/check-comparison.ts';
import type { Condition, Scalar } from '../../sim/scenario.ts';
import { argKind, argNames } from '../../sim/trace/arg-kinds.ts';
import { entryTypes, isEntryType } from '../../sim/trace/interest.ts';
import { didYouMean } from '../did-you-mean.ts';
import { fieldsOf, isMap, oneOrMore, sayKey, unexpected, wrong, type Fields, type Read, type Spot } from './reading.ts';
import { microsOf, readBrokerId, readInteger, readNode, readText, wordOf } from './values.ts';

const OPERATORS = ['is', 'atLeast', 'atMost', 'includes'] as const;

/**
 * What is waited for: an entry of the trace (`LeaderElected`, or `{ entry: LeaderElected, with: { partition: orders-0 }, times: 2 }`)
 * or a fact (`{ fact: highWatermark, of: [orders-0], atLeast: 5 }`).
 */
export const readCondition: Read<Condition> = (spot) => {
  if (!isMap(spot.value)) return entryCondition(spot, spot, {}, 1);
  const ofFact = Object.hasOwn(spot.value, 'fact');
  if (ofFact) {
    const fields = fieldsOf(spot, 'a condition', ['fact', 'of', ...OPERATORS]);
    return fields === null ? null : factCondition(fields);
  }
  const fields = fieldsOf(spot, 'a condition', ['entry', 'with', 'times']);
  if (fields === null) return null;
  if (!fields.has('entry')) return wrong(spot, 'missing-key', 'missing key entry; a condition must have it, or fact');
  const times = fields.optional('times', readInteger, 1);
  return entryCondition(spot, fields.at('entry'), fields.has('with') ? fields.at('with') : {}, times);
};

function entryCondition(
  spot: Spot,
  named: Spot,
  withArgs: Spot | Record<never, never>,
  times: number,
): Condition | null {
  if (microsOf(wordOf(named.value)) !== null) {
    const message = `${sayKey(named.path)} must be an entry or a fact, never a time; found ${wordOf(named.value)}`;
    return wrong(named, 'a-time', message, 'a time stands under at or after');
  }
  const entry = readText(named);
  if (entry === null) return null;
  if (!isEntryType(entry))
    return wrong(named, 'unknown-entry', `unknown entry ${entry.slice(0, 60)}`, didYouMean(entry, entryTypes));
  const args: Record<string, string | number | boolean> = {};
  const names = [...argNames(entry), 'node'];
  const fields = 'value' in withArgs ? fieldsOf(withArgs, `what a ${entry} says`, names) : null;
  for (const name of fields?.keys() ?? []) {
    if (!names.includes(name)) continue;
    const kind = name === 'node' ? 'node' : argKind(entry, name);
    const value = fields === null ? null : readArgument(fields.at(name), kind);
    if (value !== null) args[name] = value;
  }
  const condition: Condition = { kind: 'entry', entry, args, times };
  spot.reading.origins.place(condition, spot.path, 'path' in withArgs ? { args: withArgs.path } : {});
  return condition;
}

/** A broker may be named where an entry has its number, and numbered where an entry names a node. */
function readArgument(spot: Spot, kind: ReturnType<typeof argKind>): string | number | boolean | null {
  if (kind === 'broker' || kind === 'brokers') return spot.value === -1 ? -1 : readBrokerId(spot);
  if (kind === 'node') return readNode(spot);
  const { value } = spot;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : unexpected(spot, 'text, a number, true or false');
}

function factCondition(fields: Fields): Condition | null {
  const { spot } = fields;
  const fact = fields.required('fact', readText);
  const args = fields.optional('of', oneOrMore(readTextOrNumber, 'a list of what is asked about'), []);
  const used = OPERATORS.filter((operator) => fields.has(operator));
  const [op] = used;
  if (fact === null) return null;
  if (op === undefined || used.length > 1) {
    return wrong(
      spot,
      'operator',
      `fact ${fact.slice(0, 60)} must be compared once`,
      `write one of ${OPERATORS.join(', ')}`,
    );
  }
  const { value } = fields.at(op);
  if (!isScalar(value) && !(Array.isArray(value) && value.every(isScalar)))
    return unexpected(fields.at(op), 'text, a number, true or false, or a list of them');
  const condition: Condition = { kind: 'fact', fact, args, op, value: resolvedValue(fact, op, value) };
  spot.reading.origins.place(condition, spot.path, {
    args: [...spot.path, 'of'],
    value: [...spot.path, op],
  });
  return condition;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

const readTextOrNumber: Read<string | number> = (spot) =>
  typeof spot.value === 'number' || typeof spot.value === 'string' ? spot.value : unexpected(spot, 'text or a number');
