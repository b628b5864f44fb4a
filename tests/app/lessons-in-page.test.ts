import { lessons, openings } from 'virtual:lessons';
import { expect, test } from 'vitest';

import { LessonSession } from '../../src/app/session/lesson-session.ts';
import { getReadyFor } from '../../src/app/session/kraft.ts';
import { machinery } from '../../src/app/session/machinery.ts';
import { openingShots } from '../../src/app/session/opening-shot.ts';
import { placedBeats } from '../../src/app/session/stage-script.ts';
import { noProgress } from '../../src/lesson/progress/progress.ts';
import { wallClock } from './support/clock.ts';

test.each(['10-a-broker-dies', '14-from-zookeeper-to-kraft'])(
  'the page plays %s to the end of each step, and the run is where the plan says',
  async (id) => {
    const [lesson, opening] = await Promise.all([lessons[id]?.(), openings[id]?.()]);
    if (lesson === undefined || opening === undefined) throw new Error('the lesson is there');
    await getReadyFor(lesson.scenario);
    expect(openingShots(opening.world)).toBeDefined();
    const { outside } = wallClock();
    const page = { outside, tell: () => undefined, progress: () => noProgress, keep: () => undefined, clock: () => 0 };
    for (let index = 0; index < lesson.steps.length; index++) {
      const session = new LessonSession(lesson, opening.plan, page, index);
      session.open();
      await session.attach(machinery);
      session.send({ type: session.phase === 'predicting' ? 'skip' : 'run' });
      for (let turns = 0; turns < 20; turns++) await Promise.resolve();
      await session.skipToLimit();
      expect(session.phase, session.step.id).toBe(session.step.question === null ? 'explaining' : 'comparing');
      expect(session.main?.run.timeline.present.step, session.step.id).toBe(opening.plan.steps[index]?.end.step);
      session.end();
    }
  },
  // It replays a lesson from its beginning for each of its steps.
  120_000,
);

test.each(['10-a-broker-dies', '14-from-zookeeper-to-kraft'])(
  'the beats of %s stand in the order of time, and every question has its options on the stage',
  async (id) => {
    const [lesson, opening] = await Promise.all([lessons[id]?.(), openings[id]?.()]);
    if (lesson === undefined || opening === undefined) throw new Error('the lesson is there');
    const beats = placedBeats(lesson, opening.plan);
    expect(beats).toHaveLength(lesson.steps.reduce((sum, step) => sum + step.beats.length, 0));
    const steps = beats.map(({ cursor }) => cursor.step);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    const asked = lesson.steps.filter(({ question }) => question !== null).length;
    const votes = beats.flatMap(({ vote }) => vote ?? []);
    expect(votes.filter(({ state }) => state === 'open')).toHaveLength(asked);
    expect(votes.filter(({ state }) => state === 'answered')).toHaveLength(asked);
    // A room votes on options, or picks in rows, never on both.
    for (const { options, table } of votes) expect(options.length > 0).toBe(table === null);
  },
);
