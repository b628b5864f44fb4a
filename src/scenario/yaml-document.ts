import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';

import type { Mistake } from './mistake.ts';

/** The way to a value: keys of maps, indexes of lists. */
export type Path = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A YAML text that knows where each of its values stands. */
export interface YamlDocument {
  /**
   * Maps, lists, text, numbers, booleans and null. A number or boolean that its text says otherwise than JSON would (`4.0`,
   * `007`, 9223372036854775807) is that text: a record's value or a setting keeps what the author wrote.
   */
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  /** Where the value at a path stands; where its nearest parent stands when there is none. */
  valueAt(path: Path): Place;
  /** Where the key at the end of a path stands. */
  keyAt(path: Path): Place;
}

/** Bounds what a few lines of YAML can grow to through aliases, and how deep it may be nested. */
const MOST_ALIASES = 100;
const DEEPEST = 40;
const NESTED = `it is nested deeper than ${DEEPEST} levels`;
const TOO_DEEP = { message: `yaml not understood; ${NESTED}`, hint: 'write lists and maps side by side' };

/** Reads YAML 1.2, hence JSON. Mistakes of syntax are collected; the value is then null. */
export function readYaml(file: string, text: string): YamlDocument {
  const lines = new LineCounter();
  // Its own check for unique keys compares each with each; ours is in `plain`.
  const options = { version: '1.2', prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
  // Where the level is `silent`, all documents behind the first are left out without a word.
  const document = parseDocument(text, { ...options, lineCounter: lines });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const mistakes = [...document.errors, ...document.warnings].map((problem): Mistake => {
    if (problem.code === 'MULTIPLE_DOCS') {
      const message = 'a second document in one file; a file is read as one';
      return { code: 'yaml', file, ...placeOf(problem.pos[0]), message, hint: 'leave out the line --- or ...' };
    }
    // What the reader of YAML says when it has no room left to go deeper.
    if (/call stack/i.test(problem.message)) return { code: 'yaml', file, ...placeOf(problem.pos[0]), ...TOO_DEEP };
    const message = `yaml not understood; ${problem.message.slice(0, 1).toLowerCase()}${problem.message.slice(1)}`;
    return { code: 'yaml', file, ...placeOf(problem.pos[0]), message, hint: '' };
  });
  let value: unknown = null;
  if (mistakes.length === 0) {
    try {
      value = plain(document, document.contents, { aliases: 0 }, 0);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      mistakes.push({
        code: 'yaml',
        file,
        ...placeOf(error.offset),
        message: error.message,
        hint: error.message.endsWith(NESTED) ? TOO_DEEP.hint : '',
      });
    }
  }
  return {
    value,
    mistakes,
    valueAt: (path) => placeOf(startOf(nodeAt(document, path))),
    keyAt(path) {
      const parent = nodeAt(document, path.slice(0, -1));
      const pair = isMap(parent) ? pairIn(parent.items, path.at(-1)) : undefined;
      return placeOf(startOf(pair === undefined ? parent : (pair.key as Node)));
    },
  };
}

class Refused extends Error {
  readonly offset: number;

  constructor(reason: string, node: Node | null) {
    super(`yaml not understood; ${reason}`);
    this.offset = startOf(node);
  }
}

function plain(document: Document, node: unknown, count: { aliases: number }, depth: number): unknown {
  if (depth > DEEPEST) throw new Refused(NESTED, node as Node | null);
  if (isAlias(node)) {
    count.aliases += 1;
    if (count.aliases > MOST_ALIASES) throw new Refused(`it has more than ${MOST_ALIASES} aliases`, node);
    return plain(document, node.resolve(document), count, depth + 1);
  }
  if (isMap(node)) {
    // Without a prototype, so that a key `__proto__` or `constructor` is a key like any other.
    const map = Object.create(null) as Record<string, unknown>;
    for (const pair of node.items) {
      const key = keyOf(pair);
      if (key in map)
        throw new Refused(`map keys must be unique; ${key.slice(0, 60)} stands here again`, pair.key as Node);
      map[key] = plain(document, pair.value, count, depth + 1);
    }
    return map;
  }
  if (isSeq(node)) return node.items.map((item) => plain(document, item, count, depth + 1));
  if (!isScalar(node)) return null;
  const { value, source } = node;
  if (typeof value === 'string' || value === null || value === undefined) return value ?? null;
  return source !== undefined && (value as number | boolean).toString() !== source ? source : value;
}

function keyOf(pair: Pair): string {
  if (!isScalar(pair.key)) return '(a key that is no text)';
  return pair.key.source ?? String(pair.key.value);
}

function nodeAt(document: Document, path: Path): Node | null {
  let node: Node | null = document.contents;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    let next: unknown;
    if (isMap(node)) next = pairIn(node.items, key)?.value;
    else if (isSeq(node)) next = node.items[Number(key)];
    if (next === undefined || next === null) return node;
    node = next as Node;
  }
  return node;
}

function pairIn(items: readonly Pair[], key: string | number | undefined): Pair | undefined {
  return items.find((pair) => keyOf(pair) === String(key));
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
