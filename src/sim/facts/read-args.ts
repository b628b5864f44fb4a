import { EXAMPLE_OF, NOUN_OF, type ArgKind, type ArgSpec, type ArgValue, type Partitioner } from './args.ts';
import { isEntryType, entryTypes } from '../trace/interest.ts';
import { nearest } from './nearest.ts';

/** An argument as an author wrote it. A quoted one is a text, whatever is in it. */
export interface WrittenArg {
  readonly text: string;
  readonly quoted: boolean;
}

/** A value, or what is wrong with what was written, without the place. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const TIME_UNITS: { readonly [unit: string]: number } = {
  us: 1,
  ms: 1000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
};

/** Clients and the partitioner they come with: Java and kafka-python hash with murmur2, librdkafka and kcat with CRC32. */
const PARTITIONERS: { readonly [name: string]: Partitioner } = {
  murmur2: 'murmur2',
  java: 'murmur2',
  'java-2.8': 'murmur2',
  'java-3.9': 'murmur2',
  'java-4.0': 'murmur2',
  'kafka-python': 'murmur2',
  'kafka-python-3.0': 'murmur2',
  crc32: 'crc32',
  kcat: 'crc32',
  librdkafka: 'crc32',
};

/** Reads the arguments of a call after the fact's specs. Too few and too many are problems, as is an argument of another kind. */
export function readArgs(fact: string, specs: readonly ArgSpec[], written: readonly WrittenArg[]): Reading<ArgValue[]> {
  const values: ArgValue[] = [];
  let next = 0;
  for (const spec of specs) {
    if (spec.rest === true) {
      const list = [];
      for (; next < written.length; next++) {
        const reading = readOne(fact, spec, written[next] as WrittenArg);
        if (!reading.ok) return reading;
        list.push(reading.value);
      }
      values.push(list);
      continue;
    }
    const given = written[next];
    if (given === undefined) {
      if (spec.optional !== true)
        return { ok: false, problem: `fact ${fact} needs ${NOUN_OF[spec.kind]}; ${usageOf(fact, specs)}` };
      values.push(null);
      continue;
    }
    const reading = readOne(fact, spec, given);
    if (!reading.ok) return reading;
    values.push(reading.value);
    next += 1;
  }
  if (next < written.length) {
    const most =
      specs.length === 0 ? 'no arguments' : specs.length === 1 ? 'one argument' : `${specs.length} arguments`;
    return { ok: false, problem: `fact ${fact} takes ${most}; ${usageOf(fact, specs)}` };
  }
  return { ok: true, value: values };
}

/** A call that would be right: `isr(orders-0)`. */
export function usageOf(fact: string, specs: readonly ArgSpec[]): string {
  return `${fact}(${specs
    .filter((spec) => spec.optional !== true)
    .map((spec) => EXAMPLE_OF[spec.kind])
    .join(', ')})`;
}

type OneValue = Exclude<ArgValue, null | readonly unknown[]>;

function readOne(fact: string, spec: ArgSpec, given: WrittenArg): Reading<OneValue> {
  const value = spec.kind === 'text' || !given.quoted || spec.kind === 'record' ? valueOf(spec.kind, given) : null;
  if (value !== null) return { ok: true, value };
  const near = spec.kind === 'entryType' ? nearest(given.text, entryTypes) : null;
  const remedy = near === null ? `write it like ${EXAMPLE_OF[spec.kind]}` : `did you mean ${near}?`;
  return {
    ok: false,
    problem: `fact ${fact} asks about ${NOUN_OF[spec.kind]}; ${given.quoted ? 'a text in quotes' : shown(given.text)} is none; ${remedy}`,
  };
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text === '' ? 'an empty text' : text;
}

function valueOf(kind: ArgKind, { text, quoted }: WrittenArg): OneValue | null {
  switch (kind) {
    case 'partition':
      return partitionOf(text);
    case 'topic':
      return isTopicName(text) ? text : null;
    case 'broker':
      return wholeNumber(text.startsWith('broker-') ? text.slice(7) : text);
    case 'offset':
    case 'count':
      return wholeNumber(text);
    case 'time':
      return timeOf(text);
    case 'record':
      return quoted
        ? { by: 'value', value: text }
        : (placeOf(text) ?? (text === '' ? null : { by: 'value', value: text }));
    case 'partitioner':
      return Object.hasOwn(PARTITIONERS, text) ? (PARTITIONERS[text] ?? null) : null;
    case 'entryType':
      return isEntryType(text) ? text : null;
    case 'producer':
    case 'consumer':
    case 'client':
      return text === '' ? null : text;
    case 'text':
      return text;
  }
}

/** Topic.validate: letters, digits, dot, underscore, hyphen; at most 249 of them. */
function isTopicName(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,249}$/.test(text);
}

function partitionOf(text: string): { topic: string; partition: number } | null {
  const at = text.lastIndexOf('-');
  const partition = wholeNumber(text.slice(at + 1));
  const topic = text.slice(0, Math.max(at, 0));
  return partition === null || !isTopicName(topic) ? null : { topic, partition };
}

function placeOf(text: string): { by: 'place'; topic: string; partition: number; offset: number } | null {
  const at = text.lastIndexOf('@');
  const place = at < 0 ? null : partitionOf(text.slice(0, at));
  const offset = wholeNumber(text.slice(at + 1));
  return place === null || offset === null
    ? null
    : { by: 'place', topic: place.topic, partition: place.partition, offset };
}

function wholeNumber(text: string): number | null {
  if (!/^\d{1,15}$/.test(text)) return null;
  return Number(text);
}

/** `12.4s` and the like, to the microsecond; a plain number is microseconds. */
function timeOf(text: string): number | null {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?(us|ms|s|m|h)$/.exec(text);
  if (match === null) return wholeNumber(text);
  const unit = TIME_UNITS[match[3] ?? ''] ?? 1;
  const fraction = match[2] ?? '';
  let scale = 1;
  for (let i = 0; i < fraction.length; i++) scale *= 10;
  return Number(match[1]) * unit + Math.round((Number(fraction === '' ? '0' : fraction) * unit) / scale);
}
