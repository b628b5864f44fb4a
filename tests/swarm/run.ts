import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { hashOf } from '../../src/app/link.ts';
import '../../src/sim/kraft/load.ts';
import { safetyRules } from '../../src/sim/safety.ts';
import { recordingText } from '../../src/timeline/recording.ts';
import type { Modes } from './draw-scenario.ts';
import { FULL, SHORT } from './plan.ts';
import { swarm, type Failure } from './swarm.ts';

/*
 * `npm run swarm -- --runs N [--seed S] [--short] [--mode zookeeper|kraft] [--no-groups] [--without RULE] [--keep FOLDER]`: clusters, load and faults drawn from a
 * seed, every invariant after every step, and at the end everything healed and converged.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    mode: { type: 'string' },
    keep: { type: 'string' },
    without: { type: 'string' },
    'no-groups': { type: 'boolean', default: false },
  },
});

const runs = whole('runs', values.runs);
const first = whole('seed', values.seed);
const { mode } = values;
if (mode !== undefined && mode !== 'zookeeper' && mode !== 'kraft')
  refuse(`unknown mode ${mode}; write zookeeper or kraft`);

const { without } = values;
const rule = safetyRules.find((name) => name === without);
if (without !== undefined && rule === undefined) refuse(`unknown rule ${without}; known: ${safetyRules.join(', ')}`);

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) refuse(`${name} must be a whole number; found ${text}`);
  return number;
}

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}

const modes: Modes = mode === undefined ? ['zookeeper', 'kraft'] : [mode];
const began = performance.now();
let done = 0;
let steps = 0;
let faults = 0;
let explained = 0;
let rebalances = 0;
let seconds = 0;
const failures: Failure[] = [];

const asked = {
  runs,
  seed: first,
  length: values.short ? SHORT : FULL,
  modes,
  groups: !values['no-groups'],
  shrinks: 0,
};
for (const result of swarm(rule === undefined ? asked : { ...asked, without: [rule] })) {
  done += 1;
  steps += result.outcome.steps;
  faults += result.outcome.faults;
  explained += result.outcome.explained;
  rebalances += result.outcome.rebalances;
  seconds += result.simulatedSeconds;
  if (result.failure === null) continue;
  failures.push(result.failure);
  await report(result.failure);
}

async function report({ seed, outcome }: Failure): Promise<void> {
  process.stdout.write(`seed ${seed}: ${outcome.recording.interventions.length} interventions are enough\n`);
  for (const { invariant, seq, text } of outcome.violations.slice(0, 6))
    process.stdout.write(`  ${invariant} at ${(outcome.recording.until / 1e6).toFixed(3)} s, entry ${seq}: ${text}\n`);
  const hash = await hashOf(outcome.recording);
  if (hash !== null) process.stdout.write(`  open in the page: ${hash}\n`);
  if (values.keep === undefined) return;
  mkdirSync(values.keep, { recursive: true });
  writeFileSync(`${values.keep}/seed-${seed}.json`, recordingText(outcome.recording));
}

const wall = (performance.now() - began) / 1000;
process.stdout.write(
  `${done} runs, ${steps} steps, ${faults} faults injected, ${rebalances} rebalances, ${explained} losses that the trace explains, ` +
    `${(seconds / wall).toFixed(0)} simulated seconds per second\n`,
);
process.stdout.write(`${done - failures.length} passed, ${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
