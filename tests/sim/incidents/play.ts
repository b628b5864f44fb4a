import { parseScenario } from '../../../src/scenario/parse-scenario.ts';
import { createWorld, runUntil } from '../../../src/sim/cluster.ts';
import '../../../src/sim/kraft/load.ts';
import type { EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import type { World } from '../../../src/sim/world.ts';

/** What one incident came to. */
export interface Played {
  readonly world: World;
  of<T extends EntryType>(type: T): Extract<TraceEntry, { readonly type: T }>[];
}

/** Plays a scenario file's text. */
export function play(text: string, seconds: number): Played {
  const { scenario, mistakes } = parseScenario('incident', text);
  if (scenario === null) throw new Error(JSON.stringify(mistakes));
  const entries: TraceEntry[] = [];
  const world = runUntil(createWorld(scenario), seconds * 1_000_000, (taken) => entries.push(...taken));
  return {
    world,
    of: (type) => entries.filter((entry): entry is Extract<TraceEntry, { type: typeof type }> => entry.type === type),
  };
}

/** In seconds, to the millisecond. */
export const at = ({ t }: TraceEntry): number => Math.round(t / 1000) / 1000;
