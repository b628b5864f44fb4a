import { describe, expect, test } from 'vitest';

import type { CourseFiles } from '../../../src/lesson/build/files.ts';
import { readCourse } from '../../../src/lesson/build/read-course.ts';
import { smallLesson } from '../support/small-lesson.ts';

const course = `title: Test
world: A world.
lessons:
  - { number: 1, title: First, line: To come. }
  - { number: 2, title: A small lesson, line: It is there. }
`;

function filesWith(changes: { readonly [path: string]: string | null }): CourseFiles {
  const files: { readonly [path: string]: string | null } = {
    'course.yaml': course,
    '02-small/lesson.md': smallLesson.lesson,
    '02-small/scenario.yaml': smallLesson.scenario,
    '02-small/script.yaml': smallLesson.script,
    ...changes,
  };
  const paths = Object.keys(files).filter((path) => path.includes('/'));
  const folders = [...new Set(paths.map((path) => path.split('/')[0] ?? ''))].sort();
  const names = (folder: string): readonly string[] =>
    paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  return { folders: () => folders, names, read: (path) => files[path] ?? null };
}

function complaintsOf(changes: { readonly [path: string]: string | null }): readonly string[] {
  const { course: read, mistakes } = readCourse('lessons', filesWith(changes));
  expect(read).toBeNull();
  return mistakes.map(
    ({ file, line, column, message, hint }) => `${file}:${line}:${column} ${message}${hint === '' ? '' : `; ${hint}`}`,
  );
}

describe('the course map', () => {
  test('a lesson is available when its folder is there, and to come when it is not', () => {
    const map = readCourse('lessons', filesWith({})).course?.map;
    expect(map?.lessons.map(({ number, available }) => [number, available?.id ?? null])).toEqual([
      [1, null],
      [2, '02-small'],
    ]);
    expect(map?.lessons[1]?.available?.steps).toEqual(['write', 'read']);
    expect(map?.lessons[1]?.slides).toEqual(['S10']);
  });

  test('a title that differs from that of the lesson is a mistake', () => {
    expect(complaintsOf({ 'course.yaml': course.replace('A small lesson', 'A small lessen') })).toEqual([
      'lessons/course.yaml:5:25 title A small lessen differs from that of 02-small/lesson.md; A small lesson',
    ]);
  });

  test('a lesson that is not on the map is a mistake', () => {
    expect(complaintsOf({ 'course.yaml': course.replace('number: 2', 'number: 3') })).toEqual([
      'lessons/course.yaml:4:3 lesson 2, A small lesson, is not on the map; it is in the folder 02-small; add - { number: 2, title: ..., line: ... }, or give the folder the number of another one',
    ]);
  });

  test('a file that is missing is a mistake, and the others are read all the same', () => {
    const found = complaintsOf({ '02-small/scenario.yaml': null, 'course.yaml': 'title: Test\n' });
    expect(found).toContain(
      'lessons/02-small/scenario.yaml:1:1 file scenario.yaml missing; a lesson has lesson.md, scenario.yaml, script.yaml',
    );
    expect(found).toContain('lessons/course.yaml:1:1 missing key lessons; a course must have it');
  });

  test('slides of a lesson that is there are a mistake, since it has its own', () => {
    const map = course.replace('A small lesson, line', 'A small lesson, slides: [S10], line');
    expect(complaintsOf({ 'course.yaml': map })).toEqual([
      'lessons/course.yaml:5:41 slides of a lesson that is there; they stand in 02-small/script.yaml; leave them out here',
    ]);
  });

  test('the title is held against a lesson that has mistakes too, so that all are told at once', () => {
    const script = smallLesson.script.replace('slides: [S10]', 'slides: [S27]');
    const found = complaintsOf({ '02-small/script.yaml': script, 'course.yaml': course.replace('A small', 'A big') });
    expect(found).toEqual([
      'lessons/02-small/script.yaml:2:10 unknown slide S27; slides are S1 to S26',
      'lessons/course.yaml:5:25 title A big lesson differs from that of 02-small/lesson.md; A small lesson',
    ]);
  });
});

describe('the folder of a lesson', () => {
  /** The small lesson in another folder. */
  function moved(folder: string): { readonly [path: string]: string | null } {
    const names = ['lesson.md', 'scenario.yaml', 'script.yaml'] as const;
    const texts = [smallLesson.lesson, smallLesson.scenario, smallLesson.script];
    return Object.fromEntries(names.map((name, index) => [`${folder}/${name}`, texts[index] ?? null]));
  }

  test('has the number of its lesson, and the mistake is in the lesson, not on the map', () => {
    const found = complaintsOf({ ...moved('01-h'), 'course.yaml': course.replace('First', 'A small lesson') });
    expect(found).toEqual([
      'lessons/01-h/script.yaml:1:9 lesson 2 in the folder 01-h, whose number is 1; write lesson: 1, or call the folder 02-...',
    ]);
  });

  test('begins with a number, which no other has', () => {
    expect(complaintsOf(moved('small'))).toEqual([
      'lessons/small:1:1 folder small has no name of a lesson; that is its number on the map and a few words; as 10-a-broker-dies: lower-case letters, digits and hyphens',
    ]);
    expect(complaintsOf(moved('02-tiny'))).toEqual([
      'lessons/02-tiny:1:1 folder 02-tiny has the number of 02-small; each lesson has a number of its own',
    ]);
  });

  test('has no file that nothing reads, but what begins with a dot', () => {
    expect(complaintsOf({ '02-small/notes.txt': '', '02-small/lessn.md': '', '02-small/.hidden': '' })).toEqual([
      'lessons/02-small/notes.txt:1:1 unknown file notes.txt; nothing reads it; known: lesson.md, scenario.yaml, script.yaml, twin.yaml',
      'lessons/02-small/lessn.md:1:1 unknown file lessn.md; nothing reads it; did you mean lesson.md?',
    ]);
  });
});
