import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright-core';

/** What to do where no browser was found. */
export const browserMissing =
  'no Chrome or Chromium found; install one of them (on Debian: apt-get install chromium), or set CHROME_PATH to it';

const linuxNames = [
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chromium',
  'chromium-browser',
  'google-chrome-beta',
  'microsoft-edge-stable',
];
const linuxPlaces = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/usr/lib/chromium'];
const macPlaces = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const windowsPlaces = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Where Chrome and Chromium are usually found, the likeliest first.
 *
 * @param {NodeJS.Platform} platform
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string[]}
 */
export function usualPlaces(platform, env) {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env['HOME'] ?? '', 'Applications')];
    return folders.flatMap((folder) => macPlaces.map((place) => `${folder}/${place}`));
  }
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return folders.flatMap((folder) => (folder ? windowsPlaces.map((place) => `${folder}\\${place}`) : []));
  }
  const folders = [...new Set([...(env['PATH'] ?? '').split(delimiter), ...linuxPlaces])];
  return linuxNames.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

/** @type {(path: string) => boolean} whether there is a program at `path` that says which version it is */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  // On Windows --version opens a window. Elsewhere it tells a browser from a stub that asks for a snap package.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/** @type {() => string | undefined} */
function playwrightsOwn() {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/**
 * A browser for the end-to-end tests: CHROME_PATH, the usual places, playwright's own, in this order.
 *
 * @returns {string | undefined} its path, or undefined where none of them runs
 */
export function findBrowser() {
  const named = process.env['CHROME_PATH'];
  const candidates = [named, ...usualPlaces(process.platform, process.env), playwrightsOwn()];
  const found = candidates.find((path) => path !== undefined && path !== '' && runs(path));
  if (named && found !== named)
    process.stderr.write(`CHROME_PATH is ${named}; no browser runs there; looking elsewhere\n`);
  return found;
}

/** @type {() => boolean} */
function isRootOnDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * A browser as {@link findBrowser} finds it; where there is none and we are root on Debian, Debian's Chromium is
 * installed.
 *
 * @returns {string | undefined}
 */
export function findOrInstallBrowser() {
  const found = findBrowser();
  if (found !== undefined || !isRootOnDebian()) return found;
  process.stdout.write('No browser found; installing chromium (apt-get) ...\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 2, 2] });
  }
  return findBrowser();
}
