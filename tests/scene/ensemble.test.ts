import { describe, expect, test } from 'vitest';

import { intervene, runUntil, createWorld } from '../../src/sim/cluster.ts';
import { zookeeperView } from '../../src/sim/read/zookeeper.ts';
import { actionsOf, interventionsOf } from '../../src/scene/actions/actions-of.ts';
import { scenario } from '../sim/cluster/build.ts';
import { sceneOf } from './support.ts';

const running = () => runUntil(createWorld(scenario({ zookeeper: { servers: 3 } })), 5_000_000);

describe('an ensemble of ZooKeeper servers', () => {
  test('is drawn server by server, each with its role', () => {
    const { zookeeper } = sceneOf(running());
    expect(zookeeper?.servers.map(({ role }) => role).sort()).toEqual(['follower', 'follower', 'leader']);
    expect(zookeeper?.servers.filter(({ text }) => text.endsWith('★'))).toHaveLength(1);
    expect(zookeeper?.note).toBe('');
  });

  test('says that it has no quorum when nobody serves', () => {
    let world = running();
    for (const node of ['zookeeper-1', 'zookeeper-2'])
      world = intervene(world, 5_000_000, { type: 'crash', node, kind: 'process' }).world;
    const { zookeeper } = sceneOf(runUntil(world, 12_000_000));
    expect(zookeeper).toMatchObject({ up: false, note: 'no quorum' });
    expect(zookeeper?.servers.map(({ text }) => text)).toEqual(['1×', '2×', '3?']);
  });

  test('has something to be done to each server', () => {
    const world = running();
    for (const { node, name } of zookeeperView(world)?.servers ?? []) {
      const thing = { kind: 'zookeeper', node } as const;
      expect(actionsOf(world, thing).map(({ id }) => id)).toContain('freeze');
      expect(interventionsOf(world, thing, 'crash-process', {})).toEqual({
        interventions: [{ type: 'crash', node: name, kind: 'process' }],
      });
    }
  });
});
