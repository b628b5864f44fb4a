import '../sim/kraft/load.ts';
import { sayMistakes } from '../scenario/mistake.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { microsOf } from '../scenario/read/values.ts';
import { undeclaredTopics } from '../scenario/undeclared.ts';
import { createWorld, runUntil } from '../sim/cluster.ts';
import { ENGINE } from '../sim/engine.ts';
import { factFolds } from '../sim/facts/folds.ts';
import type { Scenario } from '../sim/scenario.ts';
import { SECOND, toMs, type Micros } from '../sim/time.ts';
import { RECORDING_FORMAT, type Recording } from '../timeline/recording.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import { readArguments } from './arguments.ts';
import { factsJson } from './facts-output.ts';
import { groupNotes } from './group-notes.ts';
import { newScriptReport } from './script-report.ts';
import { columnWidths, entryJson, entryLine, safeText } from './trace-output.ts';

/** Where a command reads and writes. */
export interface Console {
  /** The text of a file; throws when it cannot be read. */
  read(file: string): string;
  out(text: string): void;
  err(text: string): void;
}

const USAGE = 'usage: npm run -s simulate -- FILE [--until 60s] [--seed 7] [--json]';

/**
 * Runs a scenario headlessly and prints its trace, or with --json its facts and its trace.
 * @returns the exit code: 0; 2 for a wrong command line or scenario, with every mistake on stderr; 1 for a bug of ours
 */
export function simulate(args: readonly string[], io: Console): number {
  const refuse = (...sentences: readonly string[]): number => {
    io.err(`${sentences.join('\n')}\n`);
    return 2;
  };
  if (args.includes('--help')) {
    io.out(`${USAGE}\n`);
    return 0;
  }
  const line = readArguments(args, ['until', 'seed'], ['json']);
  if ('problem' in line) return refuse(line.problem, USAGE);
  const [file, ...rest] = line.words;
  if (file === undefined) return refuse('FILE is missing: the scenario to run', USAGE);
  if (rest.length > 0) return refuse(`one FILE only; found ${line.words.length}: ${line.words.join(', ')}`, USAGE);
  const untilText = line.options['until'];
  const until = typeof untilText === 'string' ? microsOf(untilText) : undefined;
  if (until === null) return refuse(`--until must be a time as 500ms, 60s or 5m; found ${String(untilText)}`);
  const seedText = line.options['seed'];
  const seed = typeof seedText === 'string' ? Number(seedText) : undefined;
  if (seed !== undefined && !(/^\d+$/.test(String(seedText)) && seed <= 4_294_967_295)) {
    return refuse(`--seed must be a whole number from 0 to 4294967295; found ${String(seedText)}`);
  }
  let text: string;
  try {
    text = io.read(file);
  } catch (error) {
    return refuse(`file ${file} cannot be read; ${error instanceof Error ? error.message : String(error)}`);
  }
  const { scenario, mistakes } = parseScenario(file, text.replace(/^\uFEFF/, ''));
  if (scenario === null) return refuse(sayMistakes(mistakes));
  return run(scenario, until ?? endOf(scenario), seed ?? scenario.seed, line.options['json'] === true, io);
}

/** Without --until: a minute, or ten seconds after the last timed item of the script, whichever is later. */
function endOf(scenario: Scenario): Micros {
  return scenario.script.reduce((end, { at }) => Math.max(end, at + 10 * SECOND), 60 * SECOND);
}

function run(scenario: Scenario, until: Micros, seed: number, asJson: boolean, io: Console): number {
  const entries: TraceEntry[] = [];
  const report = newScriptReport(scenario, until);
  let history = factFolds.start();
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) io.out(`${lines.join('\n')}\n`);
    lines = [];
  };
  try {
    note([...undeclaredTopics(scenario), ...groupNotes(scenario)], io);
    const first = createWorld(scenario, seed);
    const widths = columnWidths(first, scenario, until);
    const world = runUntil(first, until, (step, after) => {
      report.see(step, after);
      if (!asJson) {
        for (const entry of step) lines.push(entryLine(after, entry, widths));
        if (lines.length > 1000) flush();
        return;
      }
      history = factFolds.take(history, step, after);
      entries.push(...step);
    });
    flush();
    note(report.notes(), io);
    if (!asJson) return 0;
    const head = {
      engine: ENGINE,
      era: scenario.era,
      seed,
      timeMs: toMs(until),
      facts: factsJson(world, history),
      moments: report.moments(),
      neverCameTrue: report.neverCameTrue(),
    };
    io.out(`${JSON.stringify(head).slice(0, -1)},"trace":[`);
    entries.forEach((entry, index) => {
      lines.push(`${index === 0 ? '' : ','}${JSON.stringify(entryJson(world, entry))}`);
      if (lines.length > 1000) flush();
    });
    flush();
    io.out(']}\n');
    return 0;
  } catch (error) {
    flush();
    const recording: Recording = { format: RECORDING_FORMAT, engine: ENGINE, scenario, seed, interventions: [], until };
    io.err(`bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    io.err(`this recording shows it: ${JSON.stringify(recording)}\n`);
    return 1;
  }
}

/** What no exit code says and a person should hear. In a trace or a name may stand what does something to a terminal: see `safeText`. */
function note(sentences: readonly string[], io: Console): void {
  for (const sentence of sentences) io.err(`note: ${safeText(sentence)}\n`);
}
