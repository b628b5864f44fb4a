import { beforeAll, describe, expect, test } from 'vitest';

import { brokersOf, brokerView } from '../../../src/sim/read/brokers.ts';
import { carriedBy } from '../../../src/sim/read/carried.ts';
import { consumersOf, producersOf } from '../../../src/sim/read/clients.ts';
import { inFlightOf } from '../../../src/sim/read/in-flight.ts';
import { nodeNamed, partitionIdOf } from '../../../src/sim/read/nodes.ts';
import { partitionView, topicsOf } from '../../../src/sim/read/partitions.ts';
import { recordOn, replicasOf, replicaView } from '../../../src/sim/read/replicas.ts';
import { leftOf, timersOf } from '../../../src/sim/read/timers.ts';
import { zookeeperView } from '../../../src/sim/read/zookeeper.ts';
import { SECOND } from '../../../src/sim/time.ts';
import type { Timeline } from '../../../src/timeline/timeline.ts';
import { s } from '../cluster/build.ts';
import { clusterTimeline, orders } from '../../timeline/cluster-run.ts';

describe('a cluster at rest', () => {
  let timeline: Timeline;
  let id: number;

  beforeAll(() => {
    timeline = clusterTimeline(orders(), 20.5);
    id = partitionIdOf(timeline.world, 'orders', 0);
  });

  test('has its brokers running, one of them the controller of /controller', () => {
    const brokers = brokersOf(timeline.world);
    expect(brokers.map(({ brokerId, condition, registered }) => [brokerId, condition, registered])).toEqual([
      [1, 'running', true],
      [2, 'running', true],
      [3, 'running', true],
    ]);
    const controllers = brokers.filter(({ isController }) => isController);
    expect(controllers).toHaveLength(1);
    expect(controllers[0]?.controllerEpoch).toBe(1);
    expect(zookeeperView(timeline.world)?.controller).toBe(controllers[0]?.brokerId);
  });

  test('has a partition whose truth is its state znode', () => {
    const view = partitionView(timeline.world, id);
    expect(view.name).toBe('orders-0');
    expect([...view.replicas].sort()).toEqual([1, 2, 3]);
    expect([...view.isr].sort()).toEqual([1, 2, 3]);
    expect(view.leader).toBe(view.replicas[0]);
    expect([view.leaderEpoch, view.partitionEpoch, view.minInsync]).toEqual([0, 0, 1]);
    expect(topicsOf(timeline.world).map(({ name, partitions }) => [name, partitions])).toEqual([['orders', [id]]]);
  });

  test('has a copy of it on each broker, the same records at the same offsets', () => {
    const { leader } = partitionView(timeline.world, id);
    const replicas = replicasOf(timeline.world, id);
    expect(replicas.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
    for (const replica of replicas) {
      expect(replica.inSync).toBe(true);
      expect(replica.leader).toBe(leader);
      expect(recordOn(timeline.world, replica.brokerId, id, 3)?.record.value).toBe('v3');
      expect(recordOn(timeline.world, replica.brokerId, id, replica.logEndOffset)).toBeNull();
      expect(recordOn(timeline.world, replica.brokerId, id, -1)).toBeNull();
    }
    expect(replicaView(timeline.world, 9, id)).toBeNull();
  });

  test('has a session with ZooKeeper for each broker, and each drains from the last ping', () => {
    const sessions = zookeeperView(timeline.world)?.sessions ?? [];
    expect(sessions.map(({ name }) => name).sort()).toEqual(['broker-1', 'broker-2', 'broker-3']);
    const timers = timersOf(timeline.world).filter(({ kind }) => kind === 'session');
    expect(timers).toHaveLength(3);
    for (const timer of timers) {
      expect(timer.total).toBe(18 * SECOND);
      expect(timer.since).toBeLessThanOrEqual(timeline.world.now);
      expect(leftOf(timer, timer.since)).toBe(1000);
      expect(leftOf(timer, timer.since + 9 * SECOND)).toBe(500);
      expect(leftOf(timer, timer.deadline + 1)).toBe(0);
    }
  });

  test('has no follower whose lag is timed, but fetches that wait', () => {
    const kinds = timersOf(timeline.world).map(({ kind }) => kind);
    expect(kinds).not.toContain('lag');
    expect(kinds).toContain('parkedFetch');
  });

  test('has a producer with nothing unanswered and a consumer at the log’s end', () => {
    const [producer] = producersOf(timeline.world);
    expect([producer?.name, producer?.acks, producer?.buffered, producer?.inFlight, producer?.blocked]).toEqual([
      'p1',
      -1,
      0,
      0,
      0,
    ]);
    const [consumer] = consumersOf(timeline.world);
    const { leader } = partitionView(timeline.world, id);
    expect(consumer?.positions).toEqual([
      { partition: id, position: replicaView(timeline.world, leader, id)?.highWatermark, buffered: 0 },
    ]);
  });
});

describe('what is under way', () => {
  test('has a key of its own from sending to arrival, and arrives when it said it would', () => {
    const timeline = clusterTimeline(orders(), 8);
    const seen = new Map<string, number | null>();
    const wrong: unknown[] = [];
    const last = timeline.present.step;
    for (let step = last; step > last - 200; step--) {
      timeline.seekStep(step);
      const { now } = timeline.world;
      const packets = inFlightOf(timeline.world);
      if (new Set(packets.map(({ key }) => key)).size !== packets.length) wrong.push(packets);
      for (const packet of packets) {
        const { key, sentAt, arrivesAt } = packet;
        if (sentAt > now || arrivesAt === null || arrivesAt < now) wrong.push(packet);
        if (seen.has(key) && seen.get(key) !== arrivesAt) wrong.push(packet);
        seen.set(key, arrivesAt);
      }
    }
    expect(wrong).toEqual([]);
    expect(seen.size).toBeGreaterThan(20);
  });

  test('carries records to the leader, and from it to followers and consumers', () => {
    const timeline = clusterTimeline(orders(), 9);
    const carried = new Map<string, number>();
    timeline.seek(s(7));
    while (timeline.present.step < timeline.frontier.step) {
      for (const packet of inFlightOf(timeline.world)) {
        for (const { count } of carriedBy(timeline.world, packet.body)) carried.set(packet.body?.type ?? '', count);
      }
      timeline.seekStep(timeline.present.step + 1);
    }
    expect([...carried].sort()).toEqual([
      ['FetchResponse', 1],
      ['ProduceRequest', 1],
    ]);
  });

  test('is held up by a cut link, in order, until nobody knows when', () => {
    const timeline = clusterTimeline(orders(), 8);
    const { leader } = partitionView(timeline.world, 0);
    timeline.intervene([{ type: 'cutLink', from: 'p1', to: `broker-${leader}` }]);
    timeline.advanceUntil(s(10.5), 1e9);
    const stalled = inFlightOf(timeline.world).filter(({ arrivesAt }) => arrivesAt === null);
    expect(stalled.length).toBeGreaterThan(0);
    const p1 = nodeNamed(timeline.world, 'p1')?.id;
    for (const { from } of stalled) expect(from).toBe(p1);
    expect(stalled.map(({ sentAt }) => sentAt)).toEqual(stalled.map(({ sentAt }) => sentAt).sort((a, b) => a - b));
    expect(stalled.flatMap(({ body }) => carriedBy(timeline.world, body))).not.toEqual([]);
    timeline.intervene([{ type: 'healLink', from: 'p1', to: `broker-${leader}` }]);
    expect(inFlightOf(timeline.world).filter(({ arrivesAt }) => arrivesAt === null)).toEqual([]);
  });
});

describe('a broker that is hurt', () => {
  test.each([
    ['crash', 'crashed', 'down'],
    ['power', 'unpowered', 'off'],
    ['freeze', 'frozen', 'frozen'],
    ['stop', 'stopped', 'down'],
  ] as const)('by %s is %s', (how, condition, status) => {
    const timeline = clusterTimeline(orders(), 8);
    const node = 'broker-2';
    if (how === 'freeze') timeline.intervene([{ type: 'freeze', node }]);
    else if (how === 'stop') timeline.intervene([{ type: 'stop', node }]);
    else timeline.intervene([{ type: 'crash', node, kind: how === 'power' ? 'power' : 'process' }]);
    timeline.advanceUntil(s(12), 1e9);
    const view = brokerView(timeline.world, 2);
    expect([view?.condition, view?.status]).toEqual([condition, status]);
    // A dead broker stays registered while its session lives; a clean stop ends the session.
    expect(view?.registered).toBe(how !== 'stop');
    if (status === 'frozen') return;
    expect(replicasOf(timeline.world, 0).find(({ brokerId }) => brokerId === 2)?.role).toBe('offline');
  });

  test('comes back and waits for its old session to end', () => {
    const timeline = clusterTimeline(orders(), 8);
    timeline.intervene([{ type: 'crash', node: 'broker-2', kind: 'process' }]);
    timeline.advanceUntil(s(10), 1e9);
    timeline.intervene([{ type: 'start', node: 'broker-2' }]);
    timeline.advanceUntil(s(12), 1e9);
    const view = brokerView(timeline.world, 2);
    expect(view?.condition).toBe('starting');
    expect(view?.waitingFor).toMatch(/session/);
  });

  test('that is frozen falls behind, and its lag is timed from when it was last caught up', () => {
    const timeline = clusterTimeline(orders(), 8.3);
    const { leader } = partitionView(timeline.world, 0);
    const other = [1, 2, 3].find((id) => id !== leader) ?? 0;
    timeline.intervene([{ type: 'freeze', node: `broker-${other}` }]);
    timeline.advanceUntil(s(12), 1e9);
    const [lag] = timersOf(timeline.world).filter(({ kind }) => kind === 'lag');
    expect(lag?.about).toBe(timeline.world.setup.nodeOfBroker[other]);
    expect(lag?.total).toBe(30 * SECOND);
    expect(lag?.since).toBeGreaterThan(s(7));
    expect(lag?.since).toBeLessThan(s(8.3));
    timeline.advanceUntil(s(80), 1e9);
    expect(partitionView(timeline.world, 0).isr).not.toContain(other);
    expect(timersOf(timeline.world).filter(({ kind }) => kind === 'lag')).toEqual([]);
  });

  test('leaves a producer that tries again with the time until it gives up', () => {
    const timeline = clusterTimeline(orders(), 8.3);
    const { leader } = partitionView(timeline.world, 0);
    timeline.intervene([{ type: 'crash', node: `broker-${leader}`, kind: 'process' }]);
    timeline.advanceUntil(s(12), 1e9);
    const [delivery] = timersOf(timeline.world).filter(({ kind }) => kind === 'delivery');
    expect(delivery?.total).toBe(120 * SECOND);
    expect(delivery?.partition).toBe(0);
  });
});

test('before anything has happened there is nothing to see, and nobody fails', () => {
  const timeline = clusterTimeline(orders(), 0);
  timeline.seekStep(0);
  expect(brokersOf(timeline.world).map(({ condition }) => condition)).toEqual([
    'not started',
    'not started',
    'not started',
  ]);
  expect(topicsOf(timeline.world)).toEqual([]);
  expect(inFlightOf(timeline.world)).toEqual([]);
  expect(timersOf(timeline.world)).toEqual([]);
  expect(partitionView(timeline.world, 0)).toMatchObject({ leader: -1, leaderEpoch: -1, replicas: [], isr: [] });
});
