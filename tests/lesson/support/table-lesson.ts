import type { LessonFiles } from '../../../src/lesson/build/files.ts';
import type { Lesson } from '../../../src/lesson/lesson.ts';
import { sayMistakes } from '../../../src/scenario/mistake.ts';
import { readTexts } from './small-lesson.ts';

const item = (id: string): string => `  - id: ${id}
    ask: How many?
    answer: count(trips-0)
    wrong: [M01, M43]
    because: So it is.
`;

/** A lesson of one step that asks for a pick in each of two rows. */
export const tableLesson: LessonFiles = {
  lesson: `# A table

> Why anyone would read on.

A story, in one paragraph.

## Who leads

Broker 1 is about to die.

---

Broker 2 leads both, since it is the only replica that is left of each.

## Try this

* Something else.

## To discuss

* And why.
`,
  scenario: `name: table
seed: 1
brokers: 2
topics: [{ name: trips, assignment: [[1, 2], [2, 1]] }]
producers:
  - { name: fleet }
`,
  script: `lesson: 2
slides: [S10]
objectives: [say who leads, say who does not, say why]
ready:
  waits for:
    - { entry: FetchParked, with: { broker: 1 } }
    - { entry: FetchParked, with: { broker: 2 } }
steps:
  - id: dies
    prose: Who leads
    do:
      - after: 5s
        crash: 1
    waits for: { entry: LeaderStarted, with: { partition: trips-0, broker: 2 } }
    predict:
      id: who
      ask: Who leads each of the two?
      rows: [trips-0, trips-1]
      see:
        leader: leader({row})
        replicas: replicas({row})
      choices: [1, 2, -1]
      answer: leader({row})
      wrong: [M53, M108]
      option: broker {n}
      words: { -1: nobody }
      because: The first live replica leads.
      show me: { entry: LeaderElected, with: { partition: '{row}' } }
    stage:
      - { say: Broker 1 dies. }
      - { at: end, say: Broker 2 leads., ask: Why? }
    change one thing:
      say: Nobody else has a copy.
      do:
        - reassignPartitions: { partition: trips-0, replicas: [1] }
      waits for: { entry: PartitionOffline }
self-check:
${['c1', 'c2', 'c3'].map(item).join('')}`,
};

/** The lesson with the table, read. */
export function theTableLesson(): Lesson {
  const { lesson, mistakes } = readTexts(tableLesson);
  if (lesson === null) throw new Error(sayMistakes(mistakes));
  return lesson;
}
