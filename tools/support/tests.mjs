import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from './processes.mjs';
import { tallyOf } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/** @type {(file: string) => import('./tally.mjs').VitestReport | undefined} */
function read(file) {
  try {
    return /** @type {import('./tally.mjs').VitestReport} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Runs the tests of some Vitest projects.
 *
 * @param {readonly string[]} projects names from vitest.config.ts
 * @param {Record<string, string>} [env]
 * @returns {Promise<Tally>}
 */
export async function runTests(projects, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'highwater-tests-'));
  const report = join(folder, 'report.json');
  const chosen = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const { code } = await run('vitest', ['run', ...chosen, ...reporters], { live: true, env });
    return tallyOf(read(report), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
