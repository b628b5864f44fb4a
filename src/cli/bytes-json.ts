import type { Json } from '../lib/json.ts';
import { hexOfBytes, textOfBytes } from '../lib/bytes.ts';
import type { Bytes, Intervention, NewRecord, ProducerProgram } from '../sim/intervention.ts';

/** Bytes for a reader: text where they are valid UTF-8, else `{ hex }`; null stays null. */
export function bytesJson(bytes: Bytes | null): Json {
  if (bytes === null) return null;
  return textOfBytes(bytes) ?? { hex: hexOfBytes(bytes) };
}

/** An intervention with the bytes in it as a reader knows them. */
export function interventionJson(intervention: Intervention): Json {
  switch (intervention.type) {
    case 'send':
      return { ...intervention, records: intervention.records.map(recordJson) };
    case 'setProgram':
      return { ...intervention, program: programJson(intervention.program) };
    case 'addProducer':
      return {
        ...intervention,
        producer: { ...intervention.producer, program: programJson(intervention.producer.program) },
      };
    default:
      return intervention as unknown as Json;
  }
}

function recordJson(record: NewRecord): Json {
  return {
    ...record,
    key: bytesJson(record.key),
    value: bytesJson(record.value),
    headers: record.headers.map(({ key, value }) => ({ key, value: bytesJson(value) })),
  };
}

function programJson(program: ProducerProgram | null): Json {
  return program === null
    ? null
    : { ...program, keys: program.keys.map(bytesJson), values: program.values.map(bytesJson) };
}
