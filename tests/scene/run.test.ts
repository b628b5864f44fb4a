import { describe, expect, test } from 'vitest';

import { sandboxScenario } from '../../src/app/sandbox-scenario.ts';
import { around, overlap } from '../../src/scene/box.ts';
import type { Scene } from '../../src/scene/marks.ts';
import { sceneMaker } from '../../src/scene/scene.ts';
import { DEFAULT_CHOICE } from '../../src/scene/viewport.ts';
import { createWorld, intervene, runUntil } from '../../src/sim/cluster.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { SECOND } from '../../src/sim/time.ts';
import type { World } from '../../src/sim/world.ts';
import { defaultSetup } from '../../src/view/sandbox/setup.ts';
import { PAGE, sceneOf } from './support.ts';

const script: readonly (readonly [at: number, intervention: Intervention])[] = [
  [5 * SECOND, { type: 'crash', node: 'broker-2', kind: 'process' }],
  [26 * SECOND, { type: 'start', node: 'broker-2' }],
  [30 * SECOND, { type: 'cutLink', from: 'broker-1', to: 'broker-3' }],
  [33 * SECOND, { type: 'freeze', node: 'broker-3' }],
  [40 * SECOND, { type: 'thaw', node: 'broker-3' }],
  [41 * SECOND, { type: 'healLink', from: 'broker-1', to: 'broker-3' }],
];

/** The Worlds of a run with faults, each at an instant of its own. */
function worldsOfRun(): readonly World[] {
  const worlds: World[] = [];
  let world = createWorld(sandboxScenario({ ...defaultSetup, latencyMs: 20 }));
  let next = 0;
  for (let at = 0; at < 48 * SECOND; at += 777_777) {
    for (; (script[next]?.[0] ?? Infinity) <= at; next++) {
      const [when, intervention] = script[next] as (typeof script)[number];
      world = intervene(runUntil(world, when), when, intervention).world;
    }
    world = runUntil(world, at);
    worlds.push({ ...world, now: at });
  }
  return worlds;
}

describe('a run of the sandbox with a crash, a restart, a cut link and a frozen broker', () => {
  const worlds = worldsOfRun();
  const make = sceneMaker();
  const scenes: Scene[] = worlds.map((world) =>
    make({ world, before: null, entries: [], at: world.now, viewport: PAGE, choice: DEFAULT_CHOICE }),
  );

  test('is drawn from its first instant on', () => {
    expect(scenes).toHaveLength(62);
    expect(scenes[0]?.columns.map(({ condition }) => condition)).toEqual(['starting', 'starting', 'starting']);
    expect(scenes.at(-1)?.cells).toHaveLength(9);
  });

  test('shows each state that the brokers went through', () => {
    const seen = new Set(scenes.flatMap(({ columns }) => columns.map(({ condition }) => condition)));
    expect([...seen]).toEqual(expect.arrayContaining(['running', 'crashed', 'frozen']));
    const roles = new Set(scenes.flatMap(({ cells }) => cells.map(({ roleText }) => roleText)));
    expect([...roles]).toEqual(expect.arrayContaining(['leader', 'follower', 'out of sync']));
  });

  test('has tokens under way, and none of them crosses a cell', () => {
    expect(scenes.reduce((sum, { tokens }) => sum + tokens.length, 0)).toBeGreaterThan(20);
    for (const { tokens, cells } of scenes) {
      for (const { at, look } of tokens) {
        const box = around(at, look.width, look.height);
        const crossed = cells.find((cell) => overlap(cell.box, box));
        if (crossed !== undefined) expect([look.label, crossed.key]).toEqual([]);
      }
    }
  });

  test('gives the same scene whether the maker has followed the run or starts there', () => {
    worlds.forEach((world, i) => expect(scenes[i]).toEqual(sceneOf(world, PAGE, { at: world.now })));
  });

  test('names everything that the keyboard can reach', () => {
    for (const { stops } of scenes) {
      for (const { label } of stops) expect(label.length).toBeGreaterThan(3);
      expect(new Set(stops.map(({ key }) => key)).size).toBe(stops.length);
    }
  });
});
