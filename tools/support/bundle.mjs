import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './root.mjs';

const cache = join(root, 'node_modules', '.highwater');
const sources = ['src', 'lessons', 'tests', 'tools', 'package-lock.json'];
const unusedAfterMs = 60 * 60 * 1000;

/** @type {(path: string) => Generator<string>} path, size and date of each file at or below `path` */
function* stampsOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) yield `${path}:${stat.size}:${stat.mtimeMs}`;
  else for (const name of readdirSync(path).sort()) yield* stampsOf(join(path, name));
}

/** @type {(entry: string) => string} a name that changes when the entry point or any source does */
function keyOf(entry) {
  const hash = createHash('sha256').update(entry);
  for (const source of sources) for (const stamp of stampsOf(join(root, source))) hash.update(stamp);
  return hash.digest('hex').slice(0, 16);
}

/** Folders that no run has asked for lately. A younger one may belong to a run that has not ended. */
function removeUnused() {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat !== undefined && Date.now() - stat.mtimeMs > unusedAfterMs)
      rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Bundles a TypeScript entry point for Node with Vite's own build, unless that was done since the last change.
 *
 * @param {string} entry relative to the repository's folder
 * @returns {Promise<string>} the path of the bundle
 */
export async function bundle(entry) {
  const folder = join(cache, keyOf(entry));
  const file = join(folder, 'main.mjs');
  if (existsSync(file)) {
    utimesSync(folder, new Date(), new Date());
    return file;
  }
  const { build } = await import('vite');
  mkdirSync(cache, { recursive: true });
  removeUnused();
  // Built aside and renamed: two runs at once never see half a bundle.
  const aside = `${folder}.${process.pid}`;
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(root, entry),
      outDir: aside,
      target: 'node20',
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: 'main.mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  try {
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(file)) throw error;
  }
  return file;
}
