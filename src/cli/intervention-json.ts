import type { Json } from '../lib/json.ts';
import type { Intervention, NewRecord, ProducerProgram } from '../sim/intervention.ts';
import { readableBytes } from '../sim/trace/readable-args.ts';

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
    key: readableBytes(record.key),
    value: readableBytes(record.value),
    headers: record.headers.map(({ key, value }) => ({ key, value: readableBytes(value) })),
  };
}

function programJson(program: ProducerProgram | null): Json {
  return program === null
    ? null
    : { ...program, keys: program.keys.map(readableBytes), values: program.values.map(readableBytes) };
}
