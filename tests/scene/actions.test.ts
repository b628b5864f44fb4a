import { describe, expect, test } from 'vitest';

import { actionsOf, interventionsOf } from '../../src/scene/actions/actions-of.ts';
import type { Thing } from '../../src/scene/thing.ts';
import { clusterOf } from './cluster-fixture.ts';
import { troubles } from './troubled-world.ts';
import { leaderDied } from './worlds.ts';

const broker = (id: number): Thing => ({ kind: 'broker', broker: id });

function refusals(world: ReturnType<typeof leaderDied>, thing: Thing): Record<string, string | null> {
  return Object.fromEntries(actionsOf(world, thing).map(({ id, refused }) => [id, refused]));
}

describe('what can be done to a broker', () => {
  test('a running one can be crashed in three ways, stopped and frozen, not started', () => {
    const all = refusals(leaderDied(), broker(1));
    expect(all).toMatchObject({
      'crash-process': null,
      'crash-power': null,
      'crash-disk': null,
      stop: null,
      freeze: null,
    });
    expect(all['start']).toBe('it runs already');
  });

  test('a dead one can be started, nothing else', () => {
    const all = refusals(leaderDied(), broker(3));
    expect(all['start']).toBeNull();
    expect(all['crash-process']).toBe('there is no process to do it to; start it first');
  });

  test('a frozen one can be thawed', () => {
    expect(refusals(troubles(), broker(2))).toMatchObject({ thaw: null });
    expect(refusals(troubles(), broker(2))).not.toHaveProperty('freeze');
  });

  test('every action says what it will do in a sentence', () => {
    const things: Thing[] = [
      broker(1),
      { kind: 'zookeeper', node: 0 },
      { kind: 'partition', partition: 0 },
      { kind: 'topic', topic: 'payments' },
      { kind: 'producer', node: 5 },
      { kind: 'consumer', node: 6 },
      { kind: 'admin', node: 4 },
      { kind: 'link', from: 1, to: 2 },
      { kind: 'record', partition: 0, broker: 1, offset: 33 },
    ];
    for (const thing of things) {
      const actions = actionsOf(leaderDied(), thing);
      expect(actions.length).toBeGreaterThan(0);
      for (const { says } of actions) expect(says).toMatch(/^[A-Z].*\.$/);
      expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
    }
  });

  test('it is split from the others with those that are named, and its disk is slowed', () => {
    const world = leaderDied();
    expect(interventionsOf(world, broker(1), 'split-network', { island: 'zookeeper-1' })).toMatchObject({
      interventions: [
        {
          type: 'partitionNetwork',
          islands: [['zookeeper-1', 'broker-1'], expect.arrayContaining(['broker-2', 'broker-3'])],
        },
      ],
    });
    expect(interventionsOf(world, broker(1), 'split-network', { island: 'nobody' })).toHaveProperty('complaint');
    expect(interventionsOf(world, broker(1), 'slow-disk', { milliseconds: '20' })).toEqual({
      interventions: [{ type: 'slowDisk', node: 'broker-1', extra: 20_000 }],
    });
    expect(refusals(world, broker(1))).toMatchObject({
      'heal-disk': 'it is not slow',
      'heal-network': 'no link is cut or slow',
    });
  });

  test('a partition is moved to brokers that are there, each named once', () => {
    const partition: Thing = { kind: 'partition', partition: 0 };
    expect(interventionsOf(leaderDied(), partition, 'reassign', { replicas: '2, 1' })).toMatchObject({
      interventions: [{ type: 'reassignPartitions', partition: 0, replicas: [2, 1] }],
    });
    for (const replicas of ['', '2, 2', '77'])
      expect(interventionsOf(leaderDied(), partition, 'reassign', { replicas })).toHaveProperty('complaint');
  });

  test('a crash becomes an intervention', () => {
    expect(interventionsOf(leaderDied(), broker(1), 'crash-power', {})).toEqual({
      interventions: [{ type: 'crash', node: 'broker-1', kind: 'power' }],
    });
  });

  test('an action that is refused comes to a complaint', () => {
    expect(interventionsOf(leaderDied(), broker(3), 'stop', {})).toHaveProperty('complaint');
  });

  test('a cut can go one way or both, to one peer or to all', () => {
    const one = interventionsOf(leaderDied(), broker(1), 'cut-peer', { peer: 'broker-2', way: 'out' });
    expect(one).toEqual({ interventions: [{ type: 'cutLink', from: 'broker-1', to: 'broker-2' }] });
    const all = interventionsOf(leaderDied(), broker(1), 'cut-peer', { peer: '', way: 'both' });
    // Six other machines: ZooKeeper, two brokers, admin, producer and consumer.
    expect('interventions' in all ? all.interventions.length : 0).toBe(12);
  });

  test('links can be healed only when something is wrong with them', () => {
    expect(refusals(leaderDied(), broker(1))['heal-all']).toBe('none of its links is cut or slow');
    expect(refusals(troubles(), broker(1))['heal-all']).toBeNull();
  });
});

describe('what can be done to a partition', () => {
  test('the preferred leader is elected only when it runs, is in sync and does not lead', () => {
    expect(refusals(leaderDied(), { kind: 'partition', partition: 1 })['elect-preferred']).toBe(
      'broker 1 leads it already',
    );
    const log = { end: 1, hw: 1 };
    const moved = clusterOf({
      brokers: [{ id: 1 }, { id: 2 }],
      controller: 1,
      topics: { t: [{ replicas: [1, 2], leader: 2, epoch: 1, isr: [1, 2], logs: { 1: log, 2: log } }] },
    });
    expect(refusals(moved, { kind: 'partition', partition: 0 })['elect-preferred']).toBeNull();
  });

  test('an unclean election needs a partition without a leader', () => {
    expect(refusals(leaderDied(), { kind: 'partition', partition: 1 })['elect-unclean']).toBe('it has a leader');
  });
});

describe('fields', () => {
  test('a record is sent with its key, value and partition', () => {
    const done = interventionsOf(leaderDied(), { kind: 'producer', node: 5 }, 'send', {
      topic: 'payments',
      key: 'é',
      value: 'x',
      partition: '2',
    });
    const record = { topic: 'payments', partition: 2, key: '\u00c3\u00a9', value: 'x', headers: [] };
    expect(done).toEqual({ interventions: [{ type: 'send', node: 'checkout', records: [record] }] });
  });

  test('an empty key is none, and an empty partition leaves it to the partitioner', () => {
    const done = interventionsOf(leaderDied(), { kind: 'producer', node: 5 }, 'send', {
      topic: 'payments',
      key: '',
      value: '',
      partition: '',
    });
    expect(done).toMatchObject({ interventions: [{ records: [{ key: null, value: '', partition: null }] }] });
  });

  test('a number that is none is refused with place, reason and remedy', () => {
    const done = interventionsOf(leaderDied(), { kind: 'producer', node: 5 }, 'send', {
      topic: 'payments',
      value: 'x',
      partition: 'two',
    });
    expect(done).toEqual({ complaint: 'partition "two"; it is a whole number from 0 to 100000; change it' });
  });

  test('a consumer seeks to the beginning, to the end, or to an offset', () => {
    const seek = (to: string) =>
      interventionsOf(leaderDied(), { kind: 'consumer', node: 6 }, 'seek', { partition: '1', to });
    const intervention = { type: 'seek', node: 'billing', topic: 'payments', partition: 1 };
    expect(seek('beginning')).toEqual({ interventions: [{ ...intervention, to: 'beginning' }] });
    expect(seek('7')).toEqual({ interventions: [{ ...intervention, to: 7 }] });
    expect(seek('-1')).toHaveProperty('complaint');
  });

  test("a topic's name obeys Kafka's rules and is not taken twice", () => {
    const create = (name: string) =>
      interventionsOf(leaderDied(), { kind: 'admin', node: 4 }, 'create-topic', { name, partitions: '2', factor: '3' });
    expect(create('rides')).toHaveProperty('interventions');
    for (const name of ['', '.', 'a b', 'x'.repeat(250), 'payments']) expect(create(name)).toHaveProperty('complaint');
  });

  test('a topic needs no more replicas than there are brokers', () => {
    const done = interventionsOf(leaderDied(), { kind: 'admin', node: 4 }, 'create-topic', {
      name: 't',
      partitions: '1',
      factor: '4',
    });
    expect(done).toEqual({ complaint: 'replication factor "4"; it is a whole number from 1 to 3; change it' });
  });
});
