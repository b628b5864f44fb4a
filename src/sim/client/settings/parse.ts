import { assert } from '../../../lib/assert.ts';
import type { Config } from '../../scenario.ts';
import type { Micros } from '../../time.ts';
import { MS } from '../../time.ts';
import { NEVER } from '../mutable.ts';

/** A setting's text, which must be there: defaults were laid below what was given. */
export function textOf(config: Config, name: string): string {
  const text = config[name];
  assert(text !== undefined, () => `setting ${name} must have a default`);
  return text;
}

/** Does the text say a whole number, as Kafka's INT and LONG settings must? */
export function isWhole(text: string): boolean {
  return /^\s*[+-]?\d+\s*$/.test(text);
}

/** A whole number; Long.MAX_VALUE and the like become the largest safe integer. */
export function wholeOf(config: Config, name: string): number {
  const text = textOf(config, name);
  assert(isWhole(text), () => `setting ${name} must be a whole number; ${text}`);
  return Math.min(Number(text), NEVER);
}

/** Milliseconds as microseconds. */
export function microsOf(config: Config, name: string): Micros {
  return Math.min(wholeOf(config, name) * MS, NEVER);
}

export function flagOf(config: Config, name: string): boolean {
  return textOf(config, name).trim().toLowerCase() === 'true';
}

/** `acks` as Produce requests carry it: `all` is -1 (ProducerConfig.parseAcks). Null when it is neither a number nor `all`. */
export function acksOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'all') return -1;
  return isWhole(trimmed) ? Number(trimmed) : null;
}

/** Configurations over one another: a later one wins. */
export function layered(...configs: readonly Config[]): Config {
  const merged: Record<string, string> = {};
  for (const config of configs) for (const name of Object.keys(config)) merged[name] = config[name] as string;
  return merged;
}
