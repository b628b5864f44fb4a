import type { Bytes } from '../../sim/intervention.ts';
import { textOf } from '../../sim/read/text.ts';
import type { Micros } from '../../sim/time.ts';

/** Of a key or a value so many bytes are shown in a sentence. */
const SHOWN_BYTES = 32;
/** Values told one by one; of more, the count alone is told. */
const TOLD_VALUES = 3;

/** `1, 2 and 3`; another word for none. */
export function listed(items: readonly (string | number)[], none: string = 'none'): string {
  if (items.length === 0) return none;
  if (items.length === 1) return String(items[0]);
  return `${items.slice(0, -1).join(', ')} and ${String(items.at(-1))}`;
}

/** `1 record`, `3 records`. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/**
 * A clause as a sentence: its first letter in upper case, unless it begins with a client's name, which is kept as it is spelt.
 * @param who whom the clause is about
 */
export function asSentence(clause: string, who: string): string {
  const kept = clause.startsWith(who) && !/^(broker \d|controller \d|the )/.test(who);
  return `${kept ? clause : clause.charAt(0).toUpperCase() + clause.slice(1)}.`;
}

/** `broker 2`, `brokers 1 and 2`, `no broker`. */
export function brokers(ids: readonly number[]): string {
  if (ids.length === 0) return 'no broker';
  return `${ids.length === 1 ? 'broker' : 'brokers'} ${listed(ids)}`;
}

/** `offset 3`, `offsets 3 to 5`, of the range [from, to). */
export function offsets(from: number, to: number): string {
  return to - from <= 1 ? `offset ${from}` : `offsets ${from} to ${to - 1}`;
}

/** A duration: `400 ms`, `18 s`, `1 min 30 s`. */
export function duration(micros: Micros): string {
  const ms = Math.round(micros / 1000);
  if (micros < 1000) return `${micros} µs`;
  if (ms < 1000) return `${ms} ms`;
  const seconds = Math.round(ms / 100) / 10;
  if (seconds < 90) return `${seconds} s`;
  const whole = Math.round(seconds);
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

/**
 * Text from a record or a name inside a sentence: short, without control characters, and unable to turn the sentence's own
 * direction (Unicode's isolates around what runs from right to left).
 */
export function quoted(text: string, limit: number = SHOWN_BYTES): string {
  const points = [...text.replace(CONTROLS, '·')];
  const short = points.length > limit ? `${points.slice(0, limit).join('')}…` : points.join('');
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}

const CONTROLS = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** A key or a value in a sentence; `null` and empty ones have words. */
export function valueText(bytes: Bytes | null): string {
  if (bytes === null) return 'null';
  return bytes === '' ? '(empty)' : quoted(textOf(bytes, 4 * SHOWN_BYTES));
}

/** Records by their values while they are few: `record F`, `records F and G`, `10 records`. */
export function records(count: number, values: readonly (Bytes | null)[]): string {
  if (values.length !== count || count > TOLD_VALUES || count === 0) return counted(count, 'record');
  return `${count === 1 ? 'record' : 'records'} ${listed(values.map(valueText))}`;
}

/** `Produce` of `ProduceRequest`; ZooKeeper's own have names of ours. */
export function apiName(api: string): string {
  return ZOOKEEPER_NAMES[api] ?? api.replace(/(Request|Response)$/, '');
}

const ZOOKEEPER_NAMES: { readonly [api: string]: string } = {
  ZkConnectRequest: 'a request for a session',
  ZkConnectResponse: 'a request for a session',
  ZkPingRequest: 'a ping',
  ZkPingResponse: 'a ping',
  ZkCloseSessionRequest: 'the end of its session',
  ZkCloseSessionResponse: 'the end of its session',
  ZkRequest: 'a ZooKeeper request',
  ZkResponse: 'a ZooKeeper request',
  ZkWatcherEvent: 'a watch',
};
