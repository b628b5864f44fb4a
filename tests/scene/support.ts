import { sceneMaker, type SceneInput } from '../../src/scene/scene.ts';
import type { Scene } from '../../src/scene/marks.ts';
import { DEFAULT_CHOICE, type Viewport } from '../../src/scene/viewport.ts';
import type { World } from '../../src/sim/world.ts';
import { clusterWith, member, members, run } from './group-runs.ts';
import { troubles } from './troubled-world.ts';
import { leaderDied, manyPartitions, onePartition } from './worlds.ts';

export const PAGE: Viewport = { width: 1068, height: 755, layout: 'page' };
export const SMALL_PAGE: Viewport = { width: 908, height: 575, layout: 'page' };
export const WIDE_PAGE: Viewport = { width: 1440, height: 755, layout: 'page' };
export const STAGE: Viewport = { width: 1920, height: 860, layout: 'stage' };
export const NARROW: Viewport = { width: 390, height: 844, layout: 'narrow' };

export const VIEWPORTS: readonly Viewport[] = [PAGE, SMALL_PAGE, WIDE_PAGE, STAGE, NARROW];

export const WORLDS: readonly (readonly [string, () => World])[] = [
  ['a leader that died', leaderDied],
  ['one partition', onePartition],
  ['twelve partitions', () => manyPartitions(12, 3)],
  ['sixty partitions on nine brokers', () => manyPartitions(60, 9)],
  ['everything that can go wrong', troubles],
  ['consumer groups', consumerGroups],
];

let groupsWorld: World | null = null;

/** Two groups and a consumer without one; a member is dead, another has joined a moment ago. */
function consumerGroups(): World {
  if (groupsWorld !== null) return groupsWorld;
  const consumers = [
    ...members(3, 'billing'),
    member('a-member-with-a-name-that-is-rather-long', 'billing', 14),
    ...members(2, 'mailer'),
    { ...member('map', ''), config: { 'auto.offset.reset': 'earliest' } },
  ];
  groupsWorld = run(clusterWith(consumers), 14.5, [[13, { type: 'crash', node: 'billing-2', kind: 'process' }]]).world;
  return groupsWorld;
}

/** A scene of a World at its own instant, made by a maker of its own. */
export function sceneOf(world: World, viewport: Viewport = PAGE, more: Partial<SceneInput> = {}): Scene {
  return sceneMaker()({ world, before: null, entries: [], at: world.now, viewport, choice: DEFAULT_CHOICE, ...more });
}

/** The cell of a partition on a broker. */
export function cellIn(scene: Scene, partition: number, broker: number): Scene['cells'][number] {
  const cell = scene.cells.find(({ key }) => key === `replica:${partition}:${broker}`);
  if (cell === undefined) throw new Error(`cell of partition ${partition} on broker ${broker} missing`);
  return cell;
}

/** Every World in every viewport, for what must hold in all of them. */
export const ALL = WORLDS.flatMap(([name, world]) =>
  VIEWPORTS.map((viewport) => ({
    name: `${name}, ${viewport.layout} ${viewport.width} x ${viewport.height}`,
    world,
    viewport,
  })),
);
