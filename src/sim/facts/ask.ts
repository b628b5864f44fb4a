import { assert } from '../../lib/assert.ts';
import type { World } from '../world.ts';
import { factCallOf, type FactCall } from './call.ts';
import type { FactValue, Run } from './fact.ts';

/** Asks a question; null where it has no answer (yet). */
export function askCall(run: Run, call: FactCall): FactValue {
  return call.fact.ask(run, call.args);
}

/**
 * Asks a question of a World alone, as a scenario's script does after each step; the scenario was checked, so a question that
 * cannot be asked is a bug.
 * @returns undefined where it has no answer yet
 */
export function askFact(name: string, args: readonly (string | number)[], world: World): FactValue | undefined {
  return askNamed({ world, history: null }, name, args);
}

/**
 * Asks a question by its name and plain arguments; a name or an argument that was not checked before is a bug.
 * @returns undefined where it has no answer (yet)
 */
export function askNamed(run: Run, name: string, args: readonly (string | number)[]): FactValue | undefined {
  const call = factCallOf(name, args);
  assert(call.ok, () => `a question must be asked of a fact that exists; ${call.ok ? '' : call.problem}`);
  return askCall(run, call.value) ?? undefined;
}
