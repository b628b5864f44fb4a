// Groups are drawn once this is loaded, as on the page.
import '../../src/scene/groups/load.ts';

import { sandboxScenario } from '../../src/app/sandbox-scenario.ts';
import { createWorld, intervene, step } from '../../src/sim/cluster.ts';
import type { History } from '../../src/sim/facts/fold.ts';
import { factFolds } from '../../src/sim/facts/folds.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { SECOND } from '../../src/sim/time.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { World } from '../../src/sim/world.ts';
import { defaultSetup, type SandboxSetup } from '../../src/view/sandbox/setup.ts';

type ScenarioConsumer = Scenario['consumers'][number];

/** A moment of a run, with what facts remember of it. */
export interface Moment {
  readonly world: World;
  readonly history: History;
  readonly entries: readonly TraceEntry[];
}

export const COOPERATIVE = 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor';

/** A consumer of a group from a second on. */
export function member(
  name: string,
  group: string,
  at = 3,
  more: Partial<Pick<ScenarioConsumer, 'processing'>> & { readonly config?: ScenarioConsumer['config'] } = {},
): ScenarioConsumer {
  return {
    name,
    client: 'java',
    config: { 'auto.offset.reset': 'earliest', 'session.timeout.ms': '10000', 'group.id': group, ...more.config },
    topics: ['rides'],
    assign: null,
    processing: more.processing ?? 0,
    startAt: at * SECOND,
  };
}

/** So many members of one group from the same second on. */
export function members(count: number, group: string, at = 3): ScenarioConsumer[] {
  return Array.from({ length: count }, (_, i) => member(`${group}-${i + 1}`, group, at));
}

/** The sandbox's cluster with these consumers. */
export function clusterWith(consumers: readonly ScenarioConsumer[], setup: Partial<SandboxSetup> = {}): Scenario {
  const base = sandboxScenario({ ...defaultSetup, ...setup });
  return {
    ...base,
    consumers,
    config: { ...base.config, broker: { 'offsets.topic.num.partitions': '3' } },
  };
}

/** Runs it up to a second; `done` happens at its second; each moment is shown to `look`. */
export function run(
  scenario: Scenario,
  until: number,
  done: readonly (readonly [at: number, intervention: Intervention])[] = [],
  look: (moment: Moment) => void = () => undefined,
): Moment {
  let world = createWorld(scenario, 1);
  let history = factFolds.start();
  let entries: readonly TraceEntry[] = [];
  const take = (after: { readonly world: World; readonly entries: readonly TraceEntry[] }): void => {
    ({ world, entries } = after);
    history = factFolds.take(history, entries, world);
    look({ world, history, entries });
  };
  for (const [at, intervention] of [...done, [until, null] as const]) {
    for (;;) {
      const after = step(world, at * SECOND);
      if (after === null) break;
      take(after);
    }
    if (intervention !== null) take(intervene(world, at * SECOND, intervention));
  }
  return { world, history, entries };
}
