import type { Bytes, ProducerProgram } from '../../sim/intervention.ts';
import { NAMELESS } from '../stand-in.ts';
import { SECOND, type Micros } from '../../sim/time.ts';
import { fieldsOf, oneOrMore, sayKey, sayValue, wrong, type Fields, type Read } from './reading.ts';
import { readInteger, readNullableBytes, readText, readTime, wordOf } from './values.ts';

export const PROGRAM_KEYS = ['topic', 'rate', 'perTick', 'interval', 'count', 'keys', 'values', 'partition'];

const MILLISECOND: Micros = 1_000;
const PER: { readonly [unit: string]: Micros } = {
  ms: MILLISECOND,
  s: SECOND,
  min: 60 * SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
};

/** What a producer does by itself. */
export const readProgram: Read<ProducerProgram> = (spot) => {
  const fields = fieldsOf(spot, 'a program', PROGRAM_KEYS);
  return fields === null ? null : programFrom(fields);
};

/** The program that these keys describe; they may stand among others. */
export function programFrom(fields: Fields): ProducerProgram {
  const { spot } = fields;
  const topic = fields.required('topic', readText) ?? NAMELESS.topic;
  const pace = paceFrom(fields);
  const nullable = oneOrMore(readNullableBytes, 'a list of texts');
  const bytes = (key: string, fallback: readonly (Bytes | null)[]): readonly (Bytes | null)[] =>
    fields.optional(key, nullable, null)?.map((one) => one.bytes) ?? fallback;
  const program: ProducerProgram = {
    topic,
    perTick: pace.perTick,
    interval: pace.interval,
    count: fields.optional('count', readInteger, null),
    keys: bytes('keys', [null]),
    values: bytes('values', ['{n}']),
    partition: fields.optional('partition', readInteger, null),
  };
  spot.reading.origins.place(program, spot.path, fields.has('rate') ? { interval: [...spot.path, 'rate'] } : {});
  return program;
}

interface Pace {
  readonly perTick: number;
  readonly interval: Micros;
}

function paceFrom(fields: Fields): Pace {
  if (fields.has('rate')) {
    for (const key of ['perTick', 'interval']) {
      if (fields.has(key))
        wrong(fields.at(key), 'two-paces', `${key} beside rate; one of the two says how fast, leave the other out`);
    }
    return fields.required('rate', readRate) ?? { perTick: 1, interval: SECOND };
  }
  return {
    perTick: fields.optional('perTick', readInteger, 1),
    interval: fields.optional('interval', readTime, SECOND),
  };
}

/** A pace as `10/s`: whole records at whole microseconds, evenly; faster than one a millisecond, several at once. */
const readRate: Read<Pace> = (spot) => {
  const match = /^(\d{1,9})\/(ms|s|min|m|h)$/.exec(wordOf(spot.value));
  const records = Number(match?.[1] ?? 0);
  const per = PER[match?.[2] ?? ''] ?? 0;
  if (records === 0 || per === 0) {
    return wrong(
      spot,
      'wrong-rate',
      `${sayKey(spot.path)} must be records a time as 10/s; found ${sayValue(spot.value)}`,
    );
  }
  const common = greatestCommonDivisor(records, per);
  const perTick = records / common;
  const interval = per / common;
  const together = Math.max(1, Math.ceil(MILLISECOND / interval));
  return { perTick: perTick * together, interval: interval * together };
};

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
