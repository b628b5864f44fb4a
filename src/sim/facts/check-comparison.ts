import type { FactComparison, Scalar } from '../scenario.ts';
import type { Answer, AnswerKind } from './answers.ts';
import { answerOf } from './answers.ts';
import type { KnownNames } from './check-call.ts';
import { nearest } from './nearest.ts';

/** The article and noun of each kind. */
const NOUN_OF: { readonly [K in AnswerKind]: string } = {
  number: 'a number',
  broker: "a broker's number",
  controller: "a controller's number",
  partition: 'a partition',
  node: "a node's name",
  word: 'a word',
  text: 'a text',
  flag: 'true or false',
  map: 'several values under names',
};

const NOUNS_OF: { readonly [K in AnswerKind]: string } = {
  ...NOUN_OF,
  number: 'numbers',
  broker: "brokers' numbers",
  partition: 'partitions',
  node: "nodes' names",
  word: 'words',
  text: 'texts',
  map: 'items with several values each',
};

/**
 * A comparison's value as the fact would answer: a broker's number for its node's name, a node's name for its number, text for a number
 * that stands where text is, a list for the one thing that stands for it. What cannot be made so stays, and is complained of by
 * {@link checkComparison}.
 */
export function resolvedValue(fact: string, op: FactComparison['op'], value: FactComparison['value']): typeof value {
  const answer = answerOf(fact);
  if (answer === null) return value;
  const one = (item: Scalar): Scalar => resolved(answer.kind, item);
  if (isList(value)) return value.map(one);
  return op === 'is' && answer.list ? [one(value)] : one(value);
}

function resolved(kind: AnswerKind, value: Scalar): Scalar {
  switch (kind) {
    case 'broker':
    case 'controller': {
      const match = typeof value === 'string' ? /^(?:broker|controller)-(\d{1,9})$/.exec(value) : null;
      return match === null ? value : Number(match[1]);
    }
    case 'node':
      return typeof value === 'number' ? `broker-${value}` : value;
    case 'text':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    default:
      return value;
  }
}

/**
 * What keeps a comparison from ever holding; empty when nothing does.
 * @param comparison with its value resolved
 */
export function checkComparison({ fact, op, value }: FactComparison, known: KnownNames): readonly string[] {
  const answer = answerOf(fact);
  if (answer === null) return [];
  if (answer.kraftOnly && known.mode === 'zookeeper')
    return [`fact ${fact} has no answer in mode zookeeper; only mode kraft has a quorum`];
  if (answer.kind === 'map')
    return [`fact ${fact} gives ${sayAnswer(answer)}, which compare with nothing; ${answer.instead}`];
  const misuse = operatorProblem(fact, op, value, answer);
  if (misuse !== null) return [misuse];
  // An order is asked of numbers: `leader atLeast 0` is whether there is one.
  const of: Answer = op === 'atLeast' || op === 'atMost' ? { ...answer, kind: 'number' } : answer;
  const problems = (isList(value) ? value : [value]).map((item) => valueProblem(fact, of, item, known));
  return problems.filter((problem) => problem !== null);
}

function operatorProblem(
  fact: string,
  op: FactComparison['op'],
  value: FactComparison['value'],
  answer: Answer,
): string | null {
  const gives = `fact ${fact} gives ${sayAnswer(answer)}`;
  if (op === 'includes') {
    if (!answer.list) return `${gives}; includes asks a list; write is`;
    return isList(value) ? `includes asks for one item; found a list; write one, or is for the whole list` : null;
  }
  if (op !== 'is') {
    if (answer.list) return `${gives}; ${op} asks a number; write includes, or is with the whole list`;
    if (!['number', 'broker', 'controller'].includes(answer.kind)) return `${gives}; ${op} asks a number; write is`;
  }
  return !answer.list && isList(value) ? `${gives}; found a list; write one value` : null;
}

function valueProblem(fact: string, answer: Answer, value: Scalar, known: KnownNames): string | null {
  if (value === null)
    return answer.nullable
      ? null
      : `fact ${fact} gives ${sayAnswer(answer)}; null never comes true: without an answer nothing holds yet`;
  const unfit = `fact ${fact} gives ${sayAnswer(answer)}; found ${sayScalar(value)}`;
  switch (answer.kind) {
    case 'number':
      if (typeof value === 'number') return null;
      return typeof value === 'string' && /^-?\d+$/.test(value) ? `${unfit}; leave the quotes out` : unfit;
    case 'broker':
    case 'controller':
      return typeof value === 'number'
        ? idProblem(answer.kind, value, known)
        : `${unfit}; write a number or a node's name, as 2 or broker-2`;
    case 'flag':
      return typeof value === 'boolean' ? null : unfit;
    case 'word':
      return wordProblem(unfit, answer.words, value);
    case 'partition':
      return /^[A-Za-z0-9._-]{1,249}-\d{1,6}$/.test(String(value)) ? null : `${unfit}; write it like orders-0`;
    case 'node':
      if (known.nodes === null || known.nodes.includes(String(value))) return null;
      return `unknown node ${String(value)}${near(String(value), known.nodes)}`;
    default:
      return null;
  }
}

function idProblem(kind: 'broker' | 'controller', id: number, known: KnownNames): string | null {
  const ids = kind === 'broker' ? known.brokers : known.controllers;
  if (id === -1 || ids.includes(id)) return null;
  return `unknown ${kind} ${id}; the ${kind}s are ${ids.join(', ')}`;
}

function wordProblem(unfit: string, words: readonly string[], value: Scalar): string | null {
  if (words.includes(String(value))) return null;
  const close = nearest(String(value), words);
  return `${unfit}${close === null ? `; known: ${words.join(', ')}` : `; did you mean ${close}?`}`;
}

function near(text: string, names: readonly string[]): string {
  const close = nearest(text, names);
  return close === null ? `; known: ${names.join(', ').slice(0, 200)}` : `; did you mean ${close}?`;
}

function sayAnswer({ kind, list }: Answer): string {
  return list ? `a list of ${NOUNS_OF[kind]}` : NOUN_OF[kind];
}

function sayScalar(value: Scalar): string {
  if (typeof value === 'string') return `the text ${value.slice(0, 60)}`;
  return String(value);
}

function isList(value: FactComparison['value']): value is readonly Scalar[] {
  return Array.isArray(value);
}
