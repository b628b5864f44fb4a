import { describe, expect, test } from 'vitest';

import { brokerLifecycle } from '../../../src/sim/broker/lifecycle.ts';
import { topicConfigChanged } from '../../../src/sim/broker/topic-config.ts';
import { vecGet } from '../../../src/lib/vec.ts';
import { batchOf } from '../log/batches.ts';
import { TestBroker, TOPIC } from './test-broker.ts';

describe('a broker', () => {
  test('goes through the states of BrokerState, in their order, and may leave out controlled shutdown', () => {
    const edges = Object.entries(brokerLifecycle.config.states ?? {}).flatMap(([from, state]) =>
      Object.values(state.on ?? {}).map((to) => `${from} ${to as string}`),
    );
    expect(edges).toEqual([
      'NOT_RUNNING STARTING',
      'STARTING RECOVERY',
      'RECOVERY RUNNING',
      'RUNNING PENDING_CONTROLLED_SHUTDOWN',
      'RUNNING SHUTTING_DOWN',
      'PENDING_CONTROLLED_SHUTDOWN SHUTTING_DOWN',
      'SHUTTING_DOWN NOT_RUNNING',
    ]);
  });

  test('keeps requests that come while it starts, and serves them when it is registered', () => {
    const broker = new TestBroker();
    broker.crash('process');
    broker.deliver({ type: 'start' });
    const request = { type: 'MetadataRequest', topics: [], allowAutoTopicCreation: false } as const;
    expect(broker.ask('early', request, 'MetadataResponse')).toBeNull();
    broker.register();
    expect(broker.lastAnswer('early')).toMatchObject({ type: 'MetadataResponse', topics: [] });
  });
});

describe('after a crash of kind', () => {
  const crashed = (kind: 'process' | 'power' | 'disk'): TestBroker => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1], isr: [1] });
    broker.produce(batchOf(4));
    broker.sleep(61_000);
    broker.produce(batchOf(3));
    broker.crash(kind);
    return broker;
  };

  test('process the log is whole, and the high watermark is that of the last checkpoint', () => {
    const broker = crashed('process');
    expect(broker.it.log).toMatchObject({ logEndOffset: 7, highWatermark: 4 });
    expect(broker.it).toMatchObject({ role: 'offline', leader: -1, leaderEpoch: -1, duties: null, watchers: [] });
    broker.start();
    expect(broker.entries('LogLost')).toEqual([]);
  });

  test('power what was not flushed is gone, and the broker says so when it starts', () => {
    const broker = crashed('power');
    expect(broker.it.log.logEndOffset).toBe(4);
    broker.start();
    expect(broker.entries('LogLost')).toMatchObject([{ from: 4, to: 7 }]);
    broker.crash('process');
    broker.start();
    expect(broker.entries('LogLost')).toHaveLength(1);
  });

  test('disk everything is gone', () => {
    const broker = crashed('disk');
    expect([broker.state.hosted, vecGet(broker.state.replicas, 0) ?? null]).toEqual([[], null]);
    broker.start();
    expect(broker.entries('LogLost')).toMatchObject([{ from: 0, to: 7 }]);
  });

  test('any the settings of a topic are forgotten: they are read again', () => {
    const broker = new TestBroker();
    broker.leaderAndIsr({ replicas: [1], isr: [1] });
    broker.state = topicConfigChanged(broker.turn, broker.state, TOPIC, { 'min.insync.replicas': '3' });
    expect(broker.it.topicConfig.minInsyncReplicas).toBe(3);
    broker.crash('process');
    expect([broker.it.topicConfig.minInsyncReplicas, broker.state.topicConfigs]).toEqual([1, []]);
  });

  test('any the broker obeys an earlier leader epoch again: it remembers none', () => {
    const broker = crashed('process');
    broker.start();
    broker.leaderAndIsr({ leaderEpoch: 0, replicas: [1], isr: [1] });
    expect([broker.it.role, broker.it.log.highWatermark]).toEqual(['leader', 7]);
  });
});

describe('a clean stop', () => {
  function shutdownConnection(broker: TestBroker): number {
    return broker.state.toController.find((channel) => channel.purpose === 'shutdown')?.connection ?? -1;
  }

  /** The stop of a broker that leads one partition, up to the request to the controller. */
  function stopping(): TestBroker {
    const broker = new TestBroker({ id: 2 });
    broker.leaderAndIsr({ replicas: [2], isr: [2] });
    broker.produce(batchOf(3));
    broker.deliver({ type: 'stop' });
    return broker;
  }

  function answer(broker: TestBroker, remaining: number): void {
    const connection = shutdownConnection(broker);
    broker.deliver({ type: 'connected', connection, peer: 1 });
    const request = broker.requests('ControlledShutdownRequest').at(-1)?.body;
    expect(request).toMatchObject({ brokerId: 2, brokerEpoch: 10 });
    if (request === undefined) return;
    const remainingPartitions = Array.from({ length: remaining }, (_, partitionIndex) => ({
      topicName: 'orders',
      partitionIndex,
    }));
    broker.answer(connection, request, { type: 'ControlledShutdownResponse', errorCode: 'NONE', remainingPartitions });
  }

  test('asks the controller to move its leaderships, and serves on meanwhile', () => {
    const broker = stopping();
    expect(broker.state.lifecycle.value).toBe('PENDING_CONTROLLED_SHUTDOWN');
    expect(broker.produce(batchOf(1))).not.toBeNull();
    answer(broker, 0);
    expect(broker.state.cleanShutdown).toBe(true);
    expect(broker.it.log).toMatchObject({ flushedOffset: 4, checkpointedHighWatermark: 4 });
  });

  test('is tried three times, five seconds apart, and then goes on without the controller', () => {
    const broker = stopping();
    answer(broker, 1);
    expect(broker.state.lifecycle.value).toBe('PENDING_CONTROLLED_SHUTDOWN');
    broker.sleep(4999);
    expect(broker.requests('ControlledShutdownRequest')).toHaveLength(1);
    broker.sleep(1);
    answer(broker, 1);
    broker.sleep(5000);
    const connection = shutdownConnection(broker);
    broker.deliver({ type: 'disconnected', connection, peer: 1, reason: 'timeout', inFlight: [] });
    expect([broker.requests('ControlledShutdownRequest').length, broker.state.cleanShutdown]).toEqual([2, true]);
  });

  test('without controlled shutdown flushes and ends at once', () => {
    const broker = new TestBroker({ config: { 'controlled.shutdown.enable': 'false' } });
    broker.deliver({ type: 'stop' });
    expect([broker.state.cleanShutdown, broker.requests('ControlledShutdownRequest').length]).toEqual([true, 0]);
    expect(broker.entries('BrokerStateChanged').map((entry) => entry.to)).toContain('SHUTTING_DOWN');
  });

  test('leaves nothing that a loss of power could take', () => {
    const broker = stopping();
    answer(broker, 0);
    broker.crash('clean');
    expect([broker.state.cleanShutdown, broker.it.log.logEndOffset, broker.it.log.highWatermark]).toEqual([true, 3, 3]);
    broker.crash('power');
    expect(broker.it.log.logEndOffset).toBe(3);
  });

  test('of a broker that is still starting is no clean one', () => {
    const broker = new TestBroker();
    broker.crash('process');
    broker.deliver({ type: 'start' });
    broker.deliver({ type: 'stop' });
    expect([broker.turn.exited, broker.state.cleanShutdown]).toEqual([true, false]);
  });
});
