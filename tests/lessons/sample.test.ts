import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { courseOf, filesIn } from './support/course.ts';
import { playLesson } from './support/play-lesson.ts';
import { SAMPLE, writeSample } from './support/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'highwater-sample-'));
writeSample(folder);
const files = filesIn(folder);
const { lessons } = courseOf(files);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the lesson that the document shows is one as it stands there', () => {
  expect(lessons.map(({ id, selfCheck }) => [id, selfCheck.length])).toEqual([[SAMPLE, 3]]);
});

// It is played like every folder of lessons/.
for (const lesson of lessons) playLesson(lesson, files);
