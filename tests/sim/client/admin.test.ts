import { describe, expect, it } from 'vitest';
import { adminBehaviour, newAdminState } from '../../../src/sim/client/admin.ts';
import type { AdminState } from '../../../src/sim/client/state.ts';
import type { NewTopic } from '../../../src/sim/intervention.ts';
import { ClientBench, metadata, ms, setupOf } from './support/client-bench.ts';

const orders: NewTopic = {
  name: 'orders',
  partitions: 3,
  replicationFactor: 2,
  assignment: null,
  config: { 'min.insync.replicas': '2' },
};
const placed: NewTopic = {
  name: 'placed',
  partitions: 2,
  replicationFactor: 3,
  assignment: [
    [1, 2],
    [2, 3],
  ],
  config: {},
};

function startedAdmin(
  topics: readonly NewTopic[] = [],
  expected: readonly number[] = [1, 2, 3],
): ClientBench<AdminState> {
  const setup = setupOf();
  return new ClientBench(setup, adminBehaviour, newAdminState(setup, topics, expected)).take({ type: 'start' });
}

/** An operator in a complete cluster with this controller. */
function readyAdmin(controller = 2): ClientBench<AdminState> {
  return startedAdmin().await('MetadataRequest').answer('MetadataRequest', metadata({}, { controller }));
}

describe('the scenario’s topics', () => {
  it('are created once every broker that should be up is in the metadata, and a controller', () => {
    const bench = startedAdmin([orders, placed], [1, 3]);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({}, { brokers: [1], controller: 1 }));
    expect(bench.open('CreateTopicsRequest')).toEqual([]);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({}, { brokers: [1, 3], controller: -1 }));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({}, { brokers: [1, 3], controller: 3 }));
    bench.await('CreateTopicsRequest');
    expect(bench.dialled.at(-1)).toBe(3);
    expect(bench.open('CreateTopicsRequest').map(({ topics }) => topics)).toEqual([
      [
        {
          name: 'orders',
          numPartitions: 3,
          replicationFactor: 2,
          assignments: [],
          configs: [{ name: 'min.insync.replicas', value: '2' }],
        },
        {
          name: 'placed',
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [
            { partitionIndex: 0, brokerIds: [1, 2] },
            { partitionIndex: 1, brokerIds: [2, 3] },
          ],
          configs: [],
        },
      ],
    ]);
    bench.answer('CreateTopicsRequest', {
      type: 'CreateTopicsResponse',
      topics: [
        { name: 'orders', errorCode: 'NONE', errorMessage: null },
        { name: 'placed', errorCode: 'INVALID_REPLICA_ASSIGNMENT', errorMessage: 'no' },
      ],
    });
    expect(bench.entriesOf('AdminAnswered')).toEqual([
      { request: 'CreateTopics', target: 'orders', error: 'NONE' },
      { request: 'CreateTopics', target: 'placed', error: 'INVALID_REPLICA_ASSIGNMENT' },
    ]);
    bench.advance(bench.now + ms(60_000)).accept();
    expect(bench.open('CreateTopicsRequest')).toEqual([]);
  });
});

describe('an operator’s request', () => {
  it('goes to the controller when it is about topics, partitions or leaders', () => {
    const bench = readyAdmin();
    bench.do({ type: 'createTopic', topic: orders }).accept();
    expect(bench.dialled.at(-1)).toBe(2);
    bench.answer('CreateTopicsRequest', {
      type: 'CreateTopicsResponse',
      topics: [{ name: 'orders', errorCode: 'TOPIC_ALREADY_EXISTS', errorMessage: null }],
    });
    bench.do({ type: 'createPartitions', topic: 'orders', count: 4, assignment: [[1, 2]] });
    expect(bench.open('CreatePartitionsRequest')[0]?.topics).toEqual([
      { name: 'orders', count: 4, assignments: [{ brokerIds: [1, 2] }] },
    ]);
    bench.answer('CreatePartitionsRequest', {
      type: 'CreatePartitionsResponse',
      results: [{ name: 'orders', errorCode: 'NONE', errorMessage: null }],
    });
    bench.do({ type: 'electLeaders', election: 'UNCLEAN', topic: 'orders', partition: 1 });
    expect(bench.open('ElectLeadersRequest')[0]).toMatchObject({
      electionType: 'UNCLEAN',
      topicPartitions: [{ topic: 'orders', partitions: [1] }],
    });
    bench.answer('ElectLeadersRequest', {
      type: 'ElectLeadersResponse',
      errorCode: 'NONE',
      replicaElectionResults: [
        {
          topic: 'orders',
          partitionResult: [{ partitionId: 1, errorCode: 'ELECTION_NOT_NEEDED', errorMessage: null }],
        },
      ],
    });
    expect(bench.entriesOf('AdminAnswered')).toEqual([
      { request: 'CreateTopics', target: 'orders', error: 'TOPIC_ALREADY_EXISTS' },
      { request: 'CreatePartitions', target: 'orders', error: 'NONE' },
      { request: 'ElectLeaders', target: 'orders-1', error: 'ELECTION_NOT_NEEDED' },
    ]);
    expect(bench.dialled.filter((broker) => broker === 2).length).toBeLessThanOrEqual(2);
  });

  it('goes to the broker itself when it is about that broker’s settings', () => {
    const bench = readyAdmin();
    bench
      .do({
        type: 'alterConfig',
        resource: 'broker',
        name: 'broker-3',
        config: { 'log.retention.ms': '1000', 'min.insync.replicas': null },
      })
      .accept();
    expect(bench.dialled.at(-1)).toBe(3);
    expect(bench.open('IncrementalAlterConfigsRequest')[0]?.resources).toEqual([
      {
        resourceType: 'BROKER',
        resourceName: '3',
        configs: [
          { name: 'log.retention.ms', configOperation: 'SET', value: '1000' },
          { name: 'min.insync.replicas', configOperation: 'DELETE', value: null },
        ],
      },
    ]);
    bench
      .do({ type: 'alterConfig', resource: 'topic', name: 'orders', config: { 'min.insync.replicas': '2' } })
      .accept();
    expect(bench.open('IncrementalAlterConfigsRequest')[1]?.resources[0]).toMatchObject({
      resourceType: 'TOPIC',
      resourceName: 'orders',
    });
  });

  it('is made again when another broker has become the controller', () => {
    const bench = readyAdmin(2);
    bench.do({ type: 'createTopic', topic: orders }).accept();
    bench.answer('CreateTopicsRequest', {
      type: 'CreateTopicsResponse',
      topics: [{ name: 'orders', errorCode: 'NOT_CONTROLLER', errorMessage: null }],
    });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({}, { controller: 3 }));
    bench.await('CreateTopicsRequest');
    expect(bench.dialled.at(-1)).toBe(3);
    expect(bench.entriesOf('AdminAnswered')).toEqual([]);
  });

  it('is made again when the connection breaks before the answer', () => {
    const bench = readyAdmin(2);
    bench.do({ type: 'createTopic', topic: orders }).accept().break(2);
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({}, { controller: 1 }));
    bench.await('CreateTopicsRequest');
    expect(bench.open('CreateTopicsRequest')).toHaveLength(1);
  });

  it('is given up after default.api.timeout.ms', () => {
    const bench = readyAdmin(2);
    bench.do({ type: 'createPartitions', topic: 'orders', count: 4, assignment: null });
    for (let at = 0; at <= 61_000; at += 500) bench.advance(ms(at)).refuse();
    expect(bench.entriesOf('AdminAnswered')).toEqual([
      { request: 'CreatePartitions', target: 'orders', error: 'TimeoutException' },
    ]);
    expect(bench.state.jobs).toEqual([]);
  });
});
