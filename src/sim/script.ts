import type { Json } from '../lib/json.ts';
import type { Condition, ScriptItem } from './scenario.ts';
import type { TraceEntry } from './trace/entry.ts';
import { nodeLabel, readableArg } from './trace/readable-args.ts';
import type { PendingScript, World } from './world.ts';

/** Asks a question of a World; `undefined` when it has no answer yet (a topic that does not exist). See the registry of facts. */
export type AskFact = (fact: string, args: readonly (string | number)[], world: World) => unknown;

export interface DueScript {
  /** What still waits; the same array when nothing came true. */
  readonly pending: readonly PendingScript[];
  /** Items whose condition came true, in the scenario's order; their interventions follow `item.at` after `world.now`. */
  readonly items: readonly ScriptItem[];
}

/**
 * Looks at the conditioned items of the script after a step.
 * @param world the World after the step
 * @param entries what happened in the step
 */
export function dueScript(world: World, entries: readonly TraceEntry[], ask: AskFact): DueScript {
  let pending: PendingScript[] | null = null;
  const items: ScriptItem[] = [];
  world.pendingScript.forEach((waiting, at) => {
    const { when } = waiting.item;
    if (when === null) return;
    const seen = when.kind === 'entry' ? waiting.seen + countMatches(world, entries, when) : waiting.seen;
    const cameTrue = when.kind === 'entry' ? seen >= when.times : factHolds(when, ask(when.fact, when.args, world));
    if (!cameTrue && seen === waiting.seen) {
      pending?.push(waiting);
      return;
    }
    pending ??= world.pendingScript.slice(0, at);
    if (cameTrue) items.push(waiting.item);
    else pending.push({ index: waiting.index, item: waiting.item, seen });
  });
  return { pending: pending ?? world.pendingScript, items };
}

export type EntryCondition = Extract<Condition, { readonly kind: 'entry' }>;
export type FactCondition = Extract<Condition, { readonly kind: 'fact' }>;

function countMatches(world: World, entries: readonly TraceEntry[], when: EntryCondition): number {
  let count = 0;
  for (const entry of entries) if (entry.type === when.entry && entryMatches(world, entry, when)) count += 1;
  return count;
}

/** Is this entry of the type and with the arguments that are waited for? `node` stands for where it happened; a list matches when it holds the wanted value. */
export function entryMatches(world: World, entry: TraceEntry, when: EntryCondition): boolean {
  return Object.keys(when.args).every((name) => {
    const wanted = when.args[name];
    const found: Json | undefined = name === 'node' ? nodeLabel(world, entry.node) : readableArg(world, entry, name);
    return Array.isArray(found) ? found.includes(wanted) : found === wanted;
  });
}

/** Does an answer (undefined or null: there is none) satisfy a condition? */
export function factHolds(when: FactCondition, answer: unknown): boolean {
  if (answer === undefined) return false;
  switch (when.op) {
    case 'is':
      return isSame(answer, when.value);
    case 'atLeast':
      return typeof answer === 'number' && typeof when.value === 'number' && answer >= when.value;
    case 'atMost':
      return typeof answer === 'number' && typeof when.value === 'number' && answer <= when.value;
    case 'includes':
      return Array.isArray(answer) && answer.includes(when.value);
  }
}

function isSame(answer: unknown, value: FactCondition['value']): boolean {
  if (typeof value !== 'object' || value === null) return answer === value;
  return (
    Array.isArray(answer) && answer.length === value.length && value.every((item, index) => answer[index] === item)
  );
}
