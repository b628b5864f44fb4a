import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { normalizePath, transformWithOxc, type Plugin } from 'vite';

import { filesUnder } from './files-under.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src');
/** The floors without components, and without imports that only Vite understands. */
const floors = ['lib', 'sim', 'scenario', 'timeline', 'lesson', 'scene'];
const cache = join(root, 'node_modules', '.highwater-native');
/** What compiles them is part of the name: another compiler begins anew. */
const compilers = ['tools/native.ts', 'package-lock.json'].map((file) => readFileSync(join(root, file)));
const compiled = join(cache, createHash('sha256').update(Buffer.concat(compilers)).digest('hex').slice(0, 16));

/** Once for all projects of a run. */
let ready: Promise<void> | undefined;

/**
 * Lets tests run these floors as modules of Node itself. Vite's module runner reads every import through a getter and is asked for
 * every module of every worker: the simulation took a fifth longer in it, and many a test was loaded longer than it ran. For runs
 * that end: what changes after their beginning is not seen.
 */
export function native(): Plugin {
  return {
    name: 'highwater:native',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.startsWith('.') || !id.endsWith('.ts') || importer === undefined) return null;
      const file = resolve(dirname(importer), id);
      if (!isNative(file) || !existsSync(file)) return null;
      await (ready ??= compileAll());
      return normalizePath(compiledOf(file));
    },
  };
}

function isNative(file: string): boolean {
  const [floor, ...inside] = relative(source, file).split(sep);
  return floor !== undefined && floors.includes(floor) && inside.length > 0;
}

function compiledOf(file: string): string {
  return join(compiled, relative(source, file)).replace(/\.ts$/, '.js');
}

/** Compiles what has changed since the last time. What has no source any more goes: nothing may import it from there. */
async function compileAll(): Promise<void> {
  const files = floors.flatMap((floor) => filesUnder(join(source, floor))).filter((file) => /(?<!\.d)\.ts$/.test(file));
  await Promise.all(files.filter((file) => dateOf(compiledOf(file)) !== dateOf(file)).map(compile));
  const wanted = new Set(files.map(compiledOf));
  for (const file of filesUnder(compiled)) if (file.endsWith('.js') && !wanted.has(file)) rmSync(file, { force: true });
  for (const name of readdirSync(cache))
    if (join(cache, name) !== compiled) rmSync(join(cache, name), { recursive: true, force: true });
}

async function compile(file: string): Promise<void> {
  const { mtime } = statSync(file);
  const { code, map } = await transformWithOxc(readFileSync(file, 'utf8'), file, {
    target: 'node20',
    sourcemap: true,
    tsconfig: false,
    typescript: { onlyRemoveTypeImports: true, rewriteImportExtensions: 'rewrite' },
  });
  const inline = Buffer.from(JSON.stringify(map)).toString('base64');
  const to = compiledOf(file);
  mkdirSync(dirname(to), { recursive: true });
  // Written aside and renamed: two runs at once never see half a module.
  const aside = `${to}.${process.pid}`;
  writeFileSync(aside, `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`);
  utimesSync(aside, mtime, mtime);
  renameSync(aside, to);
}

function dateOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtime.getTime();
}
