import * as v from 'valibot';

import type { Era } from '../../../src/sim/world.ts';
import type { Vector } from './vector.ts';

/** What a case wants and what the simulator did; a case passes when the two are equal as JSON. */
export interface Check {
  readonly expected: unknown;
  readonly got: unknown;
}

/** Plays one case through the simulator. Throws {@link Unreadable} or {@link InProse}. */
export type Adapter = (vector: Vector) => Check;

/** The case does not hold what its kind must hold. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** The case is a sentence, though others of its kind can be played: a test that names its id covers it. */
export class InProse extends Error {
  override readonly name = 'InProse';
}

/** An adapter that first holds the case against a schema. */
export function adapter<S extends v.GenericSchema>(
  schema: S,
  play: (data: v.InferOutput<S>, vector: Vector) => Check,
): Adapter {
  return (vector) => {
    const result = v.safeParse(schema, vector.data);
    if (result.success) return play(result.output, vector);
    const [issue] = result.issues;
    throw new Unreadable(`${v.getDotPath(issue) ?? 'case'}: ${issue.message}`);
  };
}

/** Eras from the latest to the earliest, each with the first release whose rules are its own. */
const ERAS: readonly (readonly [Era, number])[] = [
  ['4.0', 400],
  ['3.9', 307],
  ['2.8', 0],
];

/** The last release of a line (`3.x`), as `defaults` has them. */
const LINES: { readonly [major: string]: string } = { 0: '0.11', 1: '1.1', 2: '2.8', 3: '3.9', 4: '4.0' };

/**
 * The release that a text says in the way of the vectors: the line `3.x` (and a bare `3`) is 3.9, trunk is 4.0, everything else is
 * as it stands.
 */
export function releaseOf(text: string): string {
  if (text === 'trunk') return '4.0';
  const [, major = ''] = /^(\d+)(?:\.x)?$/.exec(text) ?? [];
  return LINES[major] ?? text;
}

/**
 * The era that a case asks for with its `version`: the latest unless it says otherwise. From 3.7 on the rules are those of 3.9. A
 * release and all later ones (`3.7+`) are played in the latest.
 * @param latest of the eras that have what the case is about
 */
export function eraOf(vector: Vector, latest: Era = '4.0'): Era {
  const version = vector.data['version'];
  if (version === undefined) return latest;
  const text = typeof version === 'string' || typeof version === 'number' ? String(version) : '';
  const before = /before|<(?!=)|below|until/.test(text);
  const [said] = /(?<![\w.])(?:trunk|\d+(?:\.(?:\d+|x))?)/.exec(text) ?? [];
  // What came before a line came before its first release.
  const found =
    said === undefined ? null : /(\d+)\.(\d+)/.exec(before ? said.replace(/^(\d+)(\.x)?$/, '$1.0') : releaseOf(said));
  if (found === null) throw new Unreadable('version: names no release');
  if (/\+|>|since|from|later/.test(text)) return latest;
  const release = Number(found[1]) * 100 + Number(found[2]);
  const last = before ? release - 1 : release;
  const era = ERAS.find(([, first]) => first <= last)?.[0] ?? '2.8';
  if (era > latest) throw new Unreadable(`version: what the case is about ended with ${latest}`);
  return era;
}

/** The era of a case that is about KRaft: 4.0 or 3.9. */
export function kraftEraOf(vector: Vector): Era {
  return eraSince('3.9', vector);
}

/** The era of a case that is about something that came with `first`. */
export function eraSince(first: Era, vector: Vector): Era {
  const era = eraOf(vector);
  if (era < first) throw new Unreadable(`version: what the case is about came with ${first}`);
  return era;
}
