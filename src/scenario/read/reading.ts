import { didYouMean } from '../did-you-mean.ts';
import { MOST_MISTAKES } from '../limits.ts';
import type { Mistake } from '../mistake.ts';
import type { Path, YamlDocument } from '../yaml-document.ts';
import { newOrigins, type Origins } from './origins.ts';

/** One text that is being read: where mistakes go, and where what is made of it came from. */
export interface Reading {
  /** A mistake in the value at a path. */
  complain(path: Path, code: string, message: string, hint?: string): void;
  /** A mistake in the key at the end of a path. */
  complainKey(path: Path, code: string, message: string, hint?: string): void;
  readonly origins: Origins;
}

/** A reading of a document: its mistakes are added to `mistakes`, at their places. @param hear learns where each of them is */
export function readingOf(
  file: string,
  document: YamlDocument,
  mistakes: Mistake[],
  hear: (path: Path) => void = () => undefined,
): Reading {
  return {
    origins: newOrigins(),
    complain(path, code, message, hint = '') {
      hear(path);
      if (mistakes.length < MOST_MISTAKES) mistakes.push({ code, file, ...document.valueAt(path), message, hint });
    },
    complainKey(path, code, message, hint = '') {
      hear(path);
      if (mistakes.length < MOST_MISTAKES) mistakes.push({ code, file, ...document.keyAt(path), message, hint });
    },
  };
}

/** A value and the way to it. */
export interface Spot {
  readonly value: unknown;
  readonly path: Path;
  readonly reading: Reading;
}

/** Reads the value at a spot; null when it is not what it should be, which has then been complained of. */
export type Read<T> = (spot: Spot) => T | null;

/** So many unknown keys of one map are named; a text may hold a hundred thousand. */
const ENOUGH = 20;

/** A map whose keys are known. */
export interface Fields {
  readonly spot: Spot;
  has(key: string): boolean;
  at(key: string): Spot;
  keys(): readonly string[];
  /** What the key holds; `fallback` when it is missing or wrong. */
  optional<T, F>(key: string, read: Read<T>, fallback: F): T | F;
  /** What the key holds; null when it is missing or wrong, and then it has been complained of. */
  required<T>(key: string, read: Read<T>): T | null;
}

/** The value below a spot. */
export function below(spot: Spot, key: string | number): Spot {
  const parent = spot.value as { readonly [key: string | number]: unknown };
  return { value: parent[key], path: [...spot.path, key], reading: spot.reading };
}

/** Complains of the value at a spot; returns null, so that a reader can end with it. */
export function wrong(spot: Spot, code: string, message: string, hint = ''): null {
  spot.reading.complain(spot.path, code, message, hint);
  return null;
}

/** How a whole number is written. */
export const WHOLE_NUMBER = /^-?\d+$/;

/**
 * Complains that something else should be here.
 * @param unquoted what would have been right but for its quotes
 */
export function unexpected(spot: Spot, expected: string, unquoted?: RegExp): null {
  const { value } = spot;
  const isQuoted = typeof value === 'string' && unquoted?.test(value) === true;
  const found = isQuoted ? `the text "${cut(value)}"` : sayValue(value);
  const message = `${sayKey(spot.path)} must be ${expected}; found ${found}`;
  return wrong(spot, 'wrong-type', message, isQuoted ? 'take the quotes away' : '');
}

export function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * A map with some of the known keys; each unknown one is complained of.
 * @param what what the map is, for the sentence: `a topic`
 * @param known its keys; null: any
 */
export function fieldsOf(spot: Spot, what: string, known: readonly string[] | null): Fields | null {
  const { value } = spot;
  if (!isMap(value)) return unexpected(spot, `${what}, a map of keys`);
  const keys = Object.keys(value);
  const unknown = known === null ? [] : keys.filter((key) => !known.includes(key));
  for (const key of unknown.slice(0, ENOUGH)) {
    const hint = didYouMean(key, known ?? []);
    spot.reading.complainKey([...spot.path, key], 'unknown-key', `unknown key ${cut(key)}`, hint);
  }
  if (unknown.length > ENOUGH)
    wrong(spot, 'unknown-key', `unknown keys, ${unknown.length - ENOUGH} more; these are enough`);
  const has = (key: string): boolean => Object.hasOwn(value, key);
  const fields: Fields = {
    spot,
    has,
    at: (key) => below(spot, key),
    keys: () => keys,
    optional: (key, read, fallback) => (has(key) ? (read(below(spot, key)) ?? fallback) : fallback),
    required(key, read) {
      if (has(key)) return read(below(spot, key));
      return wrong(spot, 'missing-key', `missing key ${key}; ${what} must have it`);
    },
  };
  return fields;
}

/** A reader of lists; entries that are wrong are left out. */
export function listOf<T>(read: Read<T>, what: string): Read<T[]> {
  return (spot) => {
    if (!Array.isArray(spot.value)) return unexpected(spot, what);
    const all: T[] = [];
    spot.value.forEach((_, index) => {
      const one = read(below(spot, index));
      if (one !== null) all.push(one);
    });
    spot.reading.origins.place(all, spot.path);
    return all;
  };
}

/** A reader of a list, or of one thing that stands for a list of it. */
export function oneOrMore<T>(read: Read<T>, what: string): Read<T[]> {
  const list = listOf(read, what);
  return (spot) => {
    if (Array.isArray(spot.value)) return list(spot);
    const one = read(spot);
    return one === null ? null : [one];
  };
}

/** The last key of a path as a reader of the text would say it. */
export function sayKey(path: Path): string {
  const names = path.filter((key) => typeof key === 'string');
  const last = path.at(-1);
  if (typeof last === 'number') return `entry ${last + 1} of ${names.at(-1) ?? 'the list'}`;
  return last ?? 'the file';
}

/** A found value in a few words. */
export function sayValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? cut(String(value))
    : 'a map of keys';
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
