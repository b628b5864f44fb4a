import { describe, expect, it } from 'vitest';

import { scenarioOf } from './parse.ts';

describe('a scenario file', () => {
  it('may be empty but for braces: three brokers of 3.9 with ZooKeeper', () => {
    expect(scenarioOf('{}')).toEqual({
      name: 'test',
      era: '3.9',
      mode: 'zookeeper',
      seed: 1,
      network: { latency: 1_000, jitter: 250 },
      zookeeper: { servers: 1 },
      kraft: { controllers: 3, roles: 'separate' },
      brokers: [1, 2, 3].map((id) => ({ id, rack: null, config: {}, up: true })),
      config: { broker: {}, producer: {}, consumer: {} },
      topics: [],
      producers: [],
      consumers: [],
      script: [],
    });
  });

  it('may say when each controller starts', () => {
    const { kraft } = scenarioOf('{ mode: kraft, controllers: { count: 3, start: [0, 2s] } }');
    expect(kraft).toEqual({ controllers: 3, startAt: [0, 2_000_000], roles: 'separate' });
  });

  it('may be JSON', () => {
    expect(
      scenarioOf('{"era": "2.8", "seed": 7, "brokers": 1, "network": {"latency": "2ms", "jitter": "0"}}'),
    ).toMatchObject({
      era: '2.8',
      seed: 7,
      network: { latency: 2_000, jitter: 0 },
    });
  });

  it.each([
    ['250us', 250],
    ['500ms', 500_000],
    ['60s', 60_000_000],
    ['5m', 300_000_000],
    ['1h', 3_600_000_000],
    ['1.5s', 1_500_000],
  ])('time %s is %d microseconds', (text, micros) => {
    expect(scenarioOf(`script: [{ at: ${text}, moment: now }]`).script[0]?.at).toBe(micros);
  });

  it('an era is what its text says, not the number that YAML makes of it', () => {
    expect(scenarioOf('era: 2.8').era).toBe('2.8');
    expect(scenarioOf('era: "3.9"').era).toBe('3.9');
  });

  it('brokers may be listed, by number or with rack and settings', () => {
    const { brokers } = scenarioOf(
      'brokers: [4, { id: broker-7, rack: b, up: false, config: { min.insync.replicas: 2 } }]',
    );
    expect(brokers).toEqual([
      { id: 4, rack: null, config: {}, up: true },
      { id: 7, rack: 'b', config: { 'min.insync.replicas': '2' }, up: false },
    ]);
  });

  it("a setting stays Kafka's own string", () => {
    const { config } = scenarioOf(
      'config: { broker: { log.flush.interval.messages: 9223372036854775807, auto.create.topics.enable: false, log.cleanup.policy: [compact, delete] } }',
    );
    expect(config.broker).toEqual({
      'log.flush.interval.messages': '9223372036854775807',
      'auto.create.topics.enable': 'false',
      'log.cleanup.policy': 'compact,delete',
    });
  });

  it('an explicit assignment says how many partitions and replicas a topic has', () => {
    const { topics } = scenarioOf('topics: [plain, { name: placed, assignment: [[1, 2], [2, broker-3]] }]');
    expect(topics).toEqual([
      { name: 'plain', partitions: 1, replicationFactor: 1, assignment: null, config: {} },
      {
        name: 'placed',
        partitions: 2,
        replicationFactor: 2,
        assignment: [
          [1, 2],
          [2, 3],
        ],
        config: {},
      },
    ]);
  });

  it.each([
    ['rate: 10/s', 1, 100_000],
    ['rate: 3/s', 3, 1_000_000],
    ['rate: 5000/s', 5, 1_000],
    ['rate: 6/min', 1, 10_000_000],
    ['perTick: 4, interval: 2s', 4, 2_000_000],
  ])('a program with %s hands over %d records each %d microseconds', (pace, perTick, interval) => {
    const { producers } = scenarioOf(`producers: [{ name: p, program: { topic: t, ${pace} } }]`);
    expect(producers[0]?.program).toMatchObject({ perTick, interval, count: null, keys: [null], values: ['{n}'] });
  });

  it('bytes are text in UTF-8, or hexadecimal digits; null is no text', () => {
    const { producers, script } = scenarioOf(`
producers:
  - name: p
    program: { topic: t, keys: [é, null, { hex: 00ff }], values: tick }
    sends:
      - { at: 1s, topic: t, key: null, value: null, headers: { h: { hex: ff } } }
      - { at: 2s, topic: t, key: "null", value: 007, partition: 1, count: 2 }
      - { at: 3s, topic: t, value: 'n {n}', count: 2 }
`);
    expect(producers[0]?.program).toMatchObject({ keys: ['\u00c3\u00a9', null, '\u0000\u00ff'], values: ['tick'] });
    const records = script
      .flatMap((item) => item.interventions)
      .flatMap((one) => (one.type === 'send' ? one.records : []));
    expect(records.map(({ key, value, partition }) => [key, value, partition])).toEqual([
      [null, null, null],
      ['null', '007', 1],
      ['null', '007', 1],
      [null, 'n 0', null],
      [null, 'n 1', null],
    ]);
    expect(records[0]?.headers).toEqual([{ key: 'h', value: '\u00ff' }]);
  });

  it('a value may hold markup, right-to-left text and 100 kB', () => {
    const long = 'x'.repeat(100_000);
    const values = ['<script>alert(1)</script>', '\u202eshalom \u05e9\u05dc\u05d5\u05dd', long];
    const { producers } = scenarioOf(JSON.stringify({ producers: [{ name: 'p', program: { topic: 't', values } }] }));
    const [first, second, third] = producers[0]?.program?.values ?? [];
    expect([first, third]).toEqual([values[0], long]);
    expect(second).toBe(String.fromCharCode(...new TextEncoder().encode(values[1])));
  });

  it('keys of the language itself are values like any other', () => {
    const { producers } = scenarioOf(
      'producers: [{ name: constructor, program: { topic: t, keys: [__proto__], values: [__proto__] } }]',
    );
    expect(producers[0]).toMatchObject({
      name: 'constructor',
      program: { keys: ['__proto__'], values: ['__proto__'] },
    });
  });
});
