import type { LessonFiles } from '../../../src/lesson/build/files.ts';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import { sayMistakes } from '../../../src/scenario/mistake.ts';
import { readTexts, smallLesson } from './small-lesson.ts';

const twin = `twin:
  here: with ten
  there: with five
  ready: { waits for: { fact: highWatermark, of: [trips-0], is: 0 } }
`;

const told = `    twin:
      say: Half of them, elsewhere.
      do:
        - send: { producer: fleet, topic: trips, value: there, count: 5 }
        - addConsumer: { name: billing, topics: trips, config: { auto.offset.reset: earliest } }
      waits for: { fact: printed, of: [billing], is: 5 }
`;

/** The small lesson with ten trips, whose second step is told on another cluster too, with five. */
export const twinLesson: LessonFiles = {
  ...smallLesson,
  script: smallLesson.script
    .replace('count: 5', 'count: 10')
    .replaceAll('is: 5 }', 'is: 10 }')
    .replaceAll('[billing], is: 6 }', '[billing], is: 11 }')
    .replace('steps:\n', `${twin}steps:\n`)
    .replace('self-check:\n', `${told}self-check:\n`),
  twin: `brokers: 1
topics: [{ name: trips, partitions: 1, replicationFactor: 1 }]
producers:
  - { name: fleet }
`,
};

/** The lesson with the twin, read. */
export function theTwinLesson(): Lesson {
  const { lesson, mistakes } = readTexts(twinLesson);
  if (lesson === null) throw new Error(sayMistakes(mistakes));
  return lesson;
}
