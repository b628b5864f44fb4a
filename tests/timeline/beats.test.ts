import { expect, test } from 'vitest';

import { interestOf } from '../../src/sim/trace/interest.ts';
import { toyTimeline } from './toy-engine.ts';

test('next stops at every step with a beat, and previous at the same ones', () => {
  const timeline = toyTimeline();
  timeline.extend(200_000, 1e6);
  const expected: number[] = [];
  let step = 0;
  timeline.eachStep(0, timeline.frontier.step, (entries) => {
    step += 1;
    if (entries.some(({ type }) => interestOf(type) === 'beat')) expected.push(step);
  });
  expect(expected.length).toBeGreaterThan(20);

  const forwards: number[] = [];
  for (let beat = timeline.nextBeat(); beat !== null; beat = timeline.nextBeat()) {
    timeline.seekStep(beat.step);
    expect(timeline.present.at).toBe(beat.at);
    forwards.push(beat.step);
  }
  expect(forwards).toEqual(expected);

  const backwards: number[] = [timeline.present.step];
  for (let beat = timeline.previousBeat(); beat !== null; beat = timeline.previousBeat()) {
    timeline.seekStep(beat.step);
    backwards.push(beat.step);
  }
  expect(backwards.reverse()).toEqual(expected);
});

test('from the middle of a quiet stretch, previous goes to the beat before it', () => {
  const timeline = toyTimeline();
  timeline.extend(200_000, 1e6);
  timeline.seek(100_000);
  const before = timeline.previousBeat();
  const after = timeline.nextBeat();
  if (before === null || after === null) throw new Error('beats on both sides are wanted');
  expect(before.at).toBeLessThanOrEqual(100_000);
  expect(after.at).toBeGreaterThan(100_000);
  timeline.seekStep(before.step);
  timeline.seek(Math.min(after.at - 1, timeline.present.at + 100));
  expect(timeline.previousBeat()).toEqual(before);
});

test('what is interesting can be asked for', () => {
  const timeline = toyTimeline();
  timeline.extend(200_000, 1e6);
  const beat = timeline.nextBeat(({ type }) => type === 'RecordsAppended');
  expect(beat?.entries.map(({ type }) => type)).toContain('RecordsAppended');
});

test('at the frontier there is no next beat until the run goes on', () => {
  const timeline = toyTimeline();
  expect(timeline.nextBeat()).toBeNull();
  expect(timeline.previousBeat()).toBeNull();
  timeline.extend(50_000, 1e6);
  expect(timeline.nextBeat()).not.toBeNull();
});
