import { describe, expect, test } from 'vitest';

import { courseFiles, theCourse } from './course.ts';
import { playLesson } from './play-lesson.ts';

/** Test files that share the lessons out, so that they are played side by side: `played/1-of-4.test.ts` and so on. */
export const SHARDS = 4;

/** The names of the lessons' folders that a file plays, by their order. @param shard from 1 */
export function shareOf(shard: number, folders: readonly string[] = courseFiles.folders()): readonly string[] {
  return folders.filter((_, index) => index % SHARDS === shard - 1);
}

/** Plays the lessons of a share. */
export function playShare(shard: number): void {
  const mine = shareOf(shard);
  const lessons = theCourse().lessons.filter(({ id }) => mine.includes(id));
  describe(`lessons ${shard} of ${SHARDS}`, () => {
    test('each folder of this share is a lesson', () => {
      expect(lessons.map(({ id }) => id)).toEqual(mine);
    });
    for (const lesson of lessons) playLesson(lesson, courseFiles);
  });
}
