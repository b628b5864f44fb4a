import { describe, expect, test } from 'vitest';

import { newPlayer, picksOf } from '../../src/lesson/player/player.ts';
import { screenOf } from '../../src/lesson/player/screen.ts';
import { isSound, planNow } from '../../src/lesson/plan/plan-lesson.ts';
import { sayMistakes } from '../../src/scenario/mistake.ts';
import { readTexts, smallLesson } from './support/small-lesson.ts';
import { theTwinLesson, twinLesson } from './support/twin-lesson.ts';

const lesson = theTwinLesson();
const plan = planNow(lesson, 1);

describe('a lesson with a twin', () => {
  test('tells a step on another cluster too, from where the step before ended there', () => {
    const [first, second] = plan.steps;
    expect(first?.twin).toBeNull();
    expect(second?.twin).toMatchObject({ reached: true, answer: '5' });
    const question = second?.question;
    expect(question == null || 'rows' in question ? null : question.options[question.right]?.text).toBe('10');
    expect(second?.twin?.start.at).not.toBe(second?.start.at);
    expect(second?.twin?.interventions.map(({ intervention }) => intervention.type)).toEqual(['send', 'addConsumer']);
    expect(plan.steps.every(({ goalAfter }) => goalAfter)).toBe(true);
  });

  test('is not sound where the step is not reached there', () => {
    const steps = lesson.steps.map((step) =>
      step.twin === null ? step : { ...step, twin: { ...step.twin, goal: { ...step.twin.goal, within: 1 } } },
    );
    const stuck = planNow({ ...lesson, steps }, 1);
    expect(stuck.steps[1]?.twin?.reached).toBe(false);
    expect(isSound(stuck)).toBe(false);
  });

  test('shows both answers once the step is explained, and not before', () => {
    const player = newPlayer(lesson.steps.map(picksOf), 1);
    expect(screenOf(lesson, plan, player).twin).toBeNull();
    const explained = { ...player, value: 'explaining' as const };
    expect(screenOf(lesson, plan, explained).twin).toMatchObject({
      here: 'with ten',
      there: 'with five',
      answerHere: '10',
      answer: '5',
    });
  });

  test('has another content when its twin changes', () => {
    const other = readTexts({ ...twinLesson, twin: `${twinLesson.twin ?? ''}# more\n` }).lesson;
    expect(other?.hash).not.toBe(lesson.hash);
  });
});

describe('what is wrong with a twin', () => {
  function mistakesOf(changes: Partial<typeof twinLesson>): string {
    return sayMistakes(readTexts({ ...twinLesson, ...changes }).mistakes);
  }

  test('the script and the file belong together', () => {
    expect(mistakesOf({ twin: undefined })).toContain('twin without twin.yaml');
    expect(sayMistakes(readTexts({ ...smallLesson, twin: twinLesson.twin }).mistakes)).toContain('missing key twin');
  });

  test('a step without a twin of the lesson, and a twin without a step', () => {
    expect(mistakesOf({ script: twinLesson.script.replace(/^twin:[^]*?(?=^steps:)/m, ''), twin: undefined })).toContain(
      'twin of a step; the lesson has none',
    );
    expect(mistakesOf({ script: twinLesson.script.replace(/ {4}twin:[^]*?(?=self-check:)/, '') })).toContain(
      'twin without a step',
    );
  });

  test('what is done and waited for must fit the other cluster', () => {
    expect(
      mistakesOf({
        script: twinLesson.script.replace(
          'producer: fleet, topic: trips, value: there',
          'producer: flet, topic: trips, value: there',
        ),
      }),
    ).toContain('unknown node flet');
    expect(mistakesOf({ script: twinLesson.script.replace('of: [billing], is: 5', 'of: [biling], is: 5') })).toContain(
      'biling',
    );
  });
});
