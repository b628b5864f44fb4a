import { describe, expect, test } from 'vitest';

import { readCourse, type CourseFiles } from '../../../src/lesson/build/read-course.ts';
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
  return { folders: () => ['02-small'], read: (path) => files[path] ?? null };
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
      'lessons/course.yaml:4:3 lesson 2, A small lesson, is not on the map',
    ]);
  });

  test('a file that is missing is a mistake, and the others are read all the same', () => {
    const found = complaintsOf({ '02-small/scenario.yaml': null, 'course.yaml': 'title: Test\n' });
    expect(found).toContain(
      'lessons/02-small/scenario.yaml:1:1 file scenario.yaml missing; a lesson has lesson.md, scenario.yaml, script.yaml',
    );
    expect(found).toContain('lessons/course.yaml:1:1 missing key lessons; a course must have it');
  });
});
