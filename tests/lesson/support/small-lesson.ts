import type { LessonFiles } from '../../../src/lesson/build/files.ts';
import { readLesson } from '../../../src/lesson/build/read-lesson.ts';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import { sayMistakes, type Mistake } from '../../../src/scenario/mistake.ts';

/** The smallest lesson that has everything: two steps, one of which asks, and a self-check. */
export const smallLesson: LessonFiles = {
  lesson: `# A small lesson

> Why anyone would *read* on.

A story, in one paragraph.

## First things

Five trips are written.

---

They are there.

Each has an offset in the log of its partition, counted from 0.

## Then we read

A reader reads them. See [how they came](#first-things).

---

They are still there.

What has moved is the position of the reader, and nothing else.

## Try this

* Something else.

## To discuss

* And why.
`,
  scenario: `name: small
seed: 1
brokers: 1
topics: [{ name: trips, partitions: 1, replicationFactor: 1 }]
producers:
  - { name: fleet }
`,
  script: `lesson: 2
slides: [S10]
objectives: [say what reading does, say what an offset is, say who keeps it]
ready:
  waits for: { fact: highWatermark, of: [trips-0], is: 0 }
steps:
  - id: write
    prose: First things
    do:
      - send: { producer: fleet, topic: trips, value: 'trip {n}', count: 5 }
    waits for: { fact: highWatermark, of: [trips-0], is: 5 }
    stage:
      - { say: Five trips., ask: Where? }
      - { at: end, say: They are written., ask: By whom? }
  - id: read
    prose: Then we read
    do:
      - addConsumer: { name: billing, topics: trips, config: { auto.offset.reset: earliest } }
    waits for: { fact: printed, of: [billing], is: 5 }
    moments:
      - { name: begun, when: { entry: PositionReset } }
    predict:
      id: q1
      ask: How many are left of \`trips\`?
      answer: count(trips-0)
      wrong: [M01]
      words: { 0: none }
      because: Reading moves a position.
      show me: { entry: RecordsPrinted, which: last }
    stage:
      - { say: A reader. }
      - { at: begun, say: It reads., ask: And now? }
      - { at: end, say: All of them., ask: Why? }
    change one thing:
      say: The reader starts at the end.
      do:
        - send: { producer: fleet, topic: trips, value: more }
      waits for: { fact: printed, of: [billing], is: 6 }
self-check:
  - id: c1
    ask: Where is the first?
    answer: { fact: 'recordsAt(0, trips)', take: count }
    wrong: [M43]
    because: Offsets count from 0.
  - id: c2
    ask: How many does it print again?
    do: [{ crash: billing }, { after: 1s, start: billing }]
    waits for: { fact: position, of: [billing, trips-0], is: 5 }
    answer: { fact: printed(billing), new: true }
    wrong: [M46]
    because: It starts again.
  - id: c3
    ask: Which comes next?
    do: [{ send: { producer: fleet, topic: trips, value: one more } }]
    waits for: { fact: printed, of: [billing], is: 6 }
    answer: { fact: printedRecords(billing), new: true, take: last offset }
    wrong: [M01, M43]
    because: The log goes on at its end.
`,
};

/** Reads a lesson from texts, with its mistakes. */
export function readTexts(files: LessonFiles): {
  readonly lesson: Lesson | null;
  readonly mistakes: readonly Mistake[];
} {
  const mistakes: Mistake[] = [];
  const lesson = readLesson('02-small', 'lessons/02-small', files, mistakes);
  return { lesson, mistakes };
}

/** The small lesson, read. */
export function theSmallLesson(): Lesson {
  const { lesson, mistakes } = readTexts(smallLesson);
  if (lesson === null) throw new Error(sayMistakes(mistakes));
  return lesson;
}
