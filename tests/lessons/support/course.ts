import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { CourseFiles } from '../../../src/lesson/build/files.ts';
import { readCourse, type Course } from '../../../src/lesson/build/read-course.ts';
import { sayMistakes } from '../../../src/scenario/mistake.ts';

/** The files of a course that stands in a folder. */
export function filesIn(folder: string): CourseFiles {
  return {
    folders: () =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    names: (id) => readdirSync(`${folder}/${id}`),
    read(path) {
      const full = `${folder}/${path}`;
      return existsSync(full) ? readFileSync(full, 'utf8') : null;
    },
  };
}

/** The course's own files. */
export const courseFiles: CourseFiles = filesIn(fileURLToPath(new URL('../../../lessons', import.meta.url)));

/** A course; its mistakes, if there are any, fail the test that asks. */
export function courseOf(files: CourseFiles): Course {
  const { course, mistakes } = readCourse('lessons', files);
  if (course === null) throw new Error(sayMistakes(mistakes));
  return course;
}

/** The course as it stands in the repository. */
export function theCourse(): Course {
  return courseOf(courseFiles);
}
