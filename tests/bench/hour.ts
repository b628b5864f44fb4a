import { clusterEngine } from '../../src/timeline/cluster-engine.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import { wallMs } from './measure.ts';

const HOUR = 3_600_000_000;
const SLICE = 2000;

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1_000_000;
}

/** One hour of the sandbox: what it keeps in memory, how fast it runs, and seeks anywhere in it. */
export function hourFigures(scenario: Scenario): readonly (readonly [name: string, figure: string, budget: string])[] {
  const before = heapMb();
  const timeline = new Timeline({ engine: clusterEngine, scenario });
  const ms = wallMs(() => {
    while (!timeline.advanceUntil(HOUR, SLICE));
  });
  const kept = heapMb() - before;
  const took: number[] = [];
  let target = 12_345;
  for (let i = 0; i < 60; i++) {
    target = (target * 7919 + 104_729) % 3600;
    const at = target * 1_000_000;
    took.push(wallMs(() => timeline.seek(at)));
  }
  took.sort((a, b) => a - b);
  return [
    ['one hour of the sandbox, kept in memory', `${kept.toFixed(0)} MB`, 'budget: under 300 MB'],
    [
      'one hour of the sandbox, run',
      `${(3_600_000 / ms).toFixed(0)} x, ${timeline.frontier.step} steps`,
      'wanted: 100 x',
    ],
    ['random seeks in it, slowest of 60', `${(took.at(-1) ?? 0).toFixed(1)} ms`, 'budget: at most 100 ms'],
  ];
}
