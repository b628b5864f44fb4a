import type { Json } from '../lib/json.ts';
import { sayCondition } from '../scenario/say/condition.ts';
import { wordFor } from '../scenario/say/word.ts';
import type { Scenario, ScriptItem } from '../sim/scenario.ts';
import { toMs, type Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { World } from '../sim/world.ts';

/** What became of a script: which of its items came true, and when, and what the cluster refused an operator. */
export interface ScriptReport {
  /** After each step. */
  see(entries: readonly TraceEntry[], world: World): void;
  /** The named instants that were reached, in the order of time. */
  moments(): readonly { readonly name: string; readonly timeMs: number }[];
  /** What was not reached, in the order of the script. */
  neverCameTrue(): readonly Json[];
  /** What a person should hear, a sentence each. */
  notes(): readonly string[];
}

/** Of very many refusals the first are told. */
const MOST_REFUSALS = 20;

/** @param until how far the run goes */
export function newScriptReport(scenario: Scenario, until: Micros): ScriptReport {
  const { script } = scenario;
  /** When each item's turn came, without its delay; a timed one's is known. */
  const cameAt: (Micros | null)[] = script.map((item) => (item.when === null ? 0 : null));
  const refusals: string[] = [];
  let pending: World['pendingScript'] | null = null;
  const dueAt = (index: number): Micros | null => {
    const came = cameAt[index] ?? null;
    return came === null ? null : came + (script[index]?.at ?? 0);
  };
  const missed = (): readonly { readonly item: ScriptItem; readonly came: Micros | null }[] =>
    script.flatMap((item, index) => {
      const due = dueAt(index);
      const came = cameAt[index] ?? null;
      // What undoes a fault later is an item of its own with the same condition; it is told once.
      const told = came === null && script.slice(0, index).some(({ when }) => when === item.when);
      return (due === null || due > until) && !told ? [{ item, came }] : [];
    });
  return {
    see(entries, world) {
      for (const entry of entries) {
        if (entry.type !== 'AdminAnswered' || entry.args.error === 'NONE') continue;
        const { request, target, error } = entry.args;
        refusals.push(`${request} of ${target} was refused with ${error}, at ${sayTime(entry.t)}`);
      }
      if (world.pendingScript === pending) return;
      pending = world.pendingScript;
      script.forEach((_, index) => {
        if (cameAt[index] === null && !world.pendingScript.some((waiting) => waiting.index === index))
          cameAt[index] = world.now;
      });
    },
    moments: () =>
      script
        .flatMap(({ moment }, index) => {
          const due = dueAt(index);
          return moment === null || due === null || due > until ? [] : [{ name: moment, timeMs: toMs(due) }];
        })
        .sort((a, b) => a.timeMs - b.timeMs),
    neverCameTrue: () =>
      missed().map(({ item, came }) => ({
        moment: item.moment,
        ...(item.when === null ? {} : { when: sayCondition(item.when) }),
        ...(item.when === null ? { atMs: toMs(item.at) } : { afterMs: toMs(item.at) }),
        interventions: item.interventions.map(({ type }) => wordFor(type)),
        ...(item.when === null || came === null ? {} : { conditionMetMs: toMs(came) }),
      })),
    notes: () => [
      ...refusals.slice(0, MOST_REFUSALS),
      ...(refusals.length > MOST_REFUSALS ? [`${refusals.length - MOST_REFUSALS} more were refused`] : []),
      ...missed()
        .filter(({ item }) => !isPlain(item))
        .map(({ item, came }) => sayMissed(item, came, until)),
      ...sayLate(
        missed()
          .map(({ item }) => item)
          .filter(isPlain),
        until,
      ),
    ],
  };
}

/** At a time, and without a name: so many of these may lie behind the end that they are counted. */
function isPlain({ moment, when }: ScriptItem): boolean {
  return moment === null && when === null;
}

function sayLate(items: readonly ScriptItem[], until: Micros): readonly string[] {
  if (items.length === 0) return [];
  const first = items.reduce((least, { at }) => Math.min(least, at), Number.MAX_SAFE_INTEGER);
  const what = items.length === 1 ? "1 of the script's items was" : `${items.length} of the script's items were`;
  return [`${what} not reached; the first is at ${sayTime(first)}, the run ends at ${sayTime(until)}`];
}

function sayMissed({ moment, when, at, interventions }: ScriptItem, came: Micros | null, until: Micros): string {
  const words = interventions.map(({ type }) => wordFor(type));
  const what = moment === null ? `the script's ${[...new Set(words)].slice(0, 5).join(', ')}` : `moment ${moment}`;
  if (when === null) return `${what} was not reached; it is at ${sayTime(at)}, the run ends at ${sayTime(until)}`;
  if (came === null) return `${what} never came true; it waits for ${sayCondition(when)}`;
  return `${what} was not reached; it is ${sayTime(at)} after ${sayCondition(when)}, which came true at ${sayTime(came)}`;
}

function sayTime(at: Micros): string {
  return `${toMs(at) / 1000}s`;
}
