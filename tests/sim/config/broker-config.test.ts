import { expect, it } from 'vitest';

import { Bug } from '../../../src/lib/assert.ts';
import { brokerConfig, topicConfig } from '../../../src/sim/config/broker-config.ts';

it('a broker of 3.9 has the defaults of KafkaConfig, in microseconds', () => {
  expect(brokerConfig('3.9', {})).toMatchObject({
    replicaLagTimeMax: 30_000_000,
    highWatermarkCheckpointInterval: 5_000_000,
    flushCheckpointInterval: 60_000_000,
    zookeeperSessionTimeout: 18_000_000,
    minInsyncReplicas: 1,
    uncleanLeaderElection: false,
    controlledShutdown: { enable: true, maxRetries: 3, retryBackoff: 5_000_000 },
    autoLeaderRebalance: { enable: true, interval: 300_000_000, imbalancePercentage: 10 },
  });
});

it('the high watermark freezes below the minimum ISR from 3.7 (KIP-966)', () => {
  expect([brokerConfig('2.8', {}).hwFrozenBelowMinIsr, brokerConfig('3.9', {}).hwFrozenBelowMinIsr]).toEqual([
    false,
    true,
  ]);
});

it('zookeeper.connection.timeout.ms is as long as the session unless it is set', () => {
  expect(brokerConfig('3.9', { 'zookeeper.session.timeout.ms': '6000' }).zookeeperConnectionTimeout).toBe(6_000_000);
  expect(brokerConfig('3.9', { 'zookeeper.connection.timeout.ms': '7000' }).zookeeperConnectionTimeout).toBe(7_000_000);
});

it("a topic's own setting wins over the broker's", () => {
  const broker = brokerConfig('3.9', { 'min.insync.replicas': '2' });
  expect(topicConfig({}, broker).minInsyncReplicas).toBe(2);
  expect(topicConfig({ 'min.insync.replicas': '3', 'max.message.bytes': '7' }, broker)).toMatchObject({
    minInsyncReplicas: 3,
    uncleanLeaderElection: false,
    maxMessageBytes: 7,
  });
});

it('a value that was not checked at the edge is a bug', () => {
  expect(() => brokerConfig('3.9', { 'min.insync.replicas': 'two' })).toThrow(Bug);
});
