import { lessons, openings } from 'virtual:lessons';
import { describe, expect, test } from 'vitest';

import { placedBeats } from '../../src/app/session/stage-script.ts';
import { plain } from '../../src/lesson/prose.ts';
import { isTable } from '../../src/lesson/plan/plan.ts';

describe.each(Object.keys(lessons))('on the stage of %s', (id) => {
  const both = Promise.all([lessons[id]?.(), openings[id]?.()]);

  test('every vote is on the question of its own step, in its words and with its options, and nothing else is asked there', async () => {
    const [lesson, opening] = await both;
    if (lesson === undefined || opening === undefined) throw new Error('the lesson is there');
    const { plan } = opening;
    const beats = placedBeats(lesson, plan);
    const voted = beats.filter(({ vote }) => vote?.state === 'open');
    expect(voted.map(({ stepId }) => stepId)).toEqual(
      lesson.steps.filter(({ question }) => question !== null).map((step) => step.id),
    );
    for (const { step, vote, discuss, stepId } of beats) {
      const asked = lesson.steps[step]?.question ?? null;
      const computed = plan.steps[step]?.question ?? null;
      expect(vote === null, stepId).toBe(asked === null);
      if (vote === null || asked === null || computed === null) {
        expect(discuss.length, stepId).toBeGreaterThan(0);
        continue;
      }
      expect(plain(vote.ask), stepId).toBe(plain(asked.ask));
      expect(discuss.length === 0, stepId).toBe(vote.state === 'open');
      if (isTable(computed)) continue;
      expect(vote.options, stepId).toEqual(computed.options.map(({ text }) => text));
      expect(vote.right, stepId).toBe(computed.right);
      // Each wrong option has its belief, by its own letter; the right one has none.
      expect(vote.reasons.map(({ option }) => option)).toEqual(
        ['A', 'B', 'C', 'D'].slice(0, computed.options.length).filter((_, at) => at !== computed.right),
      );
    }
  });

  test('the run answers at the end of a step, and nowhere before', async () => {
    const [lesson, opening] = await both;
    if (lesson === undefined || opening === undefined) throw new Error('the lesson is there');
    const beats = placedBeats(lesson, opening.plan);
    for (const [at, { vote, step }] of beats.entries())
      if (vote?.state === 'answered') expect(beats[at + 1]?.step ?? -1).not.toBe(step);
  });
});
