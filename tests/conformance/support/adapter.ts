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

/**
 * The era that a case asks for with its `version`: 4.0 unless it says otherwise. From 3.7 on the rules are those of 3.9. A release and
 * all later ones (`3.7+`) are played in the latest.
 */
export function eraOf(vector: Vector): Era {
  const version = vector.data['version'];
  if (version === undefined) return '4.0';
  const text = typeof version === 'string' || typeof version === 'number' ? String(version) : '';
  const found = /(\d+)\.(\d+)/.exec(text);
  if (found === null) throw new Unreadable('version: names no release');
  if (/\+|>|since|from/.test(text)) return '4.0';
  const release = Number(found[1]) * 100 + Number(found[2]);
  const last = /before|<|below|until/.test(text) ? release - 1 : release;
  return ERAS.find(([, first]) => first <= last)?.[0] ?? '2.8';
}
