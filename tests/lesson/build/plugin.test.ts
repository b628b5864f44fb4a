import { build, type Rolldown } from 'vite';
import { describe, expect, test } from 'vitest';

import { lessonsPlugin } from '../../../src/lesson/build/plugin.ts';
import type { CourseFiles } from '../../../src/lesson/build/files.ts';
import { SAMPLE, sampleFiles } from '../../lessons/support/sample.ts';
import { smallLesson } from '../support/small-lesson.ts';

const course = 'title: Test\nworld: A world.\nlessons:\n  - { number: 2, title: A small lesson, line: It is there. }\n';

function filesWith(script: string): CourseFiles {
  const files: { readonly [path: string]: string } = {
    'course.yaml': course,
    '02-small/lesson.md': smallLesson.lesson,
    '02-small/scenario.yaml': smallLesson.scenario,
    '02-small/script.yaml': script,
  };
  return { folders: () => ['02-small'], names: () => [], read: (path) => files[path] ?? null };
}

/** The document's own lesson, with something else in its script. */
function sampleWith(from = '', to = ''): CourseFiles {
  const files = sampleFiles();
  return {
    folders: () => [SAMPLE],
    names: () => [],
    read: (path) => (path.endsWith('script.yaml') ? files[path]?.replace(from, to) : files[path]) ?? null,
  };
}

/** Builds a page that asks for the course and for its one lesson. */
async function built(files: CourseFiles): Promise<readonly Rolldown.OutputChunk[]> {
  const entry = `import { course, lessons } from 'virtual:lessons'; console.log(course); void lessons['${SAMPLE}']().then(console.log);`;
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, rolldownOptions: { input: 'virtual:entry' } },
    plugins: [
      lessonsPlugin({ root: 'lessons', files, watched: () => [] }),
      {
        name: 'entry',
        resolveId: (id) => (id === 'virtual:entry' ? id : null),
        load: (id) => (id === 'virtual:entry' ? entry : null),
      },
    ],
  });
  return (result as Rolldown.RolldownOutput).output.filter((one) => one.type === 'chunk');
}

describe('the lessons of a build', () => {
  test('a lesson comes in a file of its own, so that the first load has the map alone', async () => {
    const chunks = await built(sampleWith());
    const holding = chunks.filter(({ code }) => code.includes('All ten are still there. Reading has moved'));
    expect(holding.map(({ isDynamicEntry }) => isDynamicEntry)).toEqual([true]);
    expect(chunks.find(({ isEntry }) => isEntry)?.code).toContain('A small lesson');
  });

  test('a mistake stops the build, with all of them listed', async () => {
    const broken = smallLesson.script
      .replace('wrong: [M01]\n      words', 'wrong: [M1]\n      words')
      .replace('at: begun', 'at: begins');
    await expect(built(filesWith(broken))).rejects.toThrow(
      /lessons\/02-small\/script\.yaml:26:15 unknown misconception M1; did you mean M01\?\n.*script\.yaml:32:15 unknown moment begins; known: start, begun, end\n2 mistakes/,
    );
  });

  test('a lesson that reads well and cannot be played stops it too, with the beliefs that give no option', async () => {
    await expect(built(sampleWith('wrong: [M01]', 'wrong: [M57]'))).rejects.toThrow(
      /lessons\/17-a-small-lesson\/script\.yaml:\d+:7 question p1 has 1 option where 2 are needed with seed 1; the run gives 10; M57 says nothing about it; these would give another answer: M01.*\n1 mistake/,
    );
  });

  test('mistakes come without a trace of our own code', async () => {
    const error = await built(filesWith('lesson: 2\n')).catch((one: unknown) => one);
    expect((error as Error).stack).toMatch(/^lessons not built\n[^]*mistakes?$/);
    expect((error as Error).stack).not.toMatch(/\n\s+at /);
  });
});
