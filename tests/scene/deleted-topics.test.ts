// KRaft mode is known once this is loaded, as on the page.
import '../../src/sim/kraft/load.ts';

import { describe, expect, test } from 'vitest';

import { tablesOf } from '../../src/scene/tables.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { World } from '../../src/sim/world.ts';
import { clusterWith, run } from './group-runs.ts';
import { cellIn, sceneOf } from './support.ts';

const CRASH: Intervention = { type: 'crash', node: 'broker-3', kind: 'process' };
const DELETE: Intervention = { type: 'deleteTopic', topic: 'rides' };
const START: Intervention = { type: 'start', node: 'broker-3' };

/** The sandbox's topic is deleted at 8 s, perhaps while broker 3 is down. */
function deleted(
  mode: 'zookeeper' | 'kraft',
  until: number,
  away: 'nobody' | 'broker 3' | 'broker 3, until 30 s',
): World {
  // The producer's program goes on: it must not have the topic created again.
  const scenario = { ...clusterWith([], { mode, era: '3.9' }), producers: [] };
  const done: (readonly [number, Intervention])[] = away === 'nobody' ? [] : [[6, CRASH]];
  done.push([8, DELETE]);
  if (away === 'broker 3, until 30 s') done.push([30, START]);
  return run(scenario, until, done).world;
}

describe.each(['zookeeper', 'kraft'] as const)('in %s mode', (mode) => {
  test('a topic that every broker has deleted has no rows, in the picture and in the table', () => {
    const world = deleted(mode, 12, 'nobody');
    const scene = sceneOf(world);
    expect([scene.rows, scene.topics, scene.cells, scene.partitions]).toEqual([[], [], [], []]);
    expect(tablesOf(world, 0, undefined).partitions).toEqual([]);
  });

  test('its rows go once the broker that was away has deleted its copies too', () => {
    expect(sceneOf(deleted(mode, 45, 'broker 3, until 30 s')).rows).toEqual([]);
  });
});

test('in ZooKeeper mode it is being deleted as long as a broker with a copy is away', () => {
  const { rows, topics } = sceneOf(deleted('zookeeper', 12, 'broker 3'));
  expect(topics[0]?.note).toBe('being deleted');
  expect(rows.map(({ lines }) => lines[0]?.text)).toEqual(rows.map(() => 'being deleted'));
  expect(rows.length).toBeGreaterThan(0);
});

test('in KRaft mode the metadata forgets it at once, and the log of a broker that is away is shown as left behind', () => {
  const scene = sceneOf(deleted('kraft', 12, 'broker 3'));
  expect(scene.topics[0]?.note).toBe('deleted');
  expect(scene.rows[0]?.lines.map(({ text }) => text)).toEqual(['deleted']);
  expect(cellIn(scene, 0, 3)).toMatchObject({ role: 'none', roleText: 'deleted', dead: true });
});

test('a topic that has not been created yet has no rows', () => {
  expect(sceneOf(run(clusterWith([]), 0.001).world).rows).toEqual([]);
});
