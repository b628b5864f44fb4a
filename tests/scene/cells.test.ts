import { describe, expect, test } from 'vitest';

import { holds, overlap } from '../../src/scene/box.ts';
import { sceneMaker } from '../../src/scene/scene.ts';
import { DEFAULT_CHOICE, scrollRow } from '../../src/scene/viewport.ts';
import { clusterOf } from './cluster-fixture.ts';
import { ALL, cellIn, PAGE, sceneOf } from './support.ts';
import { troubles } from './troubled-world.ts';
import { leaderDied, manyPartitions } from './worlds.ts';

describe.each(ALL)('$name', ({ world, viewport }) => {
  const scene = sceneOf(world(), viewport);

  test('one offset stands at the same place in every cell of a row', () => {
    for (const { partition } of scene.frame.rows) {
      const places = new Map<number, number>();
      for (const cell of scene.cells.filter(({ thing }) => thing.kind === 'replica' && thing.partition === partition)) {
        for (const tile of cell.tiles) {
          const place = Math.round((tile.box.x - cell.box.x) * 100);
          expect(places.get(tile.offset) ?? place).toBe(place);
          places.set(tile.offset, place);
        }
      }
    }
  });

  test('tiles stand inside their cell and do not overlap', () => {
    for (const cell of scene.cells) {
      cell.tiles.forEach((tile, i) => {
        expect(holds(cell.box, tile.box)).toBe(true);
        for (const other of cell.tiles.slice(i + 1)) expect(overlap(tile.box, other.box)).toBe(false);
      });
    }
  });

  test('cells, clients and ZooKeeper do not overlap', () => {
    const boxes = [...scene.cells, ...scene.clients, ...(scene.zookeeper === null ? [] : [scene.zookeeper])];
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) if (overlap(a.box, b.box)) expect([a.key, b.key]).toEqual([]);
    });
  });
});

describe('a log in a cell', () => {
  test('records below the high watermark of this copy are filled, the others outlined', () => {
    const scene = sceneOf(leaderDied());
    const committed = (broker: number) => cellIn(scene, 0, broker).tiles.map((tile) => [tile.offset, tile.committed]);
    expect(committed(1)).toEqual([
      [33, true],
      [34, true],
      [35, true],
      [36, false],
    ]);
    expect(committed(3)).toEqual([
      [33, true],
      [34, true],
      [35, true],
      [36, true],
      [37, false],
    ]);
  });

  test('high watermark and log end are lines on the boundary before their offset', () => {
    const cell = cellIn(sceneOf(leaderDied()), 0, 1);
    const line = (kind: string) => cell.lines.find((one) => one.kind === kind)?.x ?? -1;
    const tile = (offset: number) => cell.tiles.find((one) => one.offset === offset)?.box ?? { x: -1, width: 0 };
    expect(line('highWatermark')).toBeGreaterThan(tile(35).x + tile(35).width);
    expect(line('highWatermark')).toBeLessThan(tile(36).x);
    expect(line('logEnd')).toBeGreaterThan(tile(36).x + tile(36).width);
  });

  test('where the high watermark and the log end meet, one name says both', () => {
    expect(cellIn(sceneOf(leaderDied()), 2, 1).lines.map(({ name }) => name)).toEqual(['HW · end', '']);
  });

  test('a run of records of one leader epoch has one band, with the epoch', () => {
    const { bands, tiles } = cellIn(sceneOf(leaderDied()), 0, 3);
    expect(bands.map(({ epoch }) => epoch)).toEqual([5, 6]);
    expect(bands[1]?.x).toBe(tiles.find(({ offset }) => offset === 36)?.box.x);
  });

  test('older records are counted, not drawn', () => {
    expect(cellIn(sceneOf(leaderDied()), 0, 1).older).toBe('‹ 33 older');
  });

  test('a log that ends before the window says where, and its last records stay to be read', () => {
    expect(cellIn(sceneOf(troubles()), 1, 3).older).toBe('‹ ends at 1180');
    const { tiles, apart } = cellIn(sceneOf(troubles()), 1, 3);
    expect(tiles.map(({ offset }) => offset).slice(-3)).toEqual([1177, 1178, 1179]);
    expect(apart?.x).toBeGreaterThan(tiles.at(-1)?.box.x ?? Infinity);
    expect(cellIn(sceneOf(leaderDied()), 0, 1).apart).toBeNull();
  });

  test('a row can be held at older offsets', () => {
    const world = leaderDied();
    const choice = scrollRow(DEFAULT_CHOICE, 0, 10);
    const cell = cellIn(
      sceneMaker()({ world, before: null, entries: [], at: world.now, viewport: PAGE, choice }),
      0,
      1,
    );
    expect(cell.tiles.map(({ offset }) => offset)).toEqual([10, 11, 12, 13, 14]);
    expect(cell.newer).not.toBe('');
  });

  test('offsets cut off in a step are drawn as gone, from the World before it', () => {
    const log = (end: number) => ({ end, hw: 2, value: (offset: number) => 'ABCDEF'.charAt(offset) });
    const cluster = (end: number) =>
      clusterOf({
        brokers: [{ id: 1 }, { id: 2 }],
        controller: 1,
        topics: { t: [{ replicas: [1, 2], leader: 1, epoch: 1, isr: [1, 2], logs: { 1: log(4), 2: log(end) } }] },
      });
    const entry = {
      t: 0,
      seq: 1,
      type: 'LogTruncated',
      node: 2,
      causes: [],
      args: { partition: 0, broker: 2, from: 4, to: 2, leaderEpoch: 1 },
    } as const;
    const scene = sceneOf(cluster(2), PAGE, { before: cluster(4), entries: [entry] });
    expect(cellIn(scene, 0, 2).tiles.map(({ offset, gone }) => [offset, gone])).toEqual([
      [0, false],
      [1, false],
      [2, true],
      [3, true],
    ]);
    expect(cellIn(sceneOf(cluster(2)), 0, 2).tiles.some(({ gone }) => gone)).toBe(false);
  });
});

describe('the role of a copy', () => {
  test('the leader of a broker that died is still drawn as leader until another is chosen, and its log stays readable', () => {
    const cell = cellIn(sceneOf(leaderDied()), 0, 3);
    expect([cell.role, cell.dead, cell.tiles.length]).toEqual(['leader', true, 5]);
  });

  test('a follower out of sync says so', () => {
    const cell = cellIn(sceneOf(manyPartitions(3, 3), { ...PAGE, height: 1400 }), 0, 1);
    expect(cell.role).toBe('leader');
    const out = cellIn(sceneOf(troubles()), 0, 3);
    expect([out.role, out.roleText]).toEqual(['outOfSync', 'out of sync']);
  });

  test('a leader that has not heard of its successor says of which epoch', () => {
    const scene = sceneOf(troubles());
    expect(cellIn(scene, 0, 1).roleText).toBe('leader');
    expect(cellIn(scene, 0, 2).roleText).toBe('leader of epoch 3');
  });
});

describe('what a cell shows is decided by its pixels', () => {
  test.each([
    ['tiles', leaderDied(), PAGE],
    ['dense', manyPartitions(12, 3), PAGE],
    ['bars', manyPartitions(17, 3), PAGE],
    ['heat', manyPartitions(60, 9), PAGE],
    ['compact', manyPartitions(7, 3), PAGE],
    ['dense', leaderDied(), { ...PAGE, height: 360 }],
    ['tiles', manyPartitions(12, 3), { ...PAGE, height: 2000 }],
  ] as const)('%s', (level, world, viewport) => {
    expect(new Set(sceneOf(world, viewport).cells.map((cell) => cell.level))).toEqual(new Set([level]));
  });

  test('a pinned topic keeps its tiles where others become compact', () => {
    const log = { end: 4, hw: 4 };
    const one = { replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: log } };
    const world = clusterOf({
      brokers: [{ id: 1 }],
      controller: 1,
      topics: { first: [one, one], second: [one, one, one] },
    });
    const choice = { ...DEFAULT_CHOICE, pinned: ['first'] };
    const { cells } = sceneOf(world, { ...PAGE, height: 680 }, { choice });
    expect(cells.map((cell) => cell.level)).toEqual(['tiles', 'tiles', 'compact', 'compact', 'compact']);
  });

  test('a bar that has uncommitted records shows them, however long the log', () => {
    const one = { replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: { end: 5000, hw: 4999, start: 4000 } } };
    const world = clusterOf({ brokers: [{ id: 1 }], controller: 1, topics: { t: [one] } });
    expect(sceneOf(world, { ...PAGE, height: 222 }).cells[0]?.bar?.uncommitted.width).toBeGreaterThanOrEqual(3);
  });

  test('an internal topic is folded until it is asked for, and partitions without room are counted', () => {
    const one = { replicas: [1], leader: 1, epoch: 0, isr: [1], logs: { 1: { end: 1, hw: 1 } } };
    const world = clusterOf({
      brokers: [{ id: 1 }],
      controller: 1,
      topics: { t: [one], __consumer_offsets: Array.from({ length: 50 }, () => one) },
    });
    expect(sceneOf(world).cells).toHaveLength(1);
    const scene = sceneOf(world, PAGE, { choice: { ...DEFAULT_CHOICE, internal: true } });
    const shown = scene.cells.length;
    expect(shown).toBeGreaterThan(1);
    expect(scene.more.map(({ text }) => text)).toEqual([`${51 - shown} more`]);
  });
});
