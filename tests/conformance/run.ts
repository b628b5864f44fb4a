import { existsSync, statSync } from 'node:fs';

import { stableStringify } from '../../src/lib/json.ts';
import { readArguments } from '../../src/cli/arguments.ts';
import { play } from './support/play.ts';
import { readFolder, type Vector } from './support/vector.ts';

/*
 * npm run -s vectors -- FOLDER [--json]
 * Plays every file of vectors in a folder and the folders inside it. Exit code 0 when nothing failed, 1 when something did, 2 for a wrong command line.
 */

const USAGE = 'usage: npm run -s vectors -- FOLDER [--json]';

interface Failure {
  readonly file: string;
  readonly id: string;
  readonly kind: string;
  readonly expected: unknown;
  readonly got: unknown;
}

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const line = readArguments(args, [], ['json']);
  if ('problem' in line) return refuse(line.problem, USAGE);
  const [folder, ...rest] = line.words;
  if (folder === undefined || rest.length > 0) return refuse(USAGE);
  if (!existsSync(folder)) return refuse(`folder ${folder} missing`);
  if (!statSync(folder).isDirectory()) return refuse(`${folder} is not a folder`);
  const { files, vectors, broken } = readFolder(folder);
  if (files.length === 0) process.stderr.write(`folder ${folder} without vectors; they are files that end in .json\n`);

  const failures: Failure[] = broken.map(({ file, problem }) => ({
    file,
    id: '-',
    kind: '-',
    expected: 'a file of vectors',
    got: problem,
  }));
  const skipped = new Map<string, { kind: string; why: string; count: number }>();
  let passed = 0;
  for (const vector of vectors) {
    const outcome = play(vector);
    if (outcome.status === 'passed') passed += 1;
    else if (outcome.status === 'failed') failures.push(failureOf(vector, outcome));
    else count(skipped, vector.kind, outcome.why);
  }
  const skips = [...skipped.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const skippedCount = skips.reduce((sum, skip) => sum + skip.count, 0);
  if (line.options['json'] === true) {
    process.stdout.write(
      `${JSON.stringify({ passed, failed: failures.length, skipped: skippedCount, failures, skips }, null, 1)}\n`,
    );
  } else {
    for (const { file, id, kind, expected, got } of failures) {
      process.stdout.write(
        `failed ${file} ${id} (${kind})\n  expected ${stableStringify(expected)}\n  got      ${stableStringify(got)}\n`,
      );
    }
    for (const { kind, count } of skips)
      process.stdout.write(`skipped ${count} of kind ${kind}; prose, covered by tests that name each case\n`);
    process.stdout.write(`${passed} passed, ${failures.length} failed, ${skippedCount} skipped\n`);
  }
  if (files.length === 0) return 2;
  return failures.length === 0 ? 0 : 1;
}

function failureOf(
  { file, id, kind }: Vector,
  { expected, got }: { readonly expected: unknown; readonly got: unknown },
): Failure {
  return { file, id, kind, expected, got };
}

function count(skipped: Map<string, { kind: string; why: string; count: number }>, kind: string, why: string): void {
  const key = `${kind} ${why}`;
  const known = skipped.get(key) ?? { kind, why, count: 0 };
  skipped.set(key, { ...known, count: known.count + 1 });
}

function refuse(...sentences: readonly string[]): number {
  process.stderr.write(`${sentences.join('\n')}\n`);
  return 2;
}
