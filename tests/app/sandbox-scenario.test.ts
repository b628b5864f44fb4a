import { beforeAll, describe, expect, test } from 'vitest';

import { doneInOtherMode, inOtherMode, sandboxScenario } from '../../src/app/sandbox-scenario.ts';
import { getReadyFor } from '../../src/app/session/kraft.ts';
import { clusterTimeline } from '../../src/app/session/cluster-timeline.ts';
import { checkScenario } from '../../src/scenario/check/check-scenario.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { brokersOf } from '../../src/sim/read/brokers.ts';
import { nodesOfKind } from '../../src/sim/read/clients.ts';
import { partitionView } from '../../src/sim/read/partitions.ts';
import { SECOND } from '../../src/sim/time.ts';
import { defaultSetup, ensembleSizes, kafkas, setupProblems, type SandboxSetup } from '../../src/view/sandbox/setup.ts';

const setups: readonly SandboxSetup[] = kafkas.flatMap(({ era, mode }) =>
  ensembleSizes.flatMap((size) =>
    (['separate', 'combined'] as const).map((roles) => ({
      ...defaultSetup,
      era,
      mode,
      roles,
      zookeepers: size,
      controllers: size,
    })),
  ),
);

describe('the cluster that the sandbox’s form asks for', () => {
  beforeAll(() => getReadyFor({ mode: 'kraft' }));

  test('is one that the scenario rules allow exactly when the form has nothing to say', () => {
    for (const setup of setups) {
      const findings = checkScenario(sandboxScenario(setup));
      expect([setup, findings.length]).toEqual([setup, setupProblems(setup).length]);
    }
    expect(setups.filter((setup) => setupProblems(setup).length > 0)).toHaveLength(2);
  });

  test.each(kafkas)('runs as Kafka $name: every partition has a leader and every record is read', ({ era, mode }) => {
    const timeline = clusterTimeline({ scenario: sandboxScenario({ ...defaultSetup, era, mode }) });
    timeline.advanceUntil(8 * SECOND, 1e9);
    const { world } = timeline;
    expect(brokersOf(world).map(({ condition }) => condition)).toEqual(['running', 'running', 'running']);
    for (const id of [0, 1, 2]) expect(partitionView(world, id).isr).toHaveLength(3);
    expect(nodesOfKind(world, 'controller')).toHaveLength(mode === 'kraft' ? 3 : 0);
    expect(world.setup.zookeeperNodes).toHaveLength(mode === 'kraft' ? 0 : 1);
  });

  test('is the same in the other mode, but for the era that does not have it', () => {
    const setup: SandboxSetup = { ...defaultSetup, era: '2.8' };
    expect(inOtherMode(setup)).toEqual({ ...setup, era: '3.9', mode: 'kraft' });
    expect(inOtherMode(inOtherMode(setup))).toEqual({ ...setup, era: '3.9' });
    const latest: SandboxSetup = { ...defaultSetup, era: '4.0', mode: 'kraft' };
    expect(inOtherMode(latest)).toEqual({ ...latest, era: '3.9', mode: 'zookeeper' });
    expect(inOtherMode(sandboxScenario(latest))).toEqual(sandboxScenario(inOtherMode(latest)));
  });

  test('has the same done to it in the other mode, but for what its own keepers of metadata suffered', () => {
    const crash = (node: string): Intervention => ({ type: 'crash', node, kind: 'process' });
    const done = ['zookeeper', 'broker-2', 'scooters'].map((node, step) => ({
      at: step * SECOND,
      step,
      intervention: crash(node),
    }));
    const kraft = sandboxScenario({ ...defaultSetup, mode: 'kraft' });
    expect(doneInOtherMode(done, kraft)).toEqual([
      { at: SECOND, intervention: crash('broker-2') },
      { at: 2 * SECOND, intervention: crash('scooters') },
    ]);
  });
});
