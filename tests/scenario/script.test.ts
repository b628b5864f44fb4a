import { describe, expect, it } from 'vitest';

import type { Intervention } from '../../src/sim/intervention.ts';
import { scenarioOf } from './parse.ts';

const cast = `
producers: [{ name: p1 }]
consumers: [{ name: c1, topics: t }]
topics: [{ name: orders, partitions: 2 }]
`;

/** What one item at 1 s does, with the times at which it does it. */
function done(words: string): [number, Intervention][] {
  const { script } = scenarioOf(`${cast}script: [{ at: 1s, ${words} }]`);
  return script.flatMap((item) => item.interventions.map((one): [number, Intervention] => [item.at, one]));
}

describe('interventions in a script', () => {
  it.each<[string, Intervention]>([
    ['crash: broker-3', { type: 'crash', node: 'broker-3', kind: 'process' }],
    ['crash: 3', { type: 'crash', node: 'broker-3', kind: 'process' }],
    ['crash: { node: zookeeper-1, kind: power }', { type: 'crash', node: 'zookeeper-1', kind: 'power' }],
    ['stop: p1', { type: 'stop', node: 'p1' }],
    ['start: broker-1', { type: 'start', node: 'broker-1' }],
    ['restart: { node: 1 }', { type: 'start', node: 'broker-1' }],
    ['thaw: 2', { type: 'thaw', node: 'broker-2' }],
    ['reset: { from: p1, to: 1 }', { type: 'resetLink', from: 'p1', to: 'broker-1' }],
    ['healNetwork: all', { type: 'healNetwork' }],
    ['healDisk: 2', { type: 'healDisk', node: 'broker-2' }],
    ['slowDisk: { node: 2, by: 500ms }', { type: 'slowDisk', node: 'broker-2', extra: 500_000 }],
    [
      'partitionNetwork: { islands: [[1, zookeeper-1], [2, p1]] }',
      {
        type: 'partitionNetwork',
        islands: [
          ['broker-1', 'zookeeper-1'],
          ['broker-2', 'p1'],
        ],
      },
    ],
    ['deleteTopic: orders', { type: 'deleteTopic', topic: 'orders' }],
    [
      'reassignPartitions: { partition: orders-1, replicas: [2, 3] }',
      { type: 'reassignPartitions', topic: 'orders', partition: 1, replicas: [2, 3] },
    ],
    [
      'reassignPartitions: { partition: orders-1 }',
      { type: 'reassignPartitions', topic: 'orders', partition: 1, replicas: null },
    ],
    [
      'electLeaders: { partition: orders-1 }',
      { type: 'electLeaders', election: 'PREFERRED', topic: 'orders', partition: 1 },
    ],
    [
      'electLeaders: { partition: a-b-0, election: unclean }',
      { type: 'electLeaders', election: 'UNCLEAN', topic: 'a-b', partition: 0 },
    ],
    [
      'deleteRecords: { partition: orders-1, before: 12 }',
      { type: 'deleteRecords', topic: 'orders', partition: 1, before: 12 },
    ],
    ['deleteRecords: { partition: orders-1 }', { type: 'deleteRecords', topic: 'orders', partition: 1, before: null }],
    [
      'createTopic: { name: t, partitions: 3, replicationFactor: 2 }',
      { type: 'createTopic', topic: { name: 't', partitions: 3, replicationFactor: 2, assignment: null, config: {} } },
    ],
    [
      'createPartitions: { topic: orders, count: 4 }',
      { type: 'createPartitions', topic: 'orders', count: 4, assignment: null },
    ],
    [
      'alterConfig: { topic: orders, config: { min.insync.replicas: 2, retention.ms: null } }',
      {
        type: 'alterConfig',
        resource: 'topic',
        name: 'orders',
        config: { 'min.insync.replicas': '2', 'retention.ms': null },
      },
    ],
    [
      'alterConfig: { broker: broker-2, config: { unclean.leader.election.enable: true } }',
      { type: 'alterConfig', resource: 'broker', name: '2', config: { 'unclean.leader.election.enable': 'true' } },
    ],
    [
      'addProducer: { name: p2 }',
      { type: 'addProducer', producer: { name: 'p2', client: 'java', config: {}, program: null } },
    ],
    [
      'addConsumer: { name: c2, assign: [orders-0], processing: 5ms }',
      {
        type: 'addConsumer',
        consumer: {
          name: 'c2',
          client: 'java',
          config: {},
          topics: [],
          assign: [{ topic: 'orders', partition: 0 }],
          processing: 5_000,
        },
      },
    ],
    ['configure: { client: p1, config: { acks: 1 } }', { type: 'configureClient', node: 'p1', config: { acks: '1' } }],
    ['program: { producer: p1, end: true }', { type: 'setProgram', node: 'p1', program: null }],
    ['processing: { consumer: c1, time: 2s }', { type: 'setProcessing', node: 'c1', processing: 2_000_000 }],
    ['flush: p1', { type: 'flush', node: 'p1' }],
    [
      'seek: { consumer: c1, partition: orders-0, to: beginning }',
      { type: 'seek', node: 'c1', topic: 'orders', partition: 0, to: 'beginning' },
    ],
    [
      'seek: { consumer: c1, partition: orders-0, to: 7 }',
      { type: 'seek', node: 'c1', topic: 'orders', partition: 0, to: 7 },
    ],
    ['pause: c1', { type: 'pause', node: 'c1', paused: true }],
    ['resume: c1', { type: 'pause', node: 'c1', paused: false }],
  ])('%s', (words, intervention) => {
    expect(done(words)).toEqual([[1_000_000, intervention]]);
  });

  it('a link is cut both ways unless the script says otherwise', () => {
    expect(done('cut: { from: 1, to: 2 }').map(([, one]) => one)).toEqual([
      { type: 'cutLink', from: 'broker-1', to: 'broker-2' },
      { type: 'cutLink', from: 'broker-2', to: 'broker-1' },
    ]);
    expect(done('cut: { from: 1, to: 2, both: false }').map(([, one]) => one)).toEqual([
      { type: 'cutLink', from: 'broker-1', to: 'broker-2' },
    ]);
  });

  it('a fault with `for` is undone after that time', () => {
    expect(done('slow: { from: 1, to: [2, zookeeper-1], by: 200ms, both: false, for: 5s }')).toEqual([
      [1_000_000, { type: 'slowLink', from: 'broker-1', to: 'broker-2', extra: 200_000 }],
      [1_000_000, { type: 'slowLink', from: 'broker-1', to: 'zookeeper-1', extra: 200_000 }],
      [6_000_000, { type: 'healLink', from: 'broker-1', to: 'broker-2' }],
      [6_000_000, { type: 'healLink', from: 'broker-1', to: 'zookeeper-1' }],
    ]);
    expect(done('freeze: { node: 3, for: 500ms }')).toEqual([
      [1_000_000, { type: 'freeze', node: 'broker-3' }],
      [1_500_000, { type: 'thaw', node: 'broker-3' }],
    ]);
  });

  it('one item may do several things, in the order written', () => {
    expect(done('crash: [1, 2], do: [{ stop: 3 }, { flush: p1 }]').map(([, one]) => one.type)).toEqual([
      'crash',
      'crash',
      'stop',
      'flush',
    ]);
  });

  it('records that a script sends are numbered where their text asks for it', () => {
    const [[, send] = []] = done('send: { producer: p1, topic: orders, key: k, value: "v{n}", count: 3 }');
    expect(send?.type === 'send' ? send.records.map((record) => record.value) : null).toEqual(['v0', 'v1', 'v2']);
  });
});

describe('what a script waits for', () => {
  it('an entry, by its type alone or with what it says', () => {
    const { script } = scenarioOf(`${cast}script:
  - { when: LeaderElected, crash: 1 }
  - { when: { entry: LeaderElected, with: { partition: orders-0, leader: broker-2, isr: 3, node: broker-1 }, times: 2 }, after: 5s, crash: 1 }`);
    expect(script.map(({ at, when }) => ({ at, when }))).toEqual([
      { at: 0, when: { kind: 'entry', entry: 'LeaderElected', args: {}, times: 1 } },
      {
        at: 5_000_000,
        when: {
          kind: 'entry',
          entry: 'LeaderElected',
          args: { partition: 'orders-0', leader: 2, isr: 3, node: 'broker-1' },
          times: 2,
        },
      },
    ]);
  });

  it('a fact of the World', () => {
    const { script } = scenarioOf(
      `${cast}script: [{ when: { fact: highWatermark, of: [orders-0], atLeast: 5 }, crash: 1 }]`,
    );
    expect(script[0]?.when).toEqual({
      kind: 'fact',
      fact: 'highWatermark',
      args: ['orders-0'],
      op: 'atLeast',
      value: 5,
    });
  });
});
