import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { bundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

/** The folder in which the user typed the command: npm changes to the repository's before it runs a script. */
function callersFolder() {
  const byNpm = ['simulate', 'vectors', 'bench', 'swarm'].includes(process.env['npm_lifecycle_event'] ?? '');
  return byNpm ? (process.env['INIT_CWD'] ?? process.cwd()) : process.cwd();
}

/**
 * Runs a TypeScript entry point in Node: its arguments and its exit code are passed through, and nothing else is
 * printed on stdout, so that its output can be read by a program.
 *
 * @param {string} entry relative to the repository's folder
 * @param {readonly string[]} [nodeOptions]
 * @returns {Promise<void>}
 */
export async function runEntry(entry, nodeOptions = []) {
  if (!existsSync(join(root, entry))) {
    process.stderr.write(`${entry} missing; this command runs it; check it out again\n`);
    process.exitCode = 2;
    return;
  }
  ensureInstalled();
  const file = await bundle(entry);
  const before = new URL('./broken-pipe.mjs', import.meta.url).href;
  const args = ['--enable-source-maps', ...nodeOptions, '--import', before, file, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: callersFolder(), stdio: 'inherit' });
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
