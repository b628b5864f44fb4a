import { expect, it } from 'vitest';
import { textOfBytes } from '../../../src/lib/bytes.ts';
import '../../../src/sim/kraft/load.ts';
import type { CrashKind, Intervention } from '../../../src/sim/intervention.ts';
import { recordsOf } from '../../../src/sim/read/log.ts';
import { partitionIdOf } from '../../../src/sim/read/nodes.ts';
import { replicaOf } from '../../../src/sim/read/replicas.ts';
import type { Config } from '../../../src/sim/scenario.ts';
import { Cluster, producer, s, scenario, topic } from './build.ts';

/*
 * A topic is deleted, and another is made under its name, while a broker with a copy of the first does not hear of it. Both are in leader
 * epoch 0, so epochs tell nobody that the logs have nothing to do with each other: topic ids do (KIP-516).
 */

const CONTROLLERS = ['controller-101', 'controller-102', 'controller-103'];

/**
 * Records of the first topic, which is on brokers 1 and 3, and then of the one that is made at 12 seconds. With the seed the operator's
 * requests do not go to the broker that is cut off.
 */
function cluster(config: Config = {}, broker: Config = {}, count: number | null = 60, seed = 3): Cluster {
  const program = { values: ['old {n}'], count };
  return new Cluster({
    ...scenario({ brokerCount: 3, topics: [topic('orders', 1, 2, { assignment: [[1, 3]], config })] }),
    mode: 'kraft',
    seed,
    config: { broker, producer: {}, consumer: {} },
    producers: [
      producer('old', 'orders', { config: { acks: '1' }, program }),
      producer('new', 'orders', { config: { acks: 'all' }, startAt: s(14), program: { values: ['new {n}'] } }),
    ],
  });
}

function madeAnew(given: Cluster, assignment: readonly number[], config: Config = {}): Cluster {
  return given
    .do(10, { type: 'deleteTopic', topic: 'orders' })
    .do(12, { type: 'createTopic', topic: topic('orders', 1, 2, { assignment: [assignment], config }) });
}

/** Which of the two topics the records of a broker's log are of. */
function contents({ world }: Cluster, broker: number): readonly string[] {
  const replica = replicaOf(world, broker, partitionIdOf(world, 'orders', 0));
  if (replica === null) return ['no replica'];
  const values = recordsOf(replica.log).map(({ record }) => textOfBytes(record.value ?? '') ?? '');
  return [...new Set(values.map((value) => value.split(' ')[0] as string))];
}

function cutOff(broker: string): readonly Intervention[] {
  return CONTROLLERS.flatMap((to): Intervention[] => [
    { type: 'cutLink', from: broker, to },
    { type: 'cutLink', from: to, to: broker },
  ]);
}

it.each(['process', 'power'] as const)(
  'a broker that was away (%s) deletes the log of the deleted topic before it copies the new one (LogManager.isStrayKraftReplica)',
  (kind: CrashKind) => {
    const away = cluster().do(9, { type: 'crash', node: 'broker-3', kind });
    const back = madeAnew(away, [1, 3]).do(40, { type: 'start', node: 'broker-3' }).until(49);
    expect(contents(back, 1)).toEqual(['new']);
    expect(contents(back, 3)).toEqual(['new']);
    expect(back.entries('LogTruncated')).toEqual([]);
    expect(back.entries('IsrUpdated').at(-1)?.args.isr).toEqual([1, 3]);
  },
);

it('a broker that was away, to which the new topic gives no replica, keeps nothing of the old one', () => {
  const away = cluster().do(9, { type: 'crash', node: 'broker-3', kind: 'process' });
  const back = madeAnew(away, [1, 2]).do(40, { type: 'start', node: 'broker-3' }).until(49);
  expect(contents(back, 3)).toEqual(['no replica']);
});

it('a follower that has not heard of it fetches the old topic, and does not count as a replica of the new one', () => {
  const config = { 'min.insync.replicas': '2' };
  let given = cluster(config).until(9);
  for (const cut of cutOff('broker-3')) given = given.do(9, cut);
  const anew = madeAnew(given, [1, 3], config).until(15);
  const errors = anew.entries('FetchRefused').map(({ args }) => args.error);
  expect(errors).toContain('UNKNOWN_TOPIC_ID');
  // The controllers have not missed broker 3 yet: it is in the ISR, and what it has not copied nobody may take for safe.
  expect(anew.entries('RecordsAppended').filter(({ t }) => t > s(12)).length).toBeGreaterThan(0);
  expect(anew.entries('RecordsAcknowledged').filter(({ t }) => t > s(12))).toEqual([]);
  expect(contents(anew, 3)).toEqual(['old']);
});

it('a leader that has not heard of it cannot change the ISR of the new topic (ReplicationControlManager.alterPartition)', () => {
  const given = cluster({}, { 'replica.lag.time.max.ms': '2000' }, null, 1).until(9);
  for (const cut of cutOff('broker-1')) given.do(9, cut);
  given.do(9.5, { type: 'cutLink', from: 'broker-3', to: 'broker-1' });
  madeAnew(given, [1, 3]).until(14);
  expect(given.entries('TopicCreated').length).toBe(2);
  // Nobody fetches from broker 1, which leads the old topic still.
  expect(given.entries('IsrChangeProposed').map(({ args }) => args.newIsr)).toEqual([[1]]);
  for (const to of CONTROLLERS)
    given.do(14, { type: 'healLink', from: 'broker-1', to }).do(14, { type: 'healLink', from: to, to: 'broker-1' });
  given.until(14.5);
  expect(given.entries('IsrChangeRefused')[0]?.args).toMatchObject({ broker: 1, error: 'UNKNOWN_TOPIC_ID' });
  expect(given.entries('IsrUpdated')).toEqual([]);
});

it('ZooKeeper mode: a broker that comes back with a copy of the deleted topic refuses to follow the new one with it, and is not in sync', () => {
  const old = producer('old', 'orders', { config: { acks: 'all' }, program: { values: ['old {n}'], count: 60 } });
  const fresh = producer('new', 'orders', {
    config: { acks: 'all' },
    startAt: s(33),
    program: { values: ['new {n}'] },
  });
  const given = new Cluster({
    ...scenario({ brokerCount: 4, topics: [topic('orders', 1, 3, { assignment: [[2, 3, 4]] })] }),
    producers: [old, fresh],
  })
    .do(8, { type: 'crash', node: 'broker-4', kind: 'process' })
    // The deletion of a topic waits for a broker that has a copy: so it is reassigned away first.
    .do(10, { type: 'reassignPartitions', topic: 'orders', partition: 0, replicas: [2, 3] })
    .do(30, { type: 'deleteTopic', topic: 'orders' })
    .do(32, { type: 'createTopic', topic: topic('orders', 1, 2, { assignment: [[2, 4]] }) })
    .do(40, { type: 'start', node: 'broker-4' })
    .until(55);
  expect(contents(given, 4)).toEqual(['old']);
  expect(contents(given, 2)).toEqual(['new']);
  expect(given.entries('FollowerStarted').filter(({ t, args }) => t > s(32) && args.broker === 4)).toEqual([]);
  expect(given.entries('IsrUpdated').filter(({ t }) => t > s(32))).toEqual([]);
});
