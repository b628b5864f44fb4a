import { describe, expect, test } from 'vitest';

import { drainingArc } from '../../src/scene/path.ts';
import { keyOf, thingOf, type Thing } from '../../src/scene/thing.ts';
import { clusterOf, SESSION } from './cluster-fixture.ts';
import { cellIn, PAGE, sceneOf } from './support.ts';
import { troubles } from './troubled-world.ts';
import { leaderDied, manyPartitions } from './worlds.ts';

describe('ZooKeeper', () => {
  test('shows the controller, its epoch, and a ring for each registered broker', () => {
    const { zookeeper, sessions } = sceneOf(leaderDied());
    expect(zookeeper?.lines.map(({ path, text }) => [path, text])).toEqual([
      ['/controller', 'broker 1 · epoch 4'],
      ['/brokers/ids', ''],
    ]);
    expect(sessions.map(({ broker }) => broker)).toEqual([1, 2, 3]);
  });

  test('says how long a session has left once it runs out', () => {
    const world = leaderDied();
    const texts = (passed: number) => sceneOf(world, PAGE, { at: world.now + passed }).sessions.map(({ text }) => text);
    expect(texts(0)).toEqual(['', '', '9.4 s']);
    expect(texts(5_000_000)).toEqual(['', '', '4.4 s']);
  });

  test('a ring has drained when the time is up', () => {
    const world = clusterOf({ brokers: [{ id: 1 }], controller: -1, topics: {}, sessions: { 1: SESSION } });
    const arc = (passed: number) => sceneOf(world, PAGE, { at: world.now + passed }).sessions[0]?.arc;
    const radius = sceneOf(world).sessions[0]?.radius ?? 0;
    expect(arc(0)).toBe(drainingArc(1, radius - 3, radius));
    expect(arc(SESSION / 2)).toBe(drainingArc(0.5, radius - 3, radius));
    expect(arc(SESSION)).toBe(drainingArc(0, radius - 3, radius));
  });
});

describe('a broker', () => {
  test('that crashed is the only red thing', () => {
    const scene = sceneOf(leaderDied());
    expect(scene.columns.map(({ fault, look }) => [fault, look])).toEqual([
      [false, 'running'],
      [false, 'running'],
      [true, 'gone'],
    ]);
    expect(scene.clients.some(({ fault }) => fault)).toBe(false);
  });

  test('that is the controller has the badge', () => {
    expect(sceneOf(leaderDied()).columns.map(({ controller }) => controller)).toEqual([true, false, false]);
  });

  test('that waits for its old session says so', () => {
    const waiting = sceneOf(troubles()).columns[2];
    expect([waiting?.state, waiting?.note]).toEqual(['starting', 'waits for its old session to expire']);
    expect(waiting?.label).toBe('broker 3, starting, waits for its old session to expire');
  });
});

describe('clients', () => {
  test('records that wait in a producer are tiles without an offset', () => {
    const [chip] = sceneOf(leaderDied()).clients.find(({ kind }) => kind === 'producer')?.chips ?? [];
    expect([chip?.text, chip?.filled]).toEqual(['H', false]);
  });

  test('a consumer says where it is and how much is left to read', () => {
    const chips = sceneOf(leaderDied()).clients.find(({ kind }) => kind === 'consumer')?.chips ?? [];
    expect(chips.map(({ text, after }) => [text, after])).toEqual([
      ['P0', 'at 36, 1 to read'],
      ['P1', 'at 22'],
      ['P2', 'at 43, 2 to read'],
    ]);
  });

  test('a consumer of many partitions says it in one line', () => {
    const mark = sceneOf(manyPartitions(12, 3)).clients.find(({ name }) => name === 'billing');
    expect([mark?.chips.length, mark?.lines]).toEqual([0, ['12 partitions · 18 to read']]);
  });

  test('clients without room are counted', () => {
    const producers = Array.from({ length: 30 }, (_, i) => ({ name: `p${i}`, acks: 1 }));
    const { clients, more } = sceneOf(clusterOf({ brokers: [{ id: 1 }], controller: 1, topics: {}, producers }));
    const shown = clients.filter(({ kind }) => kind === 'producer').length;
    expect(more.map(({ text }) => text)).toEqual([`${30 - shown} more producers`]);
  });
});

describe('a position', () => {
  test('stands on the boundary before the next record, at the leader', () => {
    const scene = sceneOf(leaderDied());
    const [position] = scene.positions;
    const tiles = cellIn(scene, 0, 3).tiles;
    const before = tiles.find(({ offset }) => offset === 35)?.box ?? { x: 0, width: 0 };
    const next = tiles.find(({ offset }) => offset === 36)?.box ?? { x: 0 };
    expect(position?.offset).toBe(36);
    expect(position?.at.x).toBeGreaterThan(before.x + before.width);
    expect(position?.at.x).toBeLessThan(next.x);
  });

  test('outside the window points there', () => {
    const one = { replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: { end: 90, hw: 90 } } };
    const world = clusterOf({
      brokers: [{ id: 1 }, { id: 2 }, { id: 3 }],
      controller: 1,
      topics: { t: [one] },
      consumers: [{ name: 'slow', positions: [[0, 3]] }],
    });
    expect(sceneOf(world).positions.map(({ off }) => off)).toEqual(['before']);
  });
});

test('the key of a thing names it again', () => {
  const things: Thing[] = [
    { kind: 'broker', broker: 3 },
    { kind: 'topic', topic: 'with:colon' },
    { kind: 'record', partition: 1, broker: 2, offset: 1234567 },
    { kind: 'link', from: 1, to: 4 },
    { kind: 'packet', key: '7>request3@100#5' },
    { kind: 'session', broker: 2 },
    { kind: 'consumer', node: 9 },
  ];
  expect(things.map((thing) => thingOf(keyOf(thing)))).toEqual(things);
});
