import { describe, expect, it } from 'vitest';

import { partitionIdOf } from '../../../src/sim/read/nodes.ts';
import { partitionView, type PartitionView } from '../../../src/sim/read/partitions.ts';
import { controllerOf, registeredBrokers, znodeAt } from '../../../src/sim/read/znodes.ts';
import { MS, SECOND, type Micros } from '../../../src/sim/time.ts';
import type { EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import { Bench } from '../support/bench.ts';

/* The sequences of vectors/zookeeper.json, on a cluster with topic t, led by broker 1, and topic u, led by broker 2. */

const topics = 'topics: [{ name: t, assignment: [[1, 2, 3]] }, { name: u, assignment: [[2, 3, 1]] }]';
const base = new Bench(topics).run(5 * SECOND);

const partition = (bench: Bench, topic: string): PartitionView =>
  partitionView(bench.world, partitionIdOf(bench.world, topic, 0));
const stateOf = (bench: Bench, topic: string): object => {
  const { leader, leaderEpoch, isr } = partition(bench, topic);
  return { leader, leaderEpoch, isr };
};
const entries = <T extends EntryType>(bench: Bench, type: T, from: Micros = 0): TraceEntry<T>[] =>
  bench.entries.filter((entry): entry is TraceEntry<T> => entry.type === type && entry.t >= from);
const controllerName = (bench: Bench): string => `broker-${controllerOf(bench.world).broker}`;

/** A fork in which the controller is the wanted broker: the office is taken from others until it is. */
function controlledBy(broker: number): Bench {
  for (let seed = 1; seed < 100; seed++) {
    const bench = new Bench(`{ seed: ${seed}, ${topics} }`).run(5 * SECOND);
    if (controllerOf(bench.world).broker === broker) return bench;
  }
  throw new Error(`broker ${broker} never becomes the controller`);
}

describe('zookeeper-025 controller election', () => {
  it('every broker tries to create /controller, one succeeds, and the losers watch the winner', () => {
    expect(entries(base, 'ControllerElected')).toHaveLength(1);
    const refused = entries(base, 'ZnodeWriteRefused').filter((entry) => entry.args.path.startsWith('/controller'));
    expect(refused.length).toBeGreaterThan(0);
    expect(entries(base, 'ControllerElected')[0]?.args).toMatchObject({
      controllerEpoch: 1,
      broker: controllerOf(base.world).broker,
    });
  });

  it('a new controller tells every live broker of its epoch, and they refuse an older one', () => {
    const bench = controlledBy(3);
    bench.do({ type: 'freeze', node: 'broker-3' }).run(25 * SECOND);
    expect(controllerOf(bench.world)).toMatchObject({ epoch: 2 });
    for (const id of [1, 2]) expect(bench.broker(id).metadata.controllerEpoch).toBe(2);
    const connection = bench.connect('peer', 'broker-1');
    const answer = bench.ask(
      'peer',
      connection,
      {
        type: 'UpdateMetadataRequest',
        controllerId: 3,
        controllerEpoch: 1,
        brokerEpoch: -1,
        partitionStates: [],
        liveBrokers: [],
      },
      'UpdateMetadataResponse',
    );
    expect(answer.errorCode).toBe('STALE_CONTROLLER_EPOCH');
  });

  it('it reads the cluster from ZooKeeper before it acts, and then elects leaders for what is offline', () => {
    const bench = controlledBy(1);
    const crashed = bench.world.now;
    bench.do({ type: 'crash', node: 'broker-1', kind: 'process' }).run(25 * SECOND);
    const [elected] = entries(bench, 'ControllerElected', crashed);
    const [ready] = entries(bench, 'ControllerReady', crashed);
    const [leader] = entries(bench, 'LeaderElected', crashed);
    expect(elected?.seq).toBeLessThan(leader?.seq ?? 0);
    expect((ready?.t ?? 0) - (elected?.t ?? 0)).toBeGreaterThan(2 * MS);
    expect(leader?.args).toMatchObject({ leader: 2, isr: [2, 3] });
  });
});

describe('zookeeper-026 broker failure', () => {
  const bench = controlledBy(3);
  const before = { t: partition(bench, 't'), u: partition(bench, 'u') };
  bench.do({ type: 'crash', node: 'broker-1', kind: 'process' }).run(25 * SECOND);

  it('ZooKeeper removes the registration when the session ends, and the controller is told', () => {
    expect(registeredBrokers(bench.world)).toEqual([2, 3]);
    const [expired] = entries(bench, 'SessionExpired');
    const fired = entries(bench, 'WatchFired').find(
      (entry) => entry.args.path === '/brokers/ids' && entry.t === expired?.t,
    );
    expect(fired?.args.client).toBe(bench.node('broker-3'));
    expect(entries(bench, 'BrokersChanged').at(-1)?.args).toMatchObject({ broker: 3, left: [1] });
  });

  it('what it led is led by the first live in-sync replica in assignment order, in a new epoch', () => {
    expect(stateOf(bench, 't')).toEqual({ leader: 2, leaderEpoch: before.t.leaderEpoch + 1, isr: [2, 3] });
  });

  it('what it followed loses it from the ISR, in a new epoch too', () => {
    expect(stateOf(bench, 'u')).toEqual({ leader: 2, leaderEpoch: before.u.leaderEpoch + 1, isr: [2, 3] });
  });

  it('the brokers are told: the leader leads, everyone knows', () => {
    expect(bench.replica(2, 't')).toMatchObject({ role: 'leader', leaderEpoch: before.t.leaderEpoch + 1 });
    expect(bench.replica(3, 't')).toMatchObject({ role: 'follower', leader: 2 });
  });
});

describe('zookeeper-028 broker restart before its old session ended', () => {
  const bench = base.fork();
  const crashed = bench.world.now;
  bench
    .do({ type: 'crash', node: 'broker-2', kind: 'process' })
    .run(2 * SECOND)
    .do({ type: 'start', node: 'broker-2' })
    .run(3 * SECOND);

  it('it is refused, and says what it waits for', () => {
    expect(bench.broker(2).lifecycle.value).not.toBe('RUNNING');
    expect(bench.broker(2).waitingFor).toContain('old session');
    expect(entries(bench, 'ZnodeWriteRefused', crashed).at(-1)?.args).toMatchObject({
      path: '/brokers/ids/2',
      error: 'NodeExists',
    });
  });

  it('it registers once the old session has ended, with a new broker epoch', () => {
    const old = base.broker(2).brokerEpoch;
    bench.run(25 * SECOND);
    expect(bench.broker(2)).toMatchObject({ waitingFor: null });
    expect(bench.broker(2).lifecycle.value).toBe('RUNNING');
    expect(bench.broker(2).brokerEpoch).toBeGreaterThan(old);
    const [expired] = entries(bench, 'SessionExpired', crashed);
    const registered = entries(bench, 'ZnodeCreated', crashed).find((entry) => entry.args.path === '/brokers/ids/2');
    expect(registered?.t).toBeGreaterThan(expired?.t ?? Infinity);
  });
});

describe('zookeeper-029 session expiry of a live broker', () => {
  const bench = controlledBy(1);
  const epochs = { broker: bench.broker(1).brokerEpoch, controller: controllerOf(bench.world).epoch };
  const froze = bench.world.now;
  bench.do({ type: 'freeze', node: 'broker-1' }).run(25 * SECOND);

  it('its ephemerals vanish and it is treated as dead; another controller takes over in a higher epoch', () => {
    expect(registeredBrokers(bench.world)).toEqual([2, 3]);
    expect(controllerOf(bench.world).epoch).toBe(epochs.controller + 1);
    expect(stateOf(bench, 't')).toMatchObject({ leader: 2, isr: [2, 3] });
  });

  it('thawed, it opens a new session, resigns, and registers with a new broker epoch', () => {
    bench.do({ type: 'thaw', node: 'broker-1' }).run(10 * SECOND);
    expect(entries(bench, 'ControllerResigned', froze).some((entry) => entry.args.broker === 1)).toBe(true);
    expect(registeredBrokers(bench.world)).toEqual([1, 2, 3]);
    expect(bench.broker(1).brokerEpoch).toBeGreaterThan(epochs.broker);
    expect(controllerOf(bench.world).broker).not.toBe(1);
    expect(partition(bench, 't')).toMatchObject({ leader: 2, isr: [2, 3, 1] });
  });
});

describe('zookeeper-031 controller fails', () => {
  const bench = controlledBy(1);
  const crashed = bench.world.now;
  bench.do({ type: 'crash', node: 'broker-1', kind: 'process' });

  it('until its session ends nobody leads what it led, and nobody is told', () => {
    bench.run(10 * SECOND);
    expect(controllerOf(bench.world).broker).toBe(1);
    expect(partition(bench, 't').leader).toBe(1);
    expect(entries(bench, 'LeaderElected', crashed)).toEqual([]);
  });

  it('then another broker is elected in the next epoch, finds the dead one while it loads, and elects leaders', () => {
    bench.run(15 * SECOND);
    expect(controllerOf(bench.world)).toMatchObject({ epoch: 2 });
    expect(['broker-2', 'broker-3']).toContain(controllerName(bench));
    expect(partition(bench, 't')).toMatchObject({ leader: 2, isr: [2, 3] });
    const [expired] = entries(bench, 'SessionExpired', crashed);
    expect(entries(bench, 'LeaderElected', crashed)[0]?.t).toBeGreaterThan(expired?.t ?? Infinity);
  });
});

describe('zookeeper-032 topic creation', () => {
  const bench = controlledBy(3);
  const asked = bench.world.now;
  const topic = {
    name: 'v',
    partitions: 1,
    replicationFactor: 2,
    assignment: null,
    config: { 'min.insync.replicas': '2' },
  };
  bench.do({ type: 'createTopic', topic }).run(SECOND);

  it('the settings are written, then the assignment, and then the controller makes the state', () => {
    const written = entries(bench, 'ZnodeCreated', asked).map((entry) => entry.args.path);
    const [config, assignment, state] = [
      '/config/topics/v',
      '/brokers/topics/v',
      '/brokers/topics/v/partitions/0/state',
    ].map((path) => written.indexOf(path));
    expect(config).toBeGreaterThanOrEqual(0);
    expect(config).toBeLessThan(assignment ?? -1);
    expect(assignment).toBeLessThan(state ?? -1);
  });

  it('its leader is the first live replica, the ISR all live replicas, the epoch 0; replicas and everyone are told', () => {
    const { leader, isr, replicas, leaderEpoch } = partition(bench, 'v');
    expect([leader, leaderEpoch, isr]).toEqual([replicas[0], 0, replicas]);
    expect(bench.replica(leader, 'v').role).toBe('leader');
    for (const id of [1, 2, 3]) expect(bench.broker(id).metadata.topics.some((known) => known.name === 'v')).toBe(true);
  });
});

describe('zookeeper-034 controlled shutdown', () => {
  const bench = controlledBy(3);
  const asked = bench.world.now;
  bench.do({ type: 'stop', node: 'broker-1' }).run(5 * SECOND);

  it('leaderships move first, the broker leaves the ISRs, and then it goes, its registration at once', () => {
    const [moved] = entries(bench, 'LeaderElected', asked);
    const [exited] = entries(bench, 'ProcessExited', asked);
    expect(moved?.args).toMatchObject({ leader: 2, isr: [2, 3], election: 'controlledShutdown' });
    expect(moved?.seq).toBeLessThan(exited?.seq ?? 0);
    expect(partition(bench, 'u').isr).toEqual([2, 3]);
    expect(registeredBrokers(bench.world)).toEqual([2, 3]);
    expect(entries(bench, 'SessionExpired', asked)).toEqual([]);
    expect((exited?.t ?? 0) - asked).toBeLessThan(SECOND);
  });

  it('a broker whose leaderships cannot move tries three times, 5 s apart, and then goes anyway', () => {
    const stuck = new Bench('topics: [{ name: t, assignment: [[1, 2]] }]').run(5 * SECOND);
    stuck.do({ type: 'crash', node: 'broker-2', kind: 'process' }).run(40 * SECOND);
    expect(partition(stuck, 't')).toMatchObject({ leader: 1, isr: [1] });
    const from = stuck.world.now;
    stuck.do({ type: 'stop', node: 'broker-1' }).run(30 * SECOND);
    const tries = entries(stuck, 'RequestSent', from).filter((entry) => entry.args.api === 'ControlledShutdownRequest');
    expect(tries).toHaveLength(3);
    const gaps = tries.slice(1).map((entry, index) => entry.t - (tries[index]?.t ?? 0));
    for (const gap of gaps) expect(Math.abs(gap - 5 * SECOND)).toBeLessThan(100 * MS);
    const [exited] = entries(stuck, 'ProcessExited', from);
    expect((exited?.t ?? 0) - from).toBeGreaterThan(10 * SECOND);
    expect(registeredBrokers(stuck.world)).toEqual([3]);
  });

  it('a partition that has no other replica does not keep its broker', () => {
    const alone = new Bench('{ brokers: 2, topics: [{ name: t, assignment: [[1]] }] }').run(5 * SECOND);
    const from = alone.world.now;
    alone.do({ type: 'stop', node: 'broker-1' }).run(SECOND);
    expect(entries(alone, 'ProcessExited', from)).toHaveLength(1);
  });
});

describe('zookeeper-035 preferred leader election', () => {
  const imbalanced = (): Bench => {
    const bench = controlledBy(3);
    bench
      .do({ type: 'stop', node: 'broker-1' })
      .run(5 * SECOND)
      .do({ type: 'start', node: 'broker-1' })
      .run(10 * SECOND);
    expect(partition(bench, 't')).toMatchObject({ leader: 2, isr: [2, 3, 1] });
    return bench;
  };

  it('every 300 s leadership returns to preferred replicas that are live and in sync', () => {
    const bench = imbalanced();
    const from = bench.world.now;
    bench.run(280 * SECOND);
    expect(partition(bench, 't').leader).toBe(2);
    bench.run(30 * SECOND);
    expect(partition(bench, 't').leader).toBe(1);
    expect(entries(bench, 'LeaderElected', from).at(-1)?.args).toMatchObject({
      election: 'preferred',
      previous: 2,
      leader: 1,
    });
  });

  it('not while the share of leaders that are not preferred is at most 10 %', () => {
    const bench = imbalanced();
    const many = Array.from({ length: 10 }, () => [1, 2]);
    bench.do({
      type: 'createTopic',
      topic: { name: 'many', partitions: 10, replicationFactor: 2, assignment: many, config: {} },
    });
    bench.run(320 * SECOND);
    expect(partition(bench, 't').leader).toBe(2);
    expect(znodeAt(bench.world, '/brokers/topics/many')).not.toBeNull();
  });
});
