import '../../../src/sim/kraft/load.ts';

import { expect, test } from 'vitest';

import { parseFactCall } from '../../../src/sim/facts/call.ts';
import { askCall } from '../../../src/sim/facts/ask.ts';
import { factNamed } from '../../../src/sim/facts/registry.ts';
import { createWorld } from '../../../src/sim/cluster.ts';
import type { Scenario } from '../../../src/sim/scenario.ts';
import type { World } from '../../../src/sim/world.ts';
import { Cluster, scenario } from '../cluster/build.ts';

const rides = {
  name: 'rides',
  partitions: 2,
  replicationFactor: 2,
  assignment: [
    [1, 2],
    [2, 1],
  ],
  config: {},
};

function kraft(more: Partial<Scenario> = {}): Cluster {
  const config = { broker: { 'auto.leader.rebalance.enable': 'false' }, producer: {}, consumer: {} };
  return new Cluster(
    scenario({
      mode: 'kraft',
      era: '4.0',
      kraft: { controllers: 3, roles: 'separate' },
      config,
      topics: [rides],
      ...more,
    }),
  );
}

function ask(world: World, fact: string): unknown {
  const call = parseFactCall(fact);
  if (!call.ok) throw new Error(call.problem);
  return askCall({ world, history: null }, call.value);
}

test('a topic with two partitions is three records more in the metadata log, and a new quorum leader adds none', () => {
  const cluster = kraft().until(10);
  const before = Number(ask(cluster.world, 'metadataRecords'));
  cluster.do(10, { type: 'createTopic', topic: { ...rides, name: 'more' } }).until(12);
  expect(ask(cluster.world, 'metadataRecords')).toBe(before + 3);
  const leader = Number(ask(cluster.world, 'quorumLeader'));
  cluster.do(12, { type: 'crash', node: `controller-${leader}`, kind: 'process' }).until(20);
  expect(ask(cluster.world, 'quorumLeader')).not.toBe(leader);
  expect(ask(cluster.world, 'metadataRecords')).toBe(before + 3);
});

test('controllers and brokers hold all committed metadata; one that is down lacks what was decided since', () => {
  const cluster = kraft().until(10);
  const all = ['broker-1', 'broker-2', 'broker-3', 'controller-101', 'controller-102', 'controller-103'];
  expect([...(ask(cluster.world, 'metadataHolders') as readonly string[])].sort()).toEqual(all);
  cluster.do(10, { type: 'crash', node: 'broker-3', kind: 'process' }).until(25);
  expect([...(ask(cluster.world, 'metadataHolders') as readonly string[])].sort()).toEqual(
    all.filter((name) => name !== 'broker-3'),
  );
});

test('a dead broker is fenced when its session is over, and not before', () => {
  const cluster = kraft().until(10);
  cluster.do(10, { type: 'crash', node: 'broker-2', kind: 'process' }).until(14);
  expect(ask(cluster.world, 'fencedBrokers')).toEqual([]);
  expect(ask(cluster.world, 'leaders(rides)')).toEqual([1, 2]);
  cluster.until(25);
  expect(ask(cluster.world, 'fencedBrokers')).toEqual([2]);
  expect(ask(cluster.world, 'leaders(rides)')).toEqual([1, 1]);
  expect(factNamed('leaders')?.say([1, -1], ['rides'])).toBe('The partitions of rides are led by broker 1 and nobody.');
});

test('an operator waits for a topic while there is no majority', () => {
  const cluster = kraft().until(10);
  expect(ask(cluster.world, 'waitingClients')).toEqual([]);
  for (const id of [101, 102]) cluster.do(10, { type: 'crash', node: `controller-${id}`, kind: 'process' });
  cluster
    .until(15)
    .do(15, { type: 'createTopic', topic: { ...rides, name: 'more' } })
    .until(20);
  expect(ask(cluster.world, 'waitingClients')).toEqual(['admin']);
});

test('in ZooKeeper mode there is no metadata log, and nobody is fenced', () => {
  const world = createWorld(scenario());
  for (const fact of ['metadataRecords', 'metadataHolders', 'fencedBrokers']) {
    expect(ask(world, fact)).toBeNull();
    expect(factNamed(fact)?.say(null, [])).toMatch(/ZooKeeper/);
  }
});
