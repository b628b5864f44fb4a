import { bareLoop } from './bare-loop.ts';
import { median3, takeSteps, wallMs, warmed } from './measure.ts';
import { sandboxScenario } from '../../src/app/sandbox-scenario.ts';
import { defaultSetup } from '../../src/view/sandbox/setup.ts';
import { groupFigures } from './groups.ts';
import { hourFigures } from './hour.ts';
import { steadyLoad } from './scenarios.ts';
import { seekFigures } from './seek.ts';
import { swarmFigures } from './swarm.ts';

/*
 * `npm run bench`: figures of one run and the ratios between them. Absolute numbers depend on the machine and on what else it does.
 */

function line(name: string, figure: string, budget: string): void {
  process.stdout.write(`${name.padEnd(58)} ${figure.padEnd(28)} ${budget}\n`);
}

const round = (n: number): string => Math.round(n).toLocaleString('en-GB');

const LOOP = 4_000_000;
const bare = median3(() => (LOOP / wallMs(() => void bareLoop(LOOP))) * 1000);
line('bare binary-heap loop, 1,000 timers', `${round(bare)} steps/s`, '');

const STEPS = 150_000;
const smallLoad = steadyLoad({
  brokers: 3,
  partitions: 12,
  replicationFactor: 3,
  producers: 2,
  interval: 1667,
  perTick: 1,
});
const small = warmed(smallLoad, 3_000_000);
const smallRate = median3(() => (STEPS / wallMs(() => void takeSteps(small, STEPS))) * 1000);
line('kernel, 3 brokers, 12 partitions x 3, steady load', `${round(smallRate)} steps/s`, '');
line('  bare loop / kernel', (bare / smallRate).toFixed(1), 'budget: at most 30');

const large = warmed(
  steadyLoad({ brokers: 50, partitions: 2000, replicationFactor: 3, producers: 334, interval: 1667, perTick: 1 }),
  2_000_000,
);
const largeRate = median3(() => (STEPS / wallMs(() => void takeSteps(large, STEPS))) * 1000);
line('kernel, 50 brokers, 2,000 partitions x 3, same load each', `${round(largeRate)} steps/s`, '');
line('  cost per step, large / small', (smallRate / largeRate).toFixed(2), 'budget: at most 3, aim 2');

const batches = warmed(
  steadyLoad({
    brokers: 3,
    partitions: 3,
    replicationFactor: 3,
    producers: 3,
    interval: 1000,
    perTick: 300,
    batchSize: 1_000_000,
    lingerMs: 1,
  }),
  2_000_000,
);
const recordRates: number[] = [];
for (let i = 0; i < 3; i++) {
  let printed = 0;
  const ms = wallMs(() => {
    takeSteps(batches, STEPS, (entry) => {
      if (entry.type === 'RecordsPrinted') printed += entry.args.to - entry.args.from;
    });
  });
  recordRates.push((printed / ms) * 1000);
}
recordRates.sort((a, b) => a - b);
line(
  'records produced in 100s, replicated 3 times, consumed',
  `${round(recordRates[1] as number)} records/s`,
  'budget: 500,000, aim 1,000,000',
);

for (const [name, figure, budget] of groupFigures()) line(name, figure, budget);
for (const [name, figure, budget] of seekFigures(smallLoad)) line(name, figure, budget);
for (const [name, figure, budget] of hourFigures(sandboxScenario(defaultSetup))) line(name, figure, budget);
for (const [name, figure, budget] of swarmFigures()) line(name, figure, budget);
