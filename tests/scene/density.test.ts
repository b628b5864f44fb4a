import { describe, expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';

import { holds } from '../../src/scene/box.ts';
import { frameOf } from '../../src/scene/layout.ts';
import type { Frame, Level } from '../../src/scene/frame.ts';
import type { Scene } from '../../src/scene/marks.ts';
import type { Shape } from '../../src/scene/shape.ts';
import { DEFAULT_CHOICE, type Viewport } from '../../src/scene/viewport.ts';
import type { World } from '../../src/sim/world.ts';
import { clusterWith, members, run } from './group-runs.ts';
import { sceneOf } from './support.ts';
import { manyPartitions } from './worlds.ts';

/** What a laptop of 1280 x 720 and a projector of 1920 x 1080 leave for the picture, with and without something above it. */
const LAPTOP: Viewport = { width: 908, height: 532, layout: 'page' };
const BIG_LAPTOP: Viewport = { width: 1068, height: 755, layout: 'page' };
const PROJECTOR: Viewport = { width: 1920, height: 700, layout: 'stage' };

/** Three groups of three that read six partitions of one broker. */
function threeGroups(...names: readonly string[]): World {
  const scenario = clusterWith(
    names.flatMap((name) => members(3, name)),
    { brokers: 1, partitions: 6, replicationFactor: 1, minInsyncReplicas: 1 },
  );
  const oneBroker = { ...scenario.config.broker, 'offsets.topic.replication.factor': '1' };
  return run({ ...scenario, config: { ...scenario.config, broker: oneBroker } }, 14).world;
}

const rebalancing = threeGroups('billing', 'map', 'fraud');
const named = threeGroups('billing-eager', 'map-cooperative', 'fraud-kip848');

const levelsOf = (scene: Scene): Level[] => [...new Set(scene.frame.rows.map(({ level }) => level))];

describe('three groups of three that read six partitions', () => {
  test.each([
    ['a laptop', LAPTOP],
    ['a larger laptop', BIG_LAPTOP],
    ['a projector', PROJECTOR],
  ] as const)('on %s every partition shows its records or a bar, with positions and commits', (_, viewport) => {
    const scene = sceneOf(rebalancing, viewport);
    expect(scene.rows.map(({ partition }) => partition)).toHaveLength(6);
    expect(levelsOf(scene)).not.toContain('heat');
    for (const { partition, cells } of scene.frame.rows) {
      const marks = scene.positions.filter((one) => one.partition === partition);
      // A group's commit stands apart, or in the triangle of its position.
      const groups = [0, 1, 2].filter((reader) => marks.some((one) => one.reader === reader));
      expect(groups).toEqual([0, 1, 2]);
      for (const { at, size } of marks)
        expect(holds(cells[0] as never, { x: at.x - size / 2, y: at.y, width: size, height: size })).toBe(true);
    }
    expect(scene.clients.filter(({ kind }) => kind === 'member')).toHaveLength(9);
  });

  test('a laptop shows the records one by one: air and the boxes of members give way first', () => {
    const { frame } = sceneOf(rebalancing, LAPTOP);
    expect(frame.rows[0]?.level).toBe('dense');
    expect(frame.metrics.tight).toBe(true);
    expect(frame.used).toBeLessThanOrEqual(LAPTOP.height);
  });

  test.each([690, 740])(
    'a projector with a question on it, %d pixels left, shows the records and cuts no name',
    (height) => {
      const scene = sceneOf(named, { ...PROJECTOR, height });
      expect(levelsOf(scene)).toEqual(['dense']);
      for (const { name, label, state, facts, note } of scene.groups) {
        expect(['billing-eager', 'map-cooperative', 'fraud-kip848']).toContain(name);
        expect(label).toContain(name);
        expect(state).toMatch(/^Stable/);
        expect(`${facts} ${note}`).toContain('classic');
      }
      expect(scene.groups).toHaveLength(3);
    },
  );

  test('members that stand in a table still say what they have and how far behind it is', () => {
    const scene = sceneOf(rebalancing, LAPTOP);
    const marks = scene.clients.filter(({ kind }) => kind === 'member');
    for (const mark of marks) {
      expect(mark.chips).toHaveLength(2);
      expect(mark.aside).toMatch(/^lag \d+$/);
    }
  });
});

test('where there is room nothing is tight', () => {
  expect(sceneOf(manyPartitions(3, 3), { ...BIG_LAPTOP, height: 1200 }).frame.metrics.tight).toBe(false);
});

test('compact tiles get the room that is left, and with it their offsets', () => {
  const { frame, cells } = sceneOf(manyPartitions(3, 3), LAPTOP);
  expect(frame.rows.map(({ level }) => level)).toEqual(['compact', 'compact', 'compact']);
  const tiles = cells.flatMap((cell) => cell.tiles);
  expect(tiles.length).toBeGreaterThan(0);
  for (const { offset, offsetText, box } of tiles) {
    expect(offsetText).toBe(String(offset));
    expect(box.height).toBeGreaterThan(frame.metrics.compact.tile);
  }
  // Six have no more than they need.
  const six = sceneOf(manyPartitions(6, 3), LAPTOP);
  expect(six.frame.used).toBeLessThanOrEqual(LAPTOP.height);
});

test('on a bar a triangle stands where its offset is, on the scale of the bar', () => {
  const scene = sceneOf(rebalancing, { ...PROJECTOR, height: 672 });
  expect(levelsOf(scene)).toEqual(['bars']);
  for (const { partition, offset, at, off } of scene.positions) {
    const bar = scene.cells.find(({ key }) => key === `replica:${partition}:1`)?.bar;
    if (bar == null || off !== null) throw new Error('every partition must have a bar, and every reader be on it');
    const end = Number(bar.text);
    // Of an empty log both ends are at its beginning.
    const share = (at.x - bar.track.x) / bar.track.width;
    // Three that stand at one offset stand side by side.
    expect(Math.abs(share - offset / Math.max(1, end)) * bar.track.width).toBeLessThanOrEqual(
      2 * scene.frame.metrics.smallMarks + 2,
    );
  }
});

describe('the tiles of a wide column', () => {
  const shape: Shape = {
    brokers: [{ broker: 1, node: 1, name: 'broker 1' }],
    topics: [{ name: 't', state: 'lives', internal: false, partitions: [0] }],
    zookeepers: [],
    voters: [],
    admin: 0,
    producers: [],
    consumers: [],
    alone: [],
    groups: [],
  };
  const at = (width: number): Frame => frameOf(shape, { width, height: 700, layout: 'page' }, DEFAULT_CHOICE);

  test('grow while ten of them stand side by side, and no further than a few words need', () => {
    expect(at(420).metrics.tile.width).toBe(36);
    const [some, many] = [at(760), at(1700)];
    expect(some.metrics.tile.width).toBeGreaterThan(36);
    expect(some.rows[0]?.slots).toBeGreaterThanOrEqual(10);
    expect(many.metrics.tile.width).toBe(many.metrics.tile.most);
  });
});

test('Kafka’s own topic, folded, is named below the columns and costs the rows nothing', () => {
  const shape = (internal: boolean): Shape => ({
    brokers: [{ broker: 1, node: 1, name: 'broker 1' }],
    topics: [
      ...(internal ? [{ name: '__consumer_offsets', state: 'lives' as const, internal, partitions: [0, 1] }] : []),
      { name: 't', state: 'lives', internal: false, partitions: [2] },
    ],
    zookeepers: [],
    voters: [],
    admin: 0,
    producers: [],
    consumers: [],
    alone: [],
    groups: [],
  });
  const viewport: Viewport = { width: 900, height: 500, layout: 'page' };
  const [without, withIt] = [false, true].map((internal) => frameOf(shape(internal), viewport, DEFAULT_CHOICE));
  expect(withIt?.topics.map(({ topic, place }) => [topic, place])).toEqual([
    ['t', 'beside'],
    ['__consumer_offsets', 'outside'],
  ]);
  expect(withIt?.rows[0]?.header).toEqual(without?.rows[0]?.header);
  const bottom = (withIt?.columns[0]?.box.y ?? 0) + (withIt?.columns[0]?.box.height ?? 0);
  expect(withIt?.topics[1]?.box.y).toBeGreaterThanOrEqual(bottom);
});
