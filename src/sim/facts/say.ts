import type { BrokerCondition } from '../read/brokers.ts';
import type { RecordRef } from './args.ts';

/** `1, 2 and 3`; `nobody` (or another word) for none. */
export function listed(items: readonly (string | number)[], none: string = 'nobody'): string {
  if (items.length === 0) return none;
  if (items.length === 1) return String(items[0]);
  return `${items.slice(0, -1).join(', ')} and ${String(items.at(-1))}`;
}

/** `1 record`, `3 records`. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `is` or `are`, and the like, for a count. */
export function verb(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** `broker 2`, `brokers 1 and 2`, `no broker`; with a capital at the beginning of a sentence. */
export function brokersText(brokers: readonly number[], first: boolean = false): string {
  const noun = `${first ? 'B' : 'b'}${verb(brokers.length, 'roker', 'rokers')}`;
  return brokers.length === 0 ? 'no broker' : `${noun} ${listed(brokers)}`;
}

/** The first of many values, each cut where it is long, and how many more there are. */
export function someOf(values: readonly (string | null)[], most: number = 10): string {
  const shown = values.slice(0, most).map((value) => cut(value ?? 'null'));
  return listed(values.length > most ? [...shown, `${values.length - most} more`] : shown, 'nothing');
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** A record as a question names it: `the record orders-0@3`, `the record alice`. */
export function recordText(ref: RecordRef, first: boolean = false): string {
  const name = ref.by === 'place' ? `${ref.topic}-${ref.partition}@${ref.offset}` : cut(ref.value);
  return `${first ? 'The' : 'the'} record ${name}`;
}

/** Each condition of a broker in a sentence about it. */
export const conditionClauses: { readonly [C in BrokerCondition]: string } = {
  'not started': 'has not been started',
  starting: 'is starting',
  running: 'is running',
  stopping: 'is stopping',
  stopped: 'is stopped',
  crashed: 'has crashed',
  unpowered: 'has no power',
  frozen: 'is frozen',
};
