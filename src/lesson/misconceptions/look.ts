import type { Json } from '../../lib/json.ts';
import type { PartitionRef } from '../../sim/facts/args.ts';
import type { EntryType, TraceEntry } from '../../sim/trace/entry.ts';
import type { Seq } from '../../sim/world.ts';
import { isAbout } from './about.ts';
import type { Asked, Asking } from './misconception.ts';

/** Small things that several beliefs look at. */

/** The fact's argument that is a partition; null when it has none. */
export function partitionArg({ args }: Asking): PartitionRef | null {
  for (const arg of args) {
    if (arg === null || typeof arg !== 'object' || Array.isArray(arg)) continue;
    if ('topic' in arg && 'partition' in arg) return arg;
  }
  return null;
}

/** The fact's first argument where it is a name; empty otherwise. */
export function nameArg({ args }: Asking): string {
  const [first] = args;
  return typeof first === 'string' ? first : '';
}

/** `orders-0`. */
export function written({ topic, partition }: PartitionRef): string {
  return `${topic}-${partition}`;
}

/** A fact's answer where it is a number; null otherwise. */
export function numberOf(asked: Asked, fact: string): number | null {
  const answer = asked.ask(fact);
  return typeof answer === 'number' ? answer : null;
}

/** A fact's answer where it is a list; empty otherwise. */
export function listOf(asked: Asked, fact: string): readonly Json[] {
  const answer = asked.ask(fact);
  return Array.isArray(answer) ? (answer as readonly Json[]) : [];
}

/** The first entry of a type in the stretch that is about what is asked, or the first such for which `is` holds. */
export function firstOf<T extends EntryType>(
  asking: Asking,
  type: T,
  is: (entry: TraceEntry<T>) => boolean = () => true,
): Seq | null {
  return asking.entries.find((entry) => isEvidence(asking, entry, type, is))?.seq ?? null;
}

/** The last entry of a type in the stretch that is about what is asked, or the last such for which `is` holds. */
export function lastOf<T extends EntryType>(
  asking: Asking,
  type: T,
  is: (entry: TraceEntry<T>) => boolean = () => true,
): Seq | null {
  return asking.entries.findLast((entry) => isEvidence(asking, entry, type, is))?.seq ?? null;
}

function isEvidence<T extends EntryType>(
  asking: Asking,
  entry: TraceEntry,
  type: T,
  is: (entry: TraceEntry<T>) => boolean,
): boolean {
  return entry.type === type && isAbout(asking, asking.after.world, entry) && is(entry as TraceEntry<T>);
}

/** The record that the consumer in question printed last, where the question is about what it printed. */
export function lastPrinted(asking: Asking): { readonly topic: string; readonly key: string } | null {
  if (asking.fact !== 'printedRecords') return null;
  const last = listOf(asking.after, `printedRecords(${nameArg(asking)})`).at(-1);
  const { partition, key } = (last ?? {}) as { readonly partition?: Json; readonly key?: Json };
  if (typeof partition !== 'string' || typeof key !== 'string') return null;
  return { topic: partition.replace(/-\d+$/, ''), key };
}
