import { flushSync, mount } from 'svelte';

import '../../src/view/theme/theme.css';
import { sceneMaker } from '../../src/scene/scene.ts';
import { DEFAULT_CHOICE } from '../../src/scene/viewport.ts';
import type { World } from '../../src/sim/world.ts';
import Bench from './Bench.svelte';
import { busyCluster } from './busy.ts';

/** What a frame costs: script, style and layout of one picture after another, in milliseconds. */
interface Cost {
  readonly name: string;
  readonly frames: number;
  readonly median: number;
  readonly high: number;
  readonly most: number;
  readonly tokens: number;
}

const target = document.getElementById('app') as HTMLElement;
const viewport = { width: 1440, height: 760, layout: 'page' } as const;
const make = sceneMaker();
const worlds = busyCluster(50);
const first = worlds[0] as World;
const bench = mount(Bench, {
  target,
  props: { scene: make({ world: first, before: null, entries: [], at: first.now, viewport, choice: DEFAULT_CHOICE }) },
}) as {
  show: (scene: ReturnType<typeof make>) => void;
};

const parts: number[][] = [];
(window as unknown as { parts: number[][] }).parts = parts;

function frame(world: World, at: number): { readonly cost: number; readonly tokens: number } {
  const start = performance.now();
  const scene = make({ world, before: null, entries: [], at, viewport, choice: DEFAULT_CHOICE });
  const made = performance.now();
  flushSync(() => bench.show(scene));
  const drawn = performance.now();
  // Asks for style and layout now, which the browser would do after the script.
  target.getBoundingClientRect();
  document.querySelector('svg')?.getBBox();
  const end = performance.now();
  parts.push([made - start, drawn - made, end - drawn]);
  return { cost: end - start, tokens: scene.tokens.length };
}

function costOf(name: string, frames: readonly (readonly [World, number])[]): Cost {
  const costs = frames.map(([world, at]) => frame(world, at));
  const sorted = costs
    .slice(10)
    .map(({ cost }) => cost)
    .sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
  return {
    name,
    frames: sorted.length,
    median: at(0.5),
    high: at(0.95),
    most: at(1),
    tokens: Math.max(...costs.map(({ tokens }) => tokens)),
  };
}

const moving = Array.from({ length: 300 }, (_, i) => [first, first.now + i * 10] as const);
const stepping = worlds.map((world) => [world, world.now] as const);
(window as unknown as { costs: readonly Cost[] }).costs = [
  costOf('the same World, tokens moving', moving),
  costOf('another World each frame', stepping),
];
