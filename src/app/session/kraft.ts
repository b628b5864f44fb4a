import type { Scenario } from '../../sim/scenario.ts';

let loaded = false;

/** Can a cluster of this scenario be made, and read, now? */
export function isReadyFor({ mode }: Pick<Scenario, 'mode'>): boolean {
  return mode !== 'kraft' || loaded;
}

/** Loads what only some clusters need, before the first World of such a scenario is made or shown: KRaft mode is a chunk of its own. */
export async function getReadyFor(scenario: Pick<Scenario, 'mode'>): Promise<void> {
  if (isReadyFor(scenario)) return;
  await Promise.all([import('../../sim/kraft/load.ts'), import('../../scene/metadata/load.ts')]);
  loaded = true;
}
