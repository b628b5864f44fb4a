import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { sayMistakes } from '../scenario/mistake.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { microsOf } from '../scenario/read/values.ts';
import { createWorld, runUntil } from '../sim/cluster.ts';
import { ENGINE } from '../sim/engine.ts';
import { factFolds } from '../sim/facts/folds.ts';
import type { Scenario } from '../sim/scenario.ts';
import { SECOND, toMs, type Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { readArguments } from './arguments.ts';
import { factsJson } from './facts-output.ts';
import { entryJson, entryLine } from './trace-output.ts';

/*
 * npm run -s simulate -- FILE [--until 60s] [--seed 7] [--json]
 * Exit code 0; 2 for a wrong command line or scenario, with every mistake on stderr; 1 for a bug of ours.
 */

const USAGE = 'usage: npm run -s simulate -- FILE [--until 60s] [--seed 7] [--json]';

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const line = readArguments(args, ['until', 'seed'], ['json']);
  if ('problem' in line) return refuse(line.problem, USAGE);
  const [file, ...rest] = line.words;
  if (file === undefined || rest.length > 0) return refuse(USAGE);
  const untilText = line.options['until'];
  const until = typeof untilText === 'string' ? microsOf(untilText) : undefined;
  if (until === null) return refuse(`--until must be a time as 500ms, 60s or 5m; found ${String(untilText)}`);
  const seed = line.options['seed'] === undefined ? undefined : Number(line.options['seed']);
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0 && seed <= 4_294_967_295)) {
    return refuse(`--seed must be a whole number from 0 to 4294967295; found ${String(line.options['seed'])}`);
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(`file ${file} cannot be read; ${error instanceof Error ? error.message : String(error)}`);
  }
  const { scenario, mistakes } = parseScenario(file, text.replace(/^\uFEFF/, ''));
  if (scenario === null) return refuse(sayMistakes(mistakes));
  const named = scenario.name === '' ? { ...scenario, name: basename(file) } : scenario;
  return run(named, until ?? endOf(scenario), seed ?? scenario.seed, line.options['json'] === true);
}

/** Without --until: a minute, or ten seconds after the last timed item of the script, whichever is later. */
function endOf(scenario: Scenario): Micros {
  return scenario.script.reduce((end, { at }) => Math.max(end, at + 10 * SECOND), 60 * SECOND);
}

function run(scenario: Scenario, until: Micros, seed: number, asJson: boolean): number {
  const entries: TraceEntry[] = [];
  let history = factFolds.start();
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    lines = [];
  };
  try {
    const world = runUntil(createWorld(scenario, seed), until, (step, after) => {
      if (!asJson) {
        for (const entry of step) lines.push(entryLine(after, entry));
        if (lines.length > 1000) flush();
        return;
      }
      history = factFolds.take(history, step, after);
      entries.push(...step);
    });
    flush();
    if (!asJson) return 0;
    const head = { engine: ENGINE, era: scenario.era, seed, timeMs: toMs(until), facts: factsJson(world, history) };
    process.stdout.write(`${JSON.stringify(head).slice(0, -1)},"trace":[`);
    entries.forEach((entry, index) => {
      lines.push(`${index === 0 ? '' : ','}${JSON.stringify(entryJson(world, entry))}`);
      if (lines.length > 1000) flush();
    });
    flush();
    process.stdout.write(']}\n');
    return 0;
  } catch (error) {
    flush();
    const recording = { format: 1, engine: ENGINE, scenario, seed, interventions: [], until };
    process.stderr.write(`bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.stderr.write(`this recording shows it: ${JSON.stringify(recording)}\n`);
    return 1;
  }
}

function refuse(...sentences: readonly string[]): number {
  process.stderr.write(`${sentences.join('\n')}\n`);
  return 2;
}
