import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';

import { root } from './root.mjs';

/**
 * @typedef {{ code: number, output: string }} Ended how a process ended, and what it wrote to stdout and stderr
 */

/** Programs of installed packages, run by this Node itself: no shell and no shim, so the same on Windows. */
export const programs = {
  tsc: 'typescript/bin/tsc',
  svelteCheck: 'svelte-check/bin/svelte-check',
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
};

/**
 * Runs one program of an installed package in the repository's folder.
 *
 * @param {keyof typeof programs} program
 * @param {readonly string[]} args
 * @param {{ live?: boolean, yields?: boolean, env?: Record<string, string> }} [options] `live` shows the output while it comes; `yields`
 *   lets others have the processor first
 * @returns {Promise<Ended>}
 */
export function run(program, args, { live = false, yields = false, env = {} } = {}) {
  const script = join(root, 'node_modules', programs[program]);
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (yields) lower(child.pid);
  return new Promise((resolve) => {
    let output = '';
    /** @type {(chunk: Buffer) => void} */
    const take = (chunk) => {
      output += chunk.toString();
      if (live) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      resolve({ code: 1, output: `${output}${error.message}\n` });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/** @type {(pid: number | undefined) => void} */
function lower(pid) {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it: then it runs like any other.
  }
}
