import { readFileSync } from 'node:fs';

import { entryLine } from '../../src/cli/trace-output.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { createWorld, runUntil } from '../../src/sim/cluster.ts';
import '../../src/sim/kraft/load.ts';
import { Checker } from '../../src/sim/invariants/checker.ts';
import type { Violation } from '../../src/sim/invariants/invariant.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import { interestOf } from '../../src/sim/trace/interest.ts';
import type { World } from '../../src/sim/world.ts';

/** What happens to every record, every commit, and every attempt to reach the dead, would fill megabytes: it is only counted. */
const OF_RECORDS = /^(Records|HighWatermark|Batch|Produce|FetchRefused|Metadata|Connection|OffsetsCommitted|CommitSucceeded|SideEffect)/;
const MINUTE = 60_000_000;

export interface Story {
  readonly world: World;
  readonly entries: readonly TraceEntry[];
  readonly violations: readonly Violation[];
  /** The trace as it is kept. */
  readonly text: string;
}

/** Plays a story for a minute, under the eyes of every invariant. */
export function playStory(name: string): Story {
  const file = new URL(`stories/${name}.yaml`, import.meta.url);
  const { scenario, mistakes } = parseScenario(name, readFileSync(file, 'utf8'));
  if (scenario === null) throw new Error(JSON.stringify(mistakes));
  const checker = new Checker();
  const entries: TraceEntry[] = [];
  const violations: Violation[] = [];
  let before = createWorld(scenario);
  const world = runUntil(before, MINUTE, (taken, after) => {
    violations.push(...checker.look(before, after, taken));
    entries.push(...taken);
    before = after;
  });
  return { world, entries, violations, text: textOf(world, entries) };
}

function textOf(world: World, entries: readonly TraceEntry[]): string {
  const counts: Record<string, number> = {};
  const lines: string[] = [];
  let digest = 0;
  for (const entry of entries) {
    const line = entryLine(world, entry);
    digest = digested(digest, line);
    if (interestOf(entry.type) === 'noise') continue;
    if (OF_RECORDS.test(entry.type)) counts[entry.type] = (counts[entry.type] ?? 0) + 1;
    else lines.push(line);
  }
  const counted = Object.keys(counts)
    .sort()
    .map((type) => `${String(counts[type]).padStart(6)} ${type}`);
  return `${[...lines, '', ...counted, '', `${entries.length} entries in all, digest ${digest.toString(16)}`].join('\n')}\n`;
}

/** FNV-1a over the whole trace: nothing of it may change unseen. */
function digested(start: number, text: string): number {
  let hash = start ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
