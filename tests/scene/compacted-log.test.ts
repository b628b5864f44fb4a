import { beforeAll, describe, expect, test } from 'vitest';

import { holds } from '../../src/scene/box.ts';
import { sheetOf } from '../../src/scene/sheet.ts';
import { namesOf } from '../../src/scene/words/names.ts';
import { sentenceOf } from '../../src/scene/words/sentence.ts';
import { recordsOf } from '../../src/sim/read/log.ts';
import { logOf } from '../../src/sim/read/replicas.ts';
import type { World } from '../../src/sim/world.ts';
import { Cluster, producer, s, scenario, topic } from '../sim/cluster/build.ts';
import { cellIn, sceneOf } from './support.ts';

/* A real cluster with a compacted topic: three keys, small segments, and a cleaner that has been at work. */

let cluster: Cluster;
let world: World;
let scene: ReturnType<typeof sceneOf>;

beforeAll(() => {
  cluster = new Cluster(
    scenario({
      config: { broker: { 'log.cleaner.backoff.ms': '2000' }, producer: {}, consumer: {} },
      topics: [
        topic('orders', 1, 3, {
          assignment: [[1, 2, 3]],
          config: { 'cleanup.policy': 'compact', 'segment.bytes': '400', 'min.cleanable.dirty.ratio': '0.1' },
        }),
      ],
      producers: [producer('p', 'orders', { program: { count: 12, keys: ['a', 'b', 'c', 'a', 'a'] } })],
    }),
  ).until(12);
  ({ world } = cluster);
  scene = sceneOf(world);
});

describe('a compacted log in a cell', () => {
  test('shows the records that are left, each at the place of its own offset, gaps between them', () => {
    const log = logOf(world, 1, 0);
    const left = log === null ? [] : recordsOf(log).map(({ offset }) => offset);
    expect(left.length).toBeLessThan(12);
    expect(left.at(-1)).toBe(11);
    const { tiles, box } = cellIn(scene, 0, 1);
    expect(tiles.length).toBeGreaterThan(2);
    expect(left).toEqual(expect.arrayContaining(tiles.map(({ offset }) => offset)));
    const [first, second] = tiles;
    const pitch = ((second?.box.x ?? 0) - (first?.box.x ?? 0)) / ((second?.offset ?? 1) - (first?.offset ?? 0));
    for (const tile of tiles) {
      expect(holds(box, tile.box)).toBe(true);
      expect(tile.box.x - (first?.box.x ?? 0)).toBeCloseTo(pitch * (tile.offset - (first?.offset ?? 0)), 6);
    }
    expect(tiles.some((tile, at) => tile.offset - (tiles[at - 1]?.offset ?? tile.offset) > 1)).toBe(true);
  });

  test('its sheet lists its segments, and how far it was cleaned', () => {
    const facts = sheetOf(world, { kind: 'replica', partition: 0, broker: 1 })?.facts ?? [];
    const value = (name: string): string => facts.find((fact) => fact.name === name)?.value ?? '';
    expect(value('segments')).toMatch(/^(\d+ older, )?\d+ to \d+ \(\d+ B\).*, \d+ and on \(active, \d+ B\)$/);
    expect(Number(value('cleaned up to'))).toBeGreaterThan(0);
  });
});

test('each step of the cleaner is a sentence that says who did what to which log', () => {
  const said = (type: string): string => {
    const entry = cluster.trace.find((one) => one.type === type);
    return entry === undefined ? '' : sentenceOf(entry, namesOf(world));
  };
  expect(said('SegmentRolled')).toMatch(
    /^Broker \d closes the segment of orders-0 with offsets \d+ to \d+ and begins one at offset \d+\.$/,
  );
  expect(said('CleaningStarted')).toMatch(
    /^The log cleaner of broker \d begins with orders-0: offsets? .* new to it, \d+ % of what it can clean\.$/,
  );
  expect(said('SegmentCleaned')).toMatch(/^The log cleaner of broker \d takes .* out of offsets? .* of orders-0\.$/);
  expect(said('LogCleaned')).toMatch(
    /^The log cleaner of broker \d is done with orders-0 up to offset \d+: \d+ records? went, \d+ bytes became \d+\.$/,
  );
  expect(cluster.trace.every(({ t }) => t <= s(12))).toBe(true);
});
