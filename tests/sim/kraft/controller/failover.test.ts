import { expect, test } from 'vitest';

import type { ControllerNodeState } from '../../../../src/sim/kraft/node/state.ts';
import type { Body } from '../../../../src/sim/protocol/body.ts';
import { nodeNamed } from '../../../../src/sim/read/nodes.ts';
import { MS, SECOND } from '../../../../src/sim/time.ts';
import type { EntryType, TraceEntry } from '../../../../src/sim/trace/entry.ts';
import { QuorumCluster } from '../../../conformance/support/quorum-cluster.ts';

const VOTERS = ['controller-101', 'controller-102', 'controller-103'];

function entries<T extends EntryType>(cluster: QuorumCluster, type: T): readonly TraceEntry<T>[] {
  return cluster.bench.entries.filter((entry) => entry.type === type) as unknown as readonly TraceEntry<T>[];
}

function stateOf(cluster: QuorumCluster, name: string): ControllerNodeState {
  return nodeNamed(cluster.bench.world, name)?.state as ControllerNodeState;
}

function standbys(cluster: QuorumCluster): readonly string[] {
  return VOTERS.filter((name) => name !== cluster.controllerName);
}

function withBrokers(): QuorumCluster {
  const cluster = new QuorumCluster();
  for (const id of [1, 2]) {
    cluster.register(id);
    cluster.heartbeat(id);
  }
  return cluster;
}

function creation(name: string): Body {
  const topic = { name, numPartitions: 1, replicationFactor: 2, assignments: [], configs: [] };
  return { type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 1000 };
}

test('the first active controller writes what the cluster is formatted with, and standbys learn what is committed', () => {
  const cluster = withBrokers();
  cluster.ask(creation('t'), 'CreateTopicsResponse');
  cluster.bench.run(SECOND);
  const { image } = cluster;
  expect(image.features).toEqual([{ name: 'metadata.version', featureLevel: 25 }]);
  for (const name of standbys(cluster)) {
    const { controller } = stateOf(cluster, name);
    expect(controller.active).toBeNull();
    expect(controller.image).toEqual(image);
  }
});

test('a standby sends whoever asks it away', () => {
  const cluster = withBrokers();
  const { bench } = cluster;
  const connection = bench.connect('peer', standbys(cluster)[0] ?? '');
  const answer = bench.ask('peer', connection, creation('t'), 'CreateTopicsResponse');
  expect(answer.topics[0]?.errorCode).toBe('NOT_CONTROLLER');
});

test('the next controller has everything in memory, and gives every broker a whole session', () => {
  const cluster = withBrokers();
  cluster.ask(creation('t'), 'CreateTopicsResponse');
  const { bench, image } = cluster;
  bench.run(6 * SECOND).do({ type: 'crash', node: cluster.controllerName, kind: 'process' });
  bench.until('another controller is active', () => entries(cluster, 'ControllerReady').length > 1);
  const ready = entries(cluster, 'ControllerReady').at(-1);
  expect(stateOf(cluster, `controller-${ready?.args.broker}`).controller.image).toEqual(image);
  expect(ready?.args.partitions).toBe(1);
  bench.run(9 * SECOND);
  expect(entries(cluster, 'BrokerFenced')).toEqual([]);
  // A second one is fenced 10 ms after the first.
  bench.run((9 * SECOND) / 8 + 50 * MS);
  expect(entries(cluster, 'BrokerFenced').map((entry) => entry.args.broker)).toEqual([1, 2]);
});

test('what a controller without a majority writes is told to nobody, answered NOT_CONTROLLER, and forgotten', () => {
  const cluster = withBrokers();
  const { bench } = cluster;
  const [old, others] = [cluster.controllerName, standbys(cluster)];
  for (const name of others) bench.link(old, name, 'cutLink');
  const connection = bench.connect('peer', old);
  bench.send('peer', connection, creation('lost')).run(SECOND);
  expect(stateOf(cluster, old).controller.image.topics.map((topic) => topic.name)).toEqual(['lost']);
  expect(cluster.image.topics).toEqual([]);
  const answers = (): readonly Body[] =>
    bench.inbox('peer').flatMap((one) => (one.type === 'response' && one.connection === connection ? [one.body] : []));
  expect(answers()).toEqual([]);
  bench.run(4 * SECOND);
  expect(answers()).toEqual([
    { type: 'CreateTopicsResponse', topics: [{ name: 'lost', errorCode: 'NOT_CONTROLLER', errorMessage: null }] },
  ]);
  expect(entries(cluster, 'ControllerResigned')).toHaveLength(1);
  for (const name of others) bench.link(old, name, 'healLink');
  bench.run(10 * SECOND);
  expect(entries(cluster, 'TopicCreated')).toEqual([]);
  for (const name of VOTERS) expect(stateOf(cluster, name).controller.image.topics).toEqual([]);
});

test('kraft-073: without a majority no broker is fenced, no leader elected and no topic created', () => {
  const cluster = withBrokers();
  cluster.ask(creation('t'), 'CreateTopicsResponse');
  const { bench, image } = cluster;
  for (const node of standbys(cluster)) bench.do({ type: 'crash', node, kind: 'process' });
  bench.send('peer', bench.connect('peer', cluster.controllerName), creation('u')).run(30 * SECOND);
  expect(cluster.image).toEqual(image);
  expect(entries(cluster, 'BrokerFenced')).toEqual([]);
});

test('controllers that all start again know what they knew', () => {
  const cluster = withBrokers();
  cluster.ask(creation('t'), 'CreateTopicsResponse');
  const { bench, image } = cluster;
  bench.run(SECOND);
  for (const node of VOTERS) bench.do({ type: 'crash', node, kind: 'power' });
  bench.run(SECOND);
  for (const node of VOTERS) expect(stateOf(cluster, node).controller.image.topics).toEqual([]);
  for (const node of VOTERS) bench.do({ type: 'start', node });
  bench.run(8 * SECOND);
  for (const node of VOTERS) expect(stateOf(cluster, node).controller.image).toEqual(image);
});

test('kraft-079: after the leader died a voter asks for pre-votes, then votes, leads, writes so, and is the controller when that is committed', () => {
  const cluster = withBrokers();
  const { bench } = cluster;
  bench.run(SECOND);
  const [crashedAt, first] = [bench.world.now, bench.entries.length];
  bench.do({ type: 'crash', node: cluster.controllerName, kind: 'process' });
  bench.until('another controller is active', () => entries(cluster, 'ControllerReady').length > 1);
  const winner = entries(cluster, 'ControllerReady').at(-1)?.node;
  const seen: string[] = [];
  for (const entry of bench.entries.slice(first).filter(({ node }) => node === winner)) {
    if (entry.type === 'RaftRoleChanged') {
      seen.push(entry.args.to);
      if (entry.args.to === 'Prospective') expect(entry.t - crashedAt).toBeGreaterThan(1 * SECOND);
    } else if (entry.type === 'RequestSent' && /Vote|BeginQuorum/.test(entry.args.api)) seen.push(entry.args.api);
    else if (entry.type === 'MetadataAppended') seen.push(entry.args.types.join());
    else if (entry.type === 'MetadataCommitted' || entry.type === 'ControllerElected') seen.push(entry.type);
  }
  // Both voters may stand at once, and again: what counts is the first time of each step.
  expect(seen.filter((step, at) => seen.indexOf(step) === at)).toEqual([
    'Prospective',
    'VoteRequest',
    'Candidate',
    'Leader',
    'LeaderChange',
    'BeginQuorumEpochRequest',
    'MetadataCommitted',
    'ControllerElected',
  ]);
});

test('controllers that have read the same records hold the very same image', () => {
  const cluster = withBrokers();
  cluster.ask(creation('t'), 'CreateTopicsResponse');
  cluster.bench.run(SECOND);
  const [first, ...others] = VOTERS.map((name) => stateOf(cluster, name).controller.image);
  for (const image of others) expect(image).toBe(first);
});
