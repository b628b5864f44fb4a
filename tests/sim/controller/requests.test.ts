import { vecGet } from '../../../src/lib/vec.ts';
import { describe, expect, it } from 'vitest';
import { present } from '../../../src/lib/assert.ts';
import type { AlterPartitionRequest } from '../../../src/sim/protocol/cluster.ts';
import { TestCluster, type ClusterOptions } from '../zookeeper/support.ts';

/** Three brokers with topic `t`, one partition on [1, 2, 3]. */
function cluster(options: ClusterOptions = {}): TestCluster {
  const c = new TestCluster(options).runTo(1);
  c.createTopic('t', [[1, 2, 3]]);
  return c.run(1);
}

type Proposal = Partial<AlterPartitionRequest['topics'][number]['partitions'][number]>;

/** Asks the controller for another ISR in the name of broker 1. */
function propose(
  c: TestCluster,
  proposal: Proposal,
  request: Partial<AlterPartitionRequest> = {},
): { errorCode: string; partition: { errorCode: string; isr: readonly number[]; partitionEpoch: number } | undefined } {
  const partition = {
    partitionIndex: 0,
    leaderEpoch: 0,
    newIsr: [1, 2],
    leaderRecoveryState: 'RECOVERED',
    partitionEpoch: 0,
    ...proposal,
  } as const;
  const body: AlterPartitionRequest = {
    type: 'AlterPartitionRequest',
    brokerId: 1,
    brokerEpoch: c.broker(1).brokerEpoch,
    topics: [{ topicName: 't', partitions: [partition] }],
    ...request,
  };
  const response = c.ask(c.controller(), body, 'AlterPartitionResponse');
  return { errorCode: response.errorCode, partition: response.topics[0]?.partitions[0] };
}

describe('a proposed ISR', () => {
  it('is written, told to all brokers, and answered with the next partition epoch', () => {
    const c = cluster();
    expect(propose(c, {})).toEqual({
      errorCode: 'NONE',
      partition: expect.objectContaining({ errorCode: 'NONE', isr: [1, 2], partitionEpoch: 1 }) as unknown,
    });
    c.run(0.005);
    expect(c.of('IsrUpdated').filter((entry) => entry.args.by === 'leader')[0]?.args).toMatchObject({
      isr: [1, 2],
      partitionEpoch: 1,
      leaderEpoch: 0,
    });
    expect(c.state('t', 0)).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2] });
    expect(vecGet(c.broker(3).metadata.partitions, 0)).toMatchObject({ isr: [1, 2], zkVersion: 1 });
  });

  it('by topic id is for that very topic: another id is UNKNOWN_TOPIC_ID, whatever has the name', () => {
    const c = cluster();
    const { topicId } = present(c.broker(c.controller()).controller?.topics[0], 'the topic');
    const partition = { partitionIndex: 0, leaderEpoch: 0, newIsr: [1, 2], partitionEpoch: 0 };
    const ask = (id: string): string | undefined => {
      const partitions = [{ ...partition, leaderRecoveryState: 'RECOVERED' as const }];
      return propose(c, {}, { topics: [{ topicName: 't', topicId: id, partitions }] }).partition?.errorCode;
    };
    expect(ask('anotherTopicAAAAAAAAAA')).toBe('UNKNOWN_TOPIC_ID');
    expect(c.state('t', 0)).toEqual({ leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    expect(ask(topicId)).toBe('NONE');
  });

  it('of an earlier leader epoch is fenced', () => {
    const c = cluster();
    c.crash('broker-3').run(20);
    expect(propose(c, { leaderEpoch: 0, partitionEpoch: 1 }).partition?.errorCode).toBe('FENCED_LEADER_EPOCH');
  });

  it('on an old partition epoch is refused, unless it is what there is already', () => {
    const c = cluster();
    propose(c, { newIsr: [1, 2] });
    propose(c, { newIsr: [1], partitionEpoch: 1 });
    expect(propose(c, { newIsr: [1, 3], partitionEpoch: 1 }).partition?.errorCode).toBe('INVALID_UPDATE_VERSION');
    expect(propose(c, { newIsr: [1], partitionEpoch: 0 }).partition?.errorCode).toBe('NONE');
  });

  it('that was overtaken in ZooKeeper is refused by the version of the znode', () => {
    const c = cluster();
    c.putState('t', { leader: 1, leaderEpoch: 0, isr: [1, 2, 3] });
    expect(propose(c, {}).partition?.errorCode).toBe('INVALID_UPDATE_VERSION');
  });

  it('of a leader that is ahead of the controller hears that this is not the controller', () => {
    const c = cluster();
    expect(propose(c, { leaderEpoch: 9 }).partition?.errorCode).toBe('NOT_CONTROLLER');
    expect(propose(c, { partitionEpoch: 9 }).partition?.errorCode).toBe('NOT_CONTROLLER');
  });

  it('with a member that is not alive is refused, but not in 2.8', () => {
    for (const [era, answer] of [
      ['3.9', 'INELIGIBLE_REPLICA'],
      ['2.8', 'NONE'],
    ] as const) {
      const c = cluster({ era });
      expect(propose(c, { newIsr: [1, 2, 7] }).partition?.errorCode).toBe(answer);
    }
  });

  it('from an earlier life of the broker is refused', () => {
    const c = cluster();
    expect(propose(c, {}, { brokerEpoch: 1 }).errorCode).toBe('STALE_BROKER_EPOCH');
    expect(propose(c, {}, { brokerId: 9 }).errorCode).toBe('STALE_BROKER_EPOCH');
  });

  it('for a partition that is unknown is refused', () => {
    expect(propose(cluster(), { partitionIndex: 5 }).partition?.errorCode).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('at a broker that is not the controller is refused', () => {
    const c = cluster();
    const other = [1, 2, 3].find((id) => id !== c.controller()) ?? -1;
    const body = { type: 'AlterPartitionRequest', brokerId: 1, brokerEpoch: 1, topics: [] } as const;
    expect(c.ask(other, body, 'AlterPartitionResponse').errorCode).toBe('NOT_CONTROLLER');
  });
});

describe('a controlled shutdown', () => {
  it('moves leadership to a live ISR member that stays, takes the broker out of ISRs, and ends its session at once', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('t', [
      [1, 2, 3],
      [3, 1, 2],
    ]);
    c.run(1).stop('broker-1').run(1);
    expect(c.state('t', 0)).toMatchObject({ leader: 2, leaderEpoch: 1, isr: [2, 3] });
    expect(c.state('t', 1)).toMatchObject({ leader: 3, isr: [3, 2] });
    expect(c.of('LeaderElected').at(-1)?.args).toMatchObject({ election: 'controlledShutdown', previous: 1 });
    expect(c.znode('/brokers/ids/1')).toBeNull();
    expect(c.of('SessionExpired')).toEqual([]);
    expect(c.of('ProcessExited')).toHaveLength(1);
  });

  it('of the controller itself hands over: another is elected without a timeout', () => {
    const c = cluster();
    const first = c.controller();
    c.stop(`broker-${first}`).run(1);
    expect(c.controller()).not.toBe(first);
    expect(c.controller()).not.toBe(-1);
    expect(c.of('ControllerResigned').at(-1)?.args).toMatchObject({ broker: first });
    expect(c.of('SessionExpired')).toEqual([]);
  });

  it('leaves partitions without another replica where they are', () => {
    const c = new TestCluster().runTo(1);
    c.createTopic('alone', [[1]]);
    const response = c.ask(
      c.controller(),
      { type: 'ControlledShutdownRequest', brokerId: 1, brokerEpoch: c.broker(1).brokerEpoch },
      'ControlledShutdownResponse',
    );
    expect(response).toMatchObject({ errorCode: 'NONE', remainingPartitions: [] });
    expect(c.state('alone', 0).leader).toBe(1);
  });

  it('names what the broker still leads, where nobody else is in sync', () => {
    const c = cluster();
    for (const id of [2, 3]) c.intervene({ type: 'cutLink', from: `broker-${id}`, to: 'broker-1' });
    propose(c, { newIsr: [1] });
    const response = c.ask(
      c.controller(),
      { type: 'ControlledShutdownRequest', brokerId: 1, brokerEpoch: c.broker(1).brokerEpoch },
      'ControlledShutdownResponse',
    );
    expect(response.remainingPartitions).toEqual([{ topicName: 't', partitionIndex: 0 }]);
  });

  it('asked for by an earlier life of the broker, or by an unknown one, is refused', () => {
    const c = cluster();
    const ask = (brokerId: number, brokerEpoch: number): string =>
      c.ask(c.controller(), { type: 'ControlledShutdownRequest', brokerId, brokerEpoch }, 'ControlledShutdownResponse')
        .errorCode;
    expect(ask(1, 0)).toBe('STALE_BROKER_EPOCH');
    expect(ask(9, 0)).toBe('BROKER_NOT_AVAILABLE');
  });
});

describe('producer ids', () => {
  it('are given out in blocks of a thousand, each once, also by the next controller', () => {
    const c = cluster();
    const ask = (brokerId: number): number =>
      c.ask(
        c.controller(),
        { type: 'AllocateProducerIdsRequest', brokerId, brokerEpoch: c.broker(brokerId).brokerEpoch },
        'AllocateProducerIdsResponse',
      ).producerIdStart;
    expect([ask(1), ask(3)]).toEqual([0, 1000]);
    c.zk([{ op: 'delete', path: '/controller', version: -1 }]);
    c.run(1);
    expect(ask(1)).toBe(2000);
    expect(c.data('/latest_producer_id_block')).toEqual({
      version: 1,
      broker: 1,
      block_start: '2000',
      block_end: '2999',
    });
  });

  it('are refused to an earlier life of a broker', () => {
    const c = cluster();
    expect(
      c.ask(
        c.controller(),
        { type: 'AllocateProducerIdsRequest', brokerId: 1, brokerEpoch: 0 },
        'AllocateProducerIdsResponse',
      ).errorCode,
    ).toBe('STALE_BROKER_EPOCH');
  });
});
