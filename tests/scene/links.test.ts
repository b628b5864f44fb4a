import { describe, expect, test } from 'vitest';

import { overlap, type Point } from '../../src/scene/box.ts';
import type { LinkMark, Scene } from '../../src/scene/marks.ts';
import { centreLine } from '../../src/scene/route.ts';
import type { Viewport } from '../../src/scene/viewport.ts';
import { clusterOf } from './cluster-fixture.ts';
import { PAGE, sceneOf } from './support.ts';

const log = { end: 5, hw: 5 };
const ids = [1, 2, 3];
const cut = (from: string, to: string) => ({ from, to, cut: true, extra: 0 });

/** Every kind of way: between neighbours, round a column, from above, from below, to ZooKeeper. */
const world = clusterOf({
  now: 1_000_000,
  brokers: ids.map((id) => ({ id })),
  controller: 1,
  topics: {
    orders: ids.map((id) => ({ replicas: ids, leader: id, epoch: 0, isr: ids, logs: { 1: log, 2: log, 3: log } })),
  },
  producers: [{ name: 'shop', acks: 1 }],
  consumers: [{ name: 'billing', positions: [[0, 5]] }],
  links: [
    cut('broker-1', 'broker-2'),
    cut('broker-1', 'broker-3'),
    cut('broker-3', 'broker-1'),
    cut('broker-2', 'zookeeper-1'),
    cut('shop', 'broker-3'),
    cut('broker-1', 'billing'),
  ],
});

const VIEWPORTS: readonly Viewport[] = [
  PAGE,
  { width: 908, height: 532, layout: 'page' },
  { width: 1920, height: 860, layout: 'stage' },
];

/** How far a point is from the way between the link's two nodes. */
function farFrom({ frame }: Scene, link: LinkMark): number {
  if (link.thing.kind !== 'link') throw new Error('a link is about a link');
  const { points } = centreLine(frame, link.thing.from, link.thing.to) ?? { points: [] };
  const away = points.slice(1).map((to, i) => {
    const from = points[i] as Point;
    const beyond = (at: number, a: number, b: number) => Math.max(0, Math.min(a, b) - at, at - Math.max(a, b));
    return Math.hypot(beyond(link.at.x, from.x, to.x), beyond(link.at.y, from.y, to.y));
  });
  return Math.min(...away);
}

describe.each(
  VIEWPORTS.map((viewport) => [`${viewport.layout} ${viewport.width} x ${viewport.height}`, viewport] as const),
)('signs of cut links, %s', (_, viewport) => {
  const scene = sceneOf(world, viewport);

  test('stand on their links, each for itself', () => {
    expect(scene.links).toHaveLength(5);
    for (const link of scene.links) expect(farFrom(scene, link)).toBeLessThan(0.5);
    scene.links.forEach((link, i) => {
      for (const other of scene.links.slice(i + 1))
        expect(Math.hypot(link.at.x - other.at.x, link.at.y - other.at.y)).toBeGreaterThan(scene.frame.metrics.small);
    });
  });

  test('have words that cover no box, no sign and no other words', () => {
    const boxes = scene.frame.places.flatMap((place) => place?.box ?? []);
    const grounds = scene.links.flatMap(({ ground }) => ground ?? []);
    expect(grounds.length).toBeGreaterThan(2);
    grounds.forEach((ground, i) => {
      for (const box of [...boxes, ...grounds.slice(i + 1)]) expect(overlap(ground, box)).toBe(false);
    });
  });
});

test('a cut link whose words have no room keeps its cross, and says all in its sentence', () => {
  const scene = sceneOf(world, { width: 700, height: 300, layout: 'page' });
  for (const { text, ground, label } of scene.links) {
    expect(text === '').toBe(ground === null);
    expect(label).toMatch(/^link between .+: cut/);
  }
});
