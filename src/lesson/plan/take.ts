import { stableStringify, type Json } from '../../lib/json.ts';
import type { Answer, Take } from '../lesson.ts';

/**
 * What a question makes of a fact's answer: only what is new since the step began, and of a list a part.
 * @returns undefined where there is no answer, or none that can be taken apart so
 */
export function takeFrom(answer: Answer, after: Json, before: Json): Json | undefined {
  const value = answer.isNew ? newIn(after, before) : after;
  return value === undefined || answer.take === null ? value : part(answer.take, value);
}

/** What a later answer has more than an earlier one: the rest of a list, the difference of two numbers. */
function newIn(after: Json, before: Json): Json | undefined {
  if (typeof after === 'number') return after - (typeof before === 'number' ? before : 0);
  if (isList(after)) return after.slice(isList(before) ? before.length : 0);
  return undefined;
}

function part(take: Take, value: Json): Json | undefined {
  if (!isList(value)) return undefined;
  switch (take) {
    case 'count':
      return value.length;
    case 'first offset':
      return value.length === 0 ? null : member(value[0], 'offset');
    case 'last offset':
      return value.length === 0 ? null : member(value.at(-1), 'offset');
    case 'values':
      return value.map((item) => member(item, 'value') ?? null);
    case 'offsets':
      return value.map((item) => member(item, 'offset') ?? null);
    case 'partitions':
      return partitionsOf(value);
    case 'partition count':
      return partitionsOf(value).length;
  }
}

/** A member of an object; a plain item stands for itself. */
function member(item: Json | undefined, name: string): Json | undefined {
  if (item === undefined || item === null || typeof item !== 'object' || Array.isArray(item)) return item;
  return (item as { readonly [key: string]: Json })[name];
}

function partitionsOf(items: readonly Json[]): readonly Json[] {
  return distinct(items.map((item) => member(item, 'partition') ?? null));
}

function distinct(items: readonly Json[]): readonly Json[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = stableStringify(item);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
