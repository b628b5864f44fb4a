import { describe, expect, it, test } from 'vitest';

import { mistakesOf, scenarioOf } from './parse.ts';

const HEAD = `topics: [{ name: t, partitions: 2, replicationFactor: 2 }]
producers: [{ name: p }]
consumers: [{ name: c, topics: t, config: { group.id: g } }]
`;
const item = (text: string): string => `${HEAD}script:\n  - { at: 1s, ${text} }\n`;

/** Exactly these mistakes, each told by a part of its line. */
function refuses(text: string, ...parts: readonly string[]): void {
  const found = mistakesOf(text);
  expect(found).toHaveLength(parts.length);
  parts.forEach((part, index) => expect(found[index]).toContain(part));
}

describe('a file', () => {
  it('is one document: what stands behind --- or ... is not left out without a word', () => {
    refuses('brokers: 1\n---\nbrokers: 2\n', '2:1 a second document in one file; a file is read as one');
    refuses('brokers: 1\n...\nbrokers: 2\n', 'a second document in one file');
    expect(scenarioOf('---\nbrokers: 1\n...\n').brokers).toHaveLength(1);
  });

  it('names the key that stands there twice', () => {
    refuses('brokers: 3\nbrokers: 4\n', '2:1 yaml not understood; map keys must be unique; brokers stands here again');
  });
});

describe('racks in mode zookeeper', () => {
  const brokers = 'brokers: [1, { id: 2, rack: b }, 3]\n';
  const remedy = 'give every broker a rack, or none';

  it('are known of all brokers or of none where the controller is to place a topic', () => {
    refuses(`${brokers}topics: [{ name: t, replicationFactor: 2 }]`, 'brokers 1, 3 without a rack');
    refuses(`${brokers}topics: [t]`, remedy);
    refuses(`${brokers}consumers: [{ name: c, topics: t, config: { group.id: g } }]`, remedy);
  });

  it('may be known of some where each topic has an assignment, and in mode kraft', () => {
    expect(mistakesOf(`${brokers}topics: [{ name: t, assignment: [[1, 2]] }]`)).toEqual([]);
    expect(mistakesOf(`mode: kraft\n${brokers}topics: [{ name: t, replicationFactor: 2 }]`)).toEqual([]);
    expect(mistakesOf(`brokers: [{ id: 1, rack: a }, { id: 2, rack: b }]\ntopics: [t]`)).toEqual([]);
  });
});

describe('a partition that is named', () => {
  test.each([
    ['seek: { consumer: c, partition: t-9, to: 0 }', 'unknown partition t-9; the last one of t is t-1'],
    ['seek: { consumer: c, partition: u-0, to: 0 }', 'unknown topic u'],
    ['send: { producer: p, topic: t, partition: 9, value: x, count: 3 }', '5:57 unknown partition t-9'],
    ['deleteRecords: { partition: t-9 }', 'unknown partition t-9'],
    ['electLeaders: { partition: t-2 }', 'unknown partition t-2'],
    ['reassignPartitions: { partition: t-2, replicas: [1] }', 'unknown partition t-2'],
    ['commit: { consumer: c, partition: t-2, offset: 0 }', 'unknown partition t-2'],
    ['program: { producer: p, topic: t, partition: 5 }', '5:60 unknown partition t-5'],
    ['addConsumer: { name: d, assign: t-7 }', 'unknown partition t-7'],
    ['addProducer: { name: q, program: { topic: t, partition: 2 } }', 'unknown partition t-2'],
  ])('is there: %s', (text, mistake) => refuses(item(text), mistake));

  it('is there for a program and an assignment from the start on', () => {
    refuses(
      'topics: [t]\nproducers: [{ name: p, program: { topic: t, partition: 5 } }]\nconsumers: [{ name: c, assign: [t-0, t-7] }]',
      '2:56 unknown partition t-5',
      '3:38 unknown partition t-7',
    );
  });

  it('may be one that the script adds, and any of a topic that brokers create', () => {
    const grows = 'createPartitions: { topic: t, count: 4 }, seek: { consumer: c, partition: t-3, to: 0 }';
    expect(mistakesOf(item(grows))).toEqual([]);
    expect(mistakesOf('producers: [{ name: p, program: { topic: new, partition: 7 } }]')).toEqual([]);
    expect(mistakesOf(item('deleteTopic: t, send: { producer: p, topic: t, partition: 7, value: x }'))).toEqual([]);
  });

  test.each([
    ['entry: LeaderElected, with: { partition: t-9 }', 'unknown partition t-9; the last one of t is t-1'],
    ['entry: LeaderElected, with: { partition: u-0 }', 'unknown topic u'],
    ['entry: LeaderElected, with: { partition: t }', 't is no partition; write it like orders-0'],
    ['entry: LeaderElected, with: { leader: broker-7 }', 'unknown broker 7; the brokers are 1, 2, 3'],
    ['entry: BatchSent, with: { node: q }', 'unknown node q'],
    ['entry: ConnectionOpened, with: { peer: broker-9 }', 'unknown node broker-9'],
  ])('and a node are there in what an entry says: %s', (when, mistake) => {
    refuses(`${HEAD}script:\n  - { when: { ${when} }, moment: m }\n`, mistake);
  });

  it('of Kafka itself may be waited for, and a broker by its number where a node is meant', () => {
    const when = '{ entry: LeaderElected, with: { partition: __consumer_offsets-3, leader: -1, node: 2 } }';
    const [first] = scenarioOf(`${HEAD}script: [{ when: ${when}, moment: m }]`).script;
    expect(first?.when).toMatchObject({ args: { node: 'broker-2' } });
  });
});

describe('what means nothing', () => {
  test.each([
    ['program: { producer: p, end: false }', 'end: false says nothing'],
    ['program: { producer: p, end: true, topic: t }', 'topic beside end'],
    ['freeze: { node: 1, for: 0 }', 'for must be longer than 0'],
    ['cut: { from: 1, to: 2, for: 0ms }', 'for must be longer than 0'],
    ['slowDisk: { node: 1, by: 1s, for: 0 }', 'for must be longer than 0'],
    ['do: []', 'do must not be empty'],
    ['do: [{}]', 'entry without an intervention'],
    ['crash: []', 'crash must not be an empty list'],
    ['moment: " "', 'moment must not be empty'],
    ['crash: { node: p, kind: disk }', 'p is a producer, which keeps nothing on a disk; write process or power'],
    ['crash: admin', 'admin is the operator, to whom nothing happens; crash needs a broker or a zookeeper'],
    [
      'configure: { client: broker-1, config: { x: 1 } }',
      'configure needs a producer or a consumer; alterConfig changes',
    ],
    ['send: { producer: p, topic: t, value: x, count: 0 }', 'found 0; leave it out for one record'],
    ['cut: { from: shop, to: [1, 2] }', '5:28 unknown node shop'],
    ['cut: { from: 1, to: [2, shop] }', '5:35 unknown node shop'],
  ])('is refused once: %s', (text, mistake) => refuses(item(text), mistake));

  it('is a time as a condition', () => {
    refuses(`${HEAD}script: [{ when: 5s, moment: m }]`, '4:18 when must be an entry or a fact, never a time; found 5s');
  });

  it('is a delay that no network has; the limits are told as times are written', () => {
    refuses('network: { latency: 1us }', 'latency must be from 10us to 60s; found 1us');
    refuses('network: { jitter: 2m }', 'jitter must be from 0 to 60s; found 2m');
  });

  it('is a topic of a dot, or of too many letters', () => {
    refuses('topics: [.]', 'topic name . is not legal; a name is more than one or two dots');
    refuses(`topics: [${'x'.repeat(250)}]`, 'it has 250 characters, at most 249 are allowed');
  });

  it('is a number or a rack of a broker among its settings', () => {
    refuses('config: { broker: { broker.rack: a } }', '1:21 broker.rack is no setting here; a broker has the key rack');
  });

  it('is an even number of controllers, also while the mode is another', () => {
    refuses('mode: zookeeper\ncontrollers: 2', 'controllers must be 1, 3 or 5');
    refuses('mode: kraft\nzookeeper: 2', 'an ensemble has 1, 3 or 5');
  });
});

describe('settings that contradict each other', () => {
  const consumer = (config: string, head = ''): string =>
    `${head}consumers: [{ name: c, topics: t, config: { group.id: g, ${config} } }]`;

  test.each(['session.timeout.ms: 6000', 'heartbeat.interval.ms: 1000', 'partition.assignment.strategy: range'])(
    'the consumer protocol takes no %s of a member from 4.0 on',
    (setting) => {
      refuses(
        consumer(`group.protocol: consumer, ${setting}`, 'era: 4.0\n'),
        'cannot be set with group.protocol=consumer',
      );
      expect(mistakesOf(consumer(`group.protocol: consumer, ${setting}`))).toEqual([]);
      expect(mistakesOf(consumer(setting, 'era: 4.0\n'))).toEqual([]);
    },
  );

  it('what the scenario sets for all consumers is for those it fits', () => {
    const shared = 'era: 4.0\nconfig: { consumer: { session.timeout.ms: 9000 } }\n';
    expect(mistakesOf(consumer('group.protocol: consumer', shared))).toEqual([]);
    const both = 'era: 4.0\nconfig: { consumer: { session.timeout.ms: 9000, group.protocol: consumer } }\n';
    refuses(consumer('client.rack: a', both), 'session.timeout.ms cannot be set with group.protocol=consumer');
  });

  it('the classic protocol takes no assignor of the server', () => {
    refuses(
      consumer('group.remote.assignor: uniform'),
      'group.remote.assignor cannot be set with the classic protocol',
    );
  });

  it('brokers with ZooKeeper have no consumer protocol', () => {
    const config = "config: { broker: { group.coordinator.rebalance.protocols: 'classic,consumer' } }";
    refuses(
      config,
      '1:60 group.coordinator.rebalance.protocols has consumer; in mode zookeeper brokers have the classic',
    );
    expect(mistakesOf(`mode: kraft\n${config}`)).toEqual([]);
  });

  it('a library without idempotence gets no advice for it', () => {
    refuses(
      'producers: [{ name: p, client: kafka-python, config: { enable.idempotence: true } }]',
      'kafka-python 2.0.2 has no idempotent producer',
    );
  });
});
