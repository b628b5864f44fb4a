import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { readCourse, type Course, type CourseFiles } from '../../../src/lesson/build/read-course.ts';
import { sayMistakes } from '../../../src/scenario/mistake.ts';

const folder = fileURLToPath(new URL('../../../lessons', import.meta.url));

/** The course's own files. */
export const courseFiles: CourseFiles = {
  folders: () =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name),
  read(path) {
    const full = `${folder}/${path}`;
    return existsSync(full) ? readFileSync(full, 'utf8') : null;
  },
};

/** The course as it stands in the repository; its mistakes, if there are any, fail the test that asks. */
export function theCourse(): Course {
  const { course, mistakes } = readCourse('lessons', courseFiles);
  if (course === null) throw new Error(sayMistakes(mistakes));
  return course;
}
