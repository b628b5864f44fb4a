import { describe, expect, test } from 'vitest';

import { checkPlay } from '../../../src/lesson/build/check-play.ts';
import { readCourse } from '../../../src/lesson/build/read-course.ts';
import { planNow } from '../../../src/lesson/plan/plan-lesson.ts';
import { sayMistakes } from '../../../src/scenario/mistake.ts';
import { straysOf } from '../../lessons/support/strays.ts';
import { SAMPLE, sampleFiles } from '../../lessons/support/sample.ts';

const path = `${SAMPLE}/script.yaml`;

/** The document's own lesson with something else in its script, played once: what is wrong, and what is shown of something else. */
function played(from = '', to = ''): { readonly mistakes: readonly string[]; readonly strays: readonly string[] } {
  const files = sampleFiles();
  const script = files[path] ?? '';
  expect(script).toContain(from);
  const read = (name: string): string | null => (name === path ? script.replace(from, to) : (files[name] ?? null));
  const { course, mistakes } = readCourse('lessons', { folders: () => [SAMPLE], names: () => [], read });
  const [lesson] = course?.lessons ?? [];
  if (lesson === undefined) throw new Error(sayMistakes(mistakes));
  const strays: string[] = [];
  const plan = planNow(lesson, 1, (...asked) => strays.push(...straysOf(...asked)));
  const found = sayMistakes(checkPlay(lesson, plan, path, read(path) ?? ''));
  return { mistakes: found.split('\n').slice(0, -1), strays };
}

describe('what a run shows to be wrong with a lesson', () => {
  test('of a good lesson, nothing', () => {
    expect(played()).toEqual({ mistakes: [], strays: [] });
  });

  test('a question with too few options names the beliefs that give none, and others that would', () => {
    const { mistakes } = played('wrong: [M82, M02]', 'wrong: [M82, M28, M29]');
    expect(mistakes).toEqual([
      expect.stringMatching(
        /^17-a-small-lesson\/script\.yaml:\d+:5 question late has 2 options where 3 are needed with seed 1; the run gives 2; M28, M29 say nothing about it; these would give another answer: .*\bM02\b/,
      ),
    ]);
  });

  test('a belief that gives the right answer is named as such', () => {
    expect(played('wrong: [M82, M02]', 'wrong: [M82, M80]').mistakes.join()).toContain('M80 gives the right answer');
  });

  test('an answer that is null, where the author has no words for it', () => {
    const { mistakes } = played('answer: count(trips-0)', 'answer: copiesAtAck("nothing like it")');
    expect(mistakes).toEqual([
      expect.stringMatching(/copiesAtAck\("nothing like it"\) is null with seed 1; there is no such thing in this run/),
    ]);
  });

  test('a goal that holds before anything is done, and a moment that does not come before it', () => {
    const goal = 'waits for: { fact: printed, of: [billing], is: 10 }';
    expect(played(goal, 'waits for: { fact: highWatermark, of: [trips-0], is: 0 }').mistakes[0]).toMatch(
      /:\d+:5 what step read waits for holds before anything is done with seed 1; wait for what it brings about/,
    );
    expect(played('when: RecordsAppended', 'when: LogTruncated').mistakes).toEqual([
      expect.stringMatching(/moment the trips are there does not come before what step read waits for with seed 1/),
    ]);
  });

  test('a goal that does not come', () => {
    const late = 'waits for: { fact: printed, of: [late], is: 2 }';
    expect(played(late, late.replace('is: 2', 'is: 3')).mistakes).toContainEqual(
      expect.stringMatching(/:\d+:5 what item late waits for does not come with seed 1; see `within`/),
    );
  });

  test('an item of the self-check that shows an entry about another consumer than it asks about', () => {
    const { strays } = played(
      '{ entry: PositionReset, with: { node: late } }',
      '{ entry: RecordsPrinted, with: { node: billing } }',
    );
    expect(strays).toEqual([expect.stringMatching(/^late : entry \d+, RecordsPrinted$/)]);
  });
});
