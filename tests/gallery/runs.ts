import { sandboxScenario } from '../../src/app/sandbox-scenario.ts';
import { defaultSetup } from '../../src/view/sandbox/setup.ts';
import { createWorld, intervene, runUntil } from '../../src/sim/cluster.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { World } from '../../src/sim/world.ts';

export interface Shot {
  readonly world: World;
  readonly before: World | null;
  readonly entries: readonly TraceEntry[];
  readonly trace: readonly TraceEntry[];
}

/** A run of the sandbox up to an instant, with interventions on its way: what the page would show then. */
export function sandboxAt(
  until: number,
  interventions: readonly { readonly at: number; readonly intervention: Intervention }[],
  partitions: number,
): Shot {
  let world = createWorld(sandboxScenario({ ...defaultSetup, partitions }));
  let before: World | null = null;
  let entries: readonly TraceEntry[] = [];
  const trace: TraceEntry[] = [];
  const visit = (now: readonly TraceEntry[], after: World): void => {
    entries = now;
    before = world;
    world = after;
    trace.push(...now);
  };
  for (const { at, intervention } of interventions) {
    world = runUntil(world, at, visit);
    const taken = intervene(world, at, intervention);
    visit(taken.entries, taken.world);
  }
  world = runUntil(world, until, visit);
  return { world, before, entries, trace };
}
