import { posix } from 'node:path';

import { expect, test } from 'vitest';

import { filesIn, type RepositoryFile } from './support/files.ts';
import { importsOf } from './support/syntax.ts';

/** Each folder of src, and what it may import besides itself: folders of src, and packages. */
const allowed: Readonly<Record<string, { folders: string; packages: RegExp }>> = {
  lib: { folders: '', packages: /^$/ },
  sim: { folders: 'lib', packages: /^xstate(\/graph)?$/ },
  scenario: { folders: 'lib sim', packages: /^(valibot|yaml)$/ },
  timeline: { folders: 'lib sim scenario', packages: /^(xstate|valibot)$/ },
  lesson: {
    folders: 'lib sim scenario timeline',
    packages: /^(xstate|valibot|yaml|unified|vfile|(remark|micromark|mdast|unist).*|virtual:.*)$/,
  },
  lab: { folders: 'lib sim scenario timeline lesson', packages: /^(xstate|valibot|yaml)$/ },
  scene: { folders: 'lib sim scenario timeline lesson lab', packages: /^(d3-[a-z]+|xstate(\/graph)?)$/ },
  view: { folders: 'lib sim scenario timeline lesson lab scene', packages: /^svelte(\/.*)?$/ },
  app: { folders: 'lib sim scenario timeline lesson lab scene view', packages: /^(svelte(\/.*)?|virtual:.*)$/ },
  cli: { folders: 'lib sim scenario timeline lesson', packages: /^(node:.*|valibot|yaml|virtual:.*)$/ },
};

/** Outside src, these may be read: the course, and the version that the recording names. */
const dataBesideSrc = /^(lessons\/|package\.json$)/;

function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
}

function forbiddenImportsOf({ path, text }: RepositoryFile): readonly string[] {
  const folder = folderOf(path);
  const rule = allowed[folder];
  if (rule === undefined) return [`${path} stands in no floor`];
  return importsOf(path, text)
    .filter((name) => {
      if (!name.startsWith('.')) return !rule.packages.test(name);
      const target = posix.join(posix.dirname(path), name.replace(/\?.*$/, ''));
      if (!target.startsWith('src/')) return !dataBesideSrc.test(target);
      return ![folder, ...rule.folders.split(' ')].includes(folderOf(target));
    })
    .map((name) => `${path} imports ${name}`);
}

test('every file imports from its own floor and from floors below, and only the packages of its floor', () => {
  expect(filesIn(['src'], /\.(ts|svelte)$/).flatMap(forbiddenImportsOf)).toEqual([]);
});

test('an import of a floor above is seen, however it is written', () => {
  const forbidden = [
    { path: 'src/lib/a.ts', text: "import { step } from '../sim/kernel.ts';" },
    { path: 'src/sim/log/a.ts', text: "import type { Run } from '../../timeline/run.ts';" },
    { path: 'src/sim/a.ts', text: "const d3 = await import('d3-scale');" },
    { path: 'src/timeline/a.ts', text: "export * from '../lesson/player.ts';" },
    { path: 'src/lesson/a.ts', text: "import { x } from '../lab/console.ts';" },
    { path: 'src/lab/a.ts', text: "import { x } from '../scene/matrix.ts';" },
    { path: 'src/scene/a.ts', text: "import { mount } from 'svelte';" },
    { path: 'src/view/A.svelte', text: '<script lang="ts">\n  import { x } from "../app/session.ts";\n</script>' },
    { path: 'src/app/a.ts', text: "import '../cli/simulate.ts';" },
    { path: 'src/cli/a.ts', text: "import { x } from '../scene/matrix.ts';" },
    { path: 'src/other/a.ts', text: '' },
  ];
  for (const file of forbidden) expect(forbiddenImportsOf(file), file.path).toHaveLength(1);
});

test('an import of the same floor or of one below is let pass', () => {
  const fine = [
    { path: 'src/sim/broker/a.ts', text: "import { at } from '../../lib/vec.ts';\nimport '../network.ts';" },
    { path: 'src/scene/a.ts', text: "import { scaleLinear } from 'd3-scale';\nimport '../sim/world.ts';" },
    { path: 'src/lesson/a.ts', text: "import text from '../../lessons/10/lesson.md?raw';" },
  ];
  for (const file of fine) expect(forbiddenImportsOf(file), file.path).toEqual([]);
});
