import { createWorld, run, step } from '../../src/sim/cluster.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { World } from '../../src/sim/world.ts';
import { SEGMENT_STEPS } from '../../src/timeline/thinning.ts';

/** Milliseconds of wall time that `work` took. */
export function wallMs(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Milliseconds of processor time that `work` took, those of the collector's threads included: a machine that does other things too changes it less. */
export function cpuMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** A run past its cold boot, so that only the steady state is measured. */
export function warmed(scenario: Scenario, until: number): World {
  let world = createWorld(scenario);
  for (;;) {
    const taken = step(world, until);
    if (taken === null) return world;
    world = taken.world;
  }
}

/** Takes `steps` steps in stretches of 64, each of which ends in a checkpoint that is kept, as the timeline does. */
export function takeSteps(start: World, steps: number, see?: (entry: TraceEntry) => void): World {
  const checkpoints: World[] = [start];
  let world = start;
  while (world.steps - start.steps < steps) {
    const most = Math.min(SEGMENT_STEPS, steps - (world.steps - start.steps));
    const after = run(world, Number.MAX_SAFE_INTEGER, most, (entries) => {
      if (see !== undefined) for (const entry of entries) see(entry);
    });
    if (after === world) break;
    world = after;
    checkpoints.push(world);
  }
  return world;
}

/** The middle of three measurements, each after a warm-up of the same work. */
export function median3(measure: () => number): number {
  const all = [measure(), measure(), measure()].sort((a, b) => a - b);
  return all[1] as number;
}
