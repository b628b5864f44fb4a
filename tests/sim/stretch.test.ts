import { expect, test } from 'vitest';

import '../../src/sim/kraft/load.ts';
import { createWorld, intervene, run, step } from '../../src/sim/cluster.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { drawn, nextState } from '../../src/lib/rng.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { World } from '../../src/sim/world.ts';
import { SHORT, type Plan } from '../swarm/plan.ts';
import { planOf } from '../swarm/swarm.ts';

/** A run of a plan: its faults carried out, the Worlds at each of them, and every entry. */
function played(plan: Plan, on: (world: World, until: number, entries: TraceEntry[]) => World): string[] {
  const entries: TraceEntry[] = [];
  const states: string[] = [];
  let world = createWorld(plan.scenario);
  const to = (at: number, interventions: readonly Intervention[]): void => {
    world = on(world, at, entries);
    states.push(JSON.stringify(world));
    for (const intervention of interventions) {
      const taken = intervene(world, at, intervention);
      world = taken.world;
      entries.push(...taken.entries);
    }
  };
  for (const { at, interventions } of plan.faults) to(at, interventions);
  to(plan.until, []);
  return [...states, ...entries.map((entry) => JSON.stringify(entry))];
}

const stepByStep = (world: World, until: number, entries: TraceEntry[]): World => {
  for (let current = world; ;) {
    const taken = step(current, until);
    if (taken === null) return current;
    current = taken.world;
    entries.push(...taken.entries);
  }
};

/** In stretches of one to ninety steps, drawn from the seed. */
function inStretches(seed: number): (world: World, until: number, entries: TraceEntry[]) => World {
  let state = seed;
  return (world, until, entries) => {
    for (let current = world; ;) {
      state = nextState(state);
      const after = run(current, until, 1 + drawn(state, 90), (stepped, glimpse) => {
        entries.push(...stepped);
        expect(glimpse.now).toBe(stepped[0]?.t ?? glimpse.now);
      });
      if (after === current) return current;
      current = after;
    }
  };
}

test.each(['zookeeper', 'kraft'] as const)(
  'a stretch of steps is, to the byte, as many single steps: faults, groups and all (%s)',
  { timeout: 120_000 },
  (mode) => {
    for (let seed = 1; seed <= 2; seed++) {
      const plan = planOf({ length: SHORT, modes: [mode], groups: true }, seed);
      const single = played(plan, stepByStep);
      const stretched = played(plan, inStretches(seed));
      expect(stretched.length, `seed ${seed}`).toBe(single.length);
      const first = single.findIndex((line, at) => line !== stretched[at]);
      expect(
        first < 0 ? null : [single[first]?.slice(0, 500), stretched[first]?.slice(0, 500)],
        `seed ${seed}`,
      ).toBeNull();
    }
  },
);

test('a World that a stretch began from stays as it was', () => {
  const plan = planOf({ length: SHORT, modes: ['zookeeper'], groups: true }, 2);
  let world = createWorld(plan.scenario);
  for (let i = 0; i < 40; i++) {
    const before = JSON.stringify(world);
    const after = run(world, plan.until, 64, () => {});
    expect(JSON.stringify(world)).toBe(before);
    world = after;
  }
});
