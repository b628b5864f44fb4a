import { describe, expect, it } from 'vitest';

import { producer, s } from '../cluster/build.ts';
import { clientNames } from '../../../src/sim/client/presets.ts';
import { by, groupCluster, member } from './group/support/members.ts';

/** What one program, which writes `alice` and a record without a key in turn, leaves in a topic of three partitions, as this client. */
function written(client: string) {
  const program = { keys: ['alice', null], interval: s(0.1), count: 80 };
  const given = producer('p', 'orders', { client, program, startAt: s(10) });
  const reader = member('c', { 'group.id': '' });
  const run = groupCluster([reader], { partitions: 3, more: { producers: [given] } }).until(30);
  const read = by(run, 'c', 'RecordsPrinted').flatMap(({ args }) =>
    args.batches.flatMap(({ records }) =>
      records.map(({ key, value }) => ({
        key,
        number: Number(value?.replace(/\D/g, '')),
        partition: run.world.names.partitions[args.partition]?.partition ?? -1,
      })),
    ),
  );
  const inOrder = read.sort((a, b) => a.number - b.number);
  const keyless = inOrder.filter(({ key }) => key === null).map(({ partition }) => partition);
  return {
    records: read.length,
    alice: [...new Set(inOrder.filter(({ key }) => key === 'alice').map(({ partition }) => partition))],
    keyless: new Set(keyless).size,
    stays: keyless.slice(1).filter((partition, i) => partition === keyless[i]).length,
    idempotent: by(run, 'p', 'ProducerIdAssigned').length > 0,
  };
}

/** Where `alice` goes; how many partitions records without a key go to; how often two of them in a row go to the same; has it a producer id? */
const EXPECTED: {
  readonly [client: string]: readonly [alice: number, keyless: number, stays: 'never' | 'at times' | 'always', boolean];
} = {
  java: [0, 1, 'always', true],
  'java-2.8': [0, 3, 'at times', false],
  'java-3.9': [0, 1, 'always', true],
  'java-4.0': [0, 1, 'always', true],
  'kafka-python': [0, 3, 'at times', false],
  'kafka-python-3.0': [0, 3, 'at times', true],
  kcat: [2, 3, 'at times', false],
  librdkafka: [2, 3, 'at times', false],
};

describe('the same program', () => {
  it('has an expectation for each client that a scenario may ask for', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...clientNames].sort());
  });

  it.each(Object.entries(EXPECTED))('as %s puts its records where that client puts them: %j', (client, expected) => {
    const { records, alice, keyless, stays, idempotent } = written(client);
    const often = stays === 0 ? 'never' : stays === 39 ? 'always' : 'at times';
    expect(records).toBe(80);
    expect([alice, keyless, often, idempotent]).toEqual([[expected[0]], ...expected.slice(1)]);
  });
});
