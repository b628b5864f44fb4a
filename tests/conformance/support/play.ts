import { stableStringify } from '../../../src/lib/json.ts';
import { InProse, Unreadable } from './adapter.ts';
import { adapters, proseKinds } from './kinds.ts';
import type { Vector } from './vector.ts';

export type Outcome =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly expected: unknown; readonly got: unknown }
  | { readonly status: 'skipped'; readonly why: 'prose' };

/** Plays one case. A case of a kind that a program can act on, and that cannot be read, has failed. */
export function play(vector: Vector): Outcome {
  const { kind } = vector;
  const adapter = Object.hasOwn(adapters, kind) ? adapters[kind] : undefined;
  if (adapter === undefined) {
    if (proseKinds.includes(kind)) return { status: 'skipped', why: 'prose' };
    return { status: 'failed', expected: 'a case of a known kind', got: `kind ${kind}` };
  }
  try {
    const { expected, got } = adapter(vector);
    return stableStringify(expected) === stableStringify(got)
      ? { status: 'passed' }
      : { status: 'failed', expected, got };
  } catch (error) {
    if (error instanceof InProse) return { status: 'skipped', why: 'prose' };
    const expected = error instanceof Unreadable ? `a case of kind ${kind} that can be read` : 'an answer';
    return {
      status: 'failed',
      expected,
      got: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
}
