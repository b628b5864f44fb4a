import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { interventionsFrom, scenarioFrom } from '../../src/scenario/check/check-scenario.ts';
import { sayPath } from '../../src/scenario/check/finding.ts';
import { scenarioOf } from './parse.ts';

const rich = scenarioOf(`
era: 2.8
topics: [{ name: orders, partitions: 2, replicationFactor: 3 }]
producers: [{ name: p1, program: { topic: orders, rate: 10/s, keys: [a, null] } }]
consumers: [{ name: c1, assign: orders-0 }]
script:
  - { at: 1s, moment: it breaks, crash: 1 }
  - { when: { fact: leader, of: orders-0, is: 2 }, restart: 1, send: { producer: p1, topic: orders, value: x } }
`);

const saidOf = (json: unknown): string[] =>
  scenarioFrom(json).findings.map(({ path, message }) => `${sayPath(path)}: ${message}`);

describe('a scenario out of a recording', () => {
  it('that was read from a file is accepted as it is', () => {
    const json: unknown = JSON.parse(JSON.stringify(rich));
    expect(scenarioFrom(json)).toEqual({ value: rich, findings: [] });
  });

  it.each<[string, (json: typeof rich) => unknown, string]>([
    ['with a key too many', (json) => ({ ...json, extra: 1 }), 'extra: unknown key extra'],
    ['without its brokers', ({ brokers: _, ...rest }) => rest, 'the whole: the scenario lacks brokers'],
    [
      'with a fraction of a microsecond',
      (json) => ({ ...json, network: { latency: 1.5, jitter: 0 } }),
      'network.latency',
    ],
    [
      'with a producer of an unknown client',
      (json) => ({ ...json, producers: [{ ...json.producers[0], client: 'x' }] }),
      'producers[0].client: unknown client x',
    ],
    [
      'with a script that names nobody',
      (json) => ({ ...json, brokers: json.brokers.slice(1) }),
      'script[0].interventions[0].node: unknown node broker-1',
    ],
    [
      'with characters that are no bytes',
      (json) => ({
        ...json,
        producers: [{ ...json.producers[0], program: { ...json.producers[0]?.program, keys: ['\u0100'] } }],
      }),
      'producers[0].program.keys: keys must be a byte string',
    ],
  ])('%s is refused with its place', (_, change, said) => {
    expect(saidOf(change(rich)).some((one) => one.startsWith(said))).toBe(true);
  });

  it('may be anything at all, and is refused without an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(scenarioFrom(json).value).toBeNull();
      }),
    );
  });
});

describe('interventions out of a recording', () => {
  it('may name clients that they add themselves', () => {
    const added = [
      { type: 'addProducer', producer: { name: 'p9', client: 'java', config: {}, program: null } },
      { type: 'flush', node: 'p9' },
    ];
    expect(interventionsFrom(added, rich).value).toEqual(added);
    expect(interventionsFrom(added.slice(1), rich).findings[0]?.message).toBe('unknown node p9');
  });

  it('cannot let a client join twice', () => {
    const joins = {
      type: 'addConsumer',
      consumer: { name: 'c9', client: 'java', config: {}, topics: ['orders'], assign: null, processing: 0 },
    };
    expect(interventionsFrom([joins, joins], rich).findings.map(({ message }) => message)).toEqual([
      'name c9 twice; each node has a name of its own',
    ]);
  });

  it('may commit for a consumer that has been given a group.id meanwhile, or that joined with one', () => {
    const consumer = { name: 'c9', client: 'java', topics: ['orders'], assign: null, processing: 0 };
    const joins = (config: object) => ({ type: 'addConsumer', consumer: { ...consumer, config } });
    const given = { type: 'configureClient', node: 'c1', config: { 'group.id': 'g' } };
    const commits = (node: string) => ({ type: 'commit', node, offsets: null });
    const wrong = (...all: readonly object[]) => interventionsFrom(all, rich).findings.map(({ message }) => message);
    expect(wrong(given, commits('c1'))).toEqual([]);
    expect(wrong(commits('c1'))).toEqual(['c1 has no group.id']);
    expect(wrong(joins({ 'group.id': 'g' }), commits('c9'))).toEqual([]);
    expect(wrong(joins({}), commits('c9'))).toEqual(['c9 has no group.id']);
  });

  it('of an unknown type are refused', () => {
    expect(interventionsFrom([{ type: 'explode', node: 'broker-1' }], rich).value).toBeNull();
  });
});
