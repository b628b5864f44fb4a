import { describe, expect, test } from 'vitest';

import { vecGet, vecSet } from '../../src/lib/vec.ts';
import { sceneMaker } from '../../src/scene/scene.ts';
import type { Scene } from '../../src/scene/marks.ts';
import { DEFAULT_CHOICE } from '../../src/scene/viewport.ts';
import type { BrokerState, Replica } from '../../src/sim/broker/state.ts';
import { withHighWatermark } from '../../src/sim/log/replica-log.ts';
import type { NodeRecord, World } from '../../src/sim/world.ts';
import { PAGE } from './support.ts';
import { leaderDied, manyPartitions } from './worlds.ts';

type Maker = ReturnType<typeof sceneMaker>;

function show(make: Maker, world: World, at = world.now): Scene {
  return make({ world, before: null, entries: [], at, viewport: PAGE, choice: DEFAULT_CHOICE });
}

/** The same World but for the high watermark of one copy. */
function withWatermark(world: World, broker: number, partition: number, highWatermark: number): World {
  const id = world.setup.nodeOfBroker[broker] as number;
  const node = vecGet(world.nodes, id) as NodeRecord;
  const state = node.state as BrokerState;
  const replica = vecGet(state.replicas, partition) as Replica;
  const replicas = vecSet(state.replicas, partition, {
    ...replica,
    log: withHighWatermark(replica.log, highWatermark),
  });
  return { ...world, nodes: vecSet(world.nodes, id, { ...node, state: { ...state, replicas } }) };
}

describe('a maker of scenes', () => {
  test('gives the same marks again while only the instant changes, but for tokens', () => {
    const make = sceneMaker();
    const world = leaderDied();
    const [a, b] = [show(make, world), show(make, world, world.now + 200)];
    for (const part of [
      'frame',
      'columns',
      'rows',
      'topics',
      'cells',
      'positions',
      'clients',
      'zookeeper',
      'links',
      'waiting',
      'routes',
      'changed',
    ] as const) {
      expect([part, b[part] === a[part]]).toEqual([part, true]);
    }
    expect(b.tokens).not.toEqual(a.tokens);
    // They have moved, and look the same.
    expect(a.tokens.length).toBeGreaterThan(0);
    expect(b.tokens.map(({ look }, i) => look === a.tokens[i]?.look)).toEqual(a.tokens.map(() => true));
  });

  test('draws one cell anew when one copy has changed', () => {
    const make = sceneMaker();
    const world = manyPartitions(12, 3);
    const before = show(make, world);
    const after = show(make, withWatermark(world, 3, 5, 42));
    const changed = after.cells.filter((cell, i) => cell !== before.cells[i]).map(({ key }) => key);
    expect(changed).toEqual(['replica:5:3']);
  });

  test('comes to the same as a maker that has never drawn anything', () => {
    const make = sceneMaker();
    show(make, leaderDied());
    const world = withWatermark(leaderDied(), 1, 0, 30);
    expect(show(make, world)).toEqual(show(sceneMaker(), world));
  });

  test('makes scenes that are JSON', () => {
    const scene = show(sceneMaker(), leaderDied());
    expect(JSON.parse(JSON.stringify(scene))).toEqual(scene);
  });
});
