import type { FactLine } from './sheet.ts';
import type { Thing } from './thing.ts';

/** A fact about a thing. */
export function fact(name: string, value: string | number, thing: Thing | null = null): FactLine {
  return { name, value: String(value), thing };
}

/** Broker ids, or a word for none. */
export function brokerList(ids: readonly number[]): string {
  return ids.length === 0 ? 'none' : ids.join(', ');
}

/** Microseconds as milliseconds or seconds. */
export function durationText(micros: number): string {
  const milliseconds = micros / 1000;
  if (milliseconds < 1000) return `${Math.round(milliseconds * 10) / 10} ms`;
  return `${Math.round(milliseconds / 100) / 10} s`;
}
