import { bytesOfHex, bytesOfText } from '../../lib/bytes.ts';
import type { Bytes } from '../../sim/intervention.ts';
import type { Micros } from '../../sim/time.ts';
import { didYouMean } from '../did-you-mean.ts';
import { fieldsOf, sayKey, sayValue, unexpected, WHOLE_NUMBER, wrong, type Read } from './reading.ts';

/** A value as one word, to be taken apart; empty when it is a map, a list or nothing. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Text; a number or `true` stands for what it looks like. */
export const readText: Read<string> = (spot) => {
  const { value } = spot;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return unexpected(spot, 'text');
};

export const readFlag: Read<boolean> = (spot) =>
  typeof spot.value === 'boolean' ? spot.value : unexpected(spot, 'true or false', /^(true|false)$/);

/** A whole number. */
export const readInteger: Read<number> = (spot) =>
  Number.isSafeInteger(spot.value) ? (spot.value as number) : unexpected(spot, 'a whole number', WHOLE_NUMBER);

/** One of a few words. */
export function readWord<W extends string>(words: readonly W[]): Read<W> {
  return (spot) => {
    const text = readText(spot);
    if (text === null) return null;
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    const near = didYouMean(text, words);
    const message = `${sayKey(spot.path)} must be ${words.join(' or ')}; found ${text.slice(0, 60)}`;
    return wrong(spot, 'unknown-word', message, near.startsWith('did') ? near : '');
  };
}

const UNITS: { readonly [unit: string]: number } = { us: 1, ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 };

/** A time as `500ms`, `60s`, `5m`, `1h` or `250us`, in microseconds; null when it is none. */
export function microsOf(text: string): Micros | null {
  const match = /^(\d{1,15})(\.\d{1,6})?(us|ms|s|m|h)$/.exec(text);
  if (match === null) return text === '0' ? 0 : null;
  const unit = UNITS[match[3] ?? ''] ?? 0;
  // The fraction in whole microseconds: 1.5s is 1500000, and no float decides it.
  const digits = (match[2] ?? '.').slice(1).padEnd(6, '0');
  const millionths = Number(digits) * unit;
  const micros = Number(match[1]) * unit + millionths / 1_000_000;
  return Number.isSafeInteger(micros) ? micros : null;
}

export const readTime: Read<Micros> = (spot) => {
  const micros = microsOf(wordOf(spot.value));
  if (micros !== null) return micros;
  const hint = typeof spot.value === 'number' ? `write ${spot.value}ms or ${spot.value}s` : '';
  return wrong(
    spot,
    'wrong-time',
    `${sayKey(spot.path)} must be a time as 500ms, 60s or 5m; found ${sayValue(spot.value)}`,
    hint,
  );
};

/** A time that something lasts: more than none. */
export const readDuration: Read<Micros> = (spot) => {
  const micros = readTime(spot);
  if (micros !== 0) return micros;
  return wrong(spot, 'wrong-time', `${sayKey(spot.path)} must be longer than 0; what lasts no time does nothing`);
};

/** Bytes: text stands for its UTF-8, `{ hex: 00ff }` for any bytes. */
const readBytes: Read<Bytes> = (spot) => {
  const { value } = spot;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return bytesOfText(String(value));
  if (value === null || Array.isArray(value)) return unexpected(spot, 'text, or bytes as { hex: 00ff }');
  const hex = fieldsOf(spot, 'bytes', ['hex'])?.required('hex', readText);
  if (hex === null || hex === undefined) return null;
  return (
    bytesOfHex(hex) ??
    wrong(spot, 'wrong-hex', `hex must be pairs of the digits 0 to 9 and a to f; found ${hex.slice(0, 60)}`)
  );
};

/** Bytes, or null written as such: a record without a key, a tombstone. */
export const readNullableBytes: Read<{ readonly bytes: Bytes | null }> = (spot) => {
  if (spot.value === null) return { bytes: null };
  const bytes = readBytes(spot);
  return bytes === null ? null : { bytes };
};

/** A partition as Kafka prints it: `orders-0`. */
export const readPartition: Read<{ readonly topic: string; readonly partition: number }> = (spot) => {
  const text = typeof spot.value === 'string' ? spot.value : '';
  const match = /^(.+)-(\d{1,6})$/.exec(text);
  if (match === null) return unexpected(spot, 'a partition as orders-0');
  return { topic: match[1] ?? '', partition: Number(match[2]) };
};

/** A node's name; a number stands for the broker of that id. */
export const readNode: Read<string> = (spot) => {
  const text = readText(spot);
  if (text === null) return null;
  return /^\d+$/.test(text) ? `broker-${text}` : text;
};

/** A broker's id, also as the name of its node. */
export const readBrokerId: Read<number> = (spot) => {
  const match = /^(?:broker-)?(\d{1,9})$/.exec(wordOf(spot.value));
  return match === null ? unexpected(spot, "a broker's number or name") : Number(match[1]);
};

/** Settings by Kafka's own names, as Kafka's own strings; a list is joined by commas, as Kafka writes it. */
export const readConfig: Read<{ readonly [name: string]: string }> = (spot) => {
  const fields = fieldsOf(spot, 'settings', null);
  if (fields === null) return null;
  const settings: [string, string][] = [];
  for (const name of fields.keys()) {
    const text = readSetting(fields.at(name));
    if (text !== null) settings.push([name, text]);
  }
  const config = Object.fromEntries(settings);
  spot.reading.origins.place(config, spot.path);
  return config;
};

/** One setting's value. */
export const readSetting: Read<string> = (spot) => {
  const { value } = spot;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number'))
    return value.join(',');
  if (value === null || typeof value === 'object') return unexpected(spot, "a setting's value");
  return readText(spot);
};
