import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './root.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, peer?: boolean, devOptional?: boolean }} Package
 * @typedef {Record<string, Package>} Packages packages by their folder, as a lock file names them
 */

/** @type {(file: string) => Packages | undefined} */
function packagesOf(file) {
  if (!existsSync(file)) return undefined;
  try {
    return /** @type {{ packages?: Packages }} */ (JSON.parse(readFileSync(file, 'utf8'))).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether what npm noted as installed is what the lock file asks for. It compares contents, not dates: a checkout
 * touches files without changing them. Packages for other platforms are optional and may be absent.
 *
 * @type {(wanted: Packages, installed: Packages) => boolean}
 */
export function isInstalled(wanted, installed) {
  const folders = Object.entries(wanted).filter(([folder]) => folder !== '');
  const complete = folders.every(([folder, { version, optional }]) => {
    const found = installed[folder];
    return found === undefined ? optional === true : found.version === version;
  });
  return complete && Object.keys(installed).every((folder) => folder in wanted);
}

/** npm's own program when npm runs us, otherwise the one on the path. */
function npmCommand() {
  const npm = process.env['npm_execpath'];
  if (npm !== undefined && /npm-cli\.c?js$/.test(npm)) return { command: process.execPath, first: [npm], shell: false };
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

/**
 * Installs what the lock file asks for, where it is not there yet. Says so on stderr, so that a command whose output
 * is read by a program can call it. Ends the process when the installation fails.
 */
export function ensureInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) fail('package-lock.json missing; it says what to install; check it out again');
  if (installed !== undefined && isInstalled(wanted, installed)) return;

  process.stderr.write('Installing what is missing (npm ci) ...\n');
  const { command, first, shell } = npmCommand();
  // Development packages build and test the page, so they are wanted even where NODE_ENV says production.
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'];
  const { status, error } = spawnSync(command, args, { cwd: root, shell, stdio: ['ignore', 2, 2] });
  if (status !== 0) fail(`npm ci failed${error ? `; ${error.message}` : ''}; is the package registry within reach?`);
}

/** @type {(sentence: string) => never} */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
