import fc from 'fast-check';
import { expect, test } from 'vitest';

import { stableStringify } from '../../src/lib/json.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import { fromTheStart, toyTimeline } from './toy-engine.ts';

const END = 600_000;

function textOf(state: { readonly world: unknown; readonly history: unknown }): string {
  return stableStringify([state.world, state.history]);
}

test('an instant that is gone to shows what a run from the start shows there, to the byte', () => {
  const timeline = toyTimeline();
  timeline.extend(END, 1e6);
  const reference = toyTimeline();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: END }), { minLength: 1, maxLength: 8 }), (instants) => {
      for (const at of instants) {
        timeline.seek(at);
        reference.seek(0);
        reference.advanceUntil(at, 1e6);
        expect(timeline.present).toEqual(reference.present);
        expect(textOf(timeline)).toBe(textOf(reference));
      }
    }),
    { numRuns: 40 },
  );
});

test('a step that is gone to, forwards or backwards, shows what a run from the start shows there', () => {
  const timeline = toyTimeline({ seed: 7 });
  timeline.extend(END, 1e6);
  const last = timeline.frontier.step;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: last }), { minLength: 1, maxLength: 6 }), (steps) => {
      for (const step of steps) {
        timeline.seekStep(step);
        expect(timeline.present.step).toBe(step);
        expect(textOf(timeline)).toBe(textOf(fromTheStart(7, [], step)));
      }
    }),
    { numRuns: 25 },
  );
});

test('a run in small slices is the run in one piece', () => {
  const whole = toyTimeline();
  whole.advanceUntil(200_000, 1e6);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (budget) => {
      const sliced = toyTimeline();
      let slices = 0;
      while (!sliced.advanceUntil(200_000, budget)) slices += 1;
      expect(slices).toBeGreaterThan(0);
      expect(textOf(sliced)).toBe(textOf(whole));
      expect(sliced.present).toEqual(whole.present);
    }),
    { numRuns: 15 },
  );
});

test('a budget that is used up leaves the present where the run has got to', () => {
  const timeline = toyTimeline();
  expect(timeline.advanceUntil(END, 10)).toBe(false);
  expect(timeline.present.step).toBe(10);
  expect(timeline.advanceUntil(END, 1e6)).toBe(true);
  expect(timeline.present.at).toBe(END);
});

test('nobody goes beyond the frontier, nor before the beginning', () => {
  const timeline = toyTimeline();
  timeline.extend(50_000, 1e6);
  timeline.seek(90_000);
  expect(timeline.present.at).toBe(50_000);
  timeline.seekStep(1e9);
  expect(timeline.present.step).toBe(timeline.frontier.step);
  timeline.seek(-5);
  expect(timeline.present).toEqual({ step: timeline.present.step, at: 0 });
});

test('the entries between two steps are those the steps wrote, and each is found by its number', () => {
  const timeline = toyTimeline();
  timeline.extend(END, 1e6);
  const all = timeline.entriesBetween(0, timeline.frontier.step);
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index));
  expect(all).toHaveLength(timeline.frontierWorld.nextSeq);
  for (const step of [0, 1, 63, 64, 65, 200]) {
    timeline.seekStep(step);
    const before = timeline.world.nextSeq;
    timeline.seekStep(step + 3);
    expect(timeline.entriesBetween(step, step + 3)).toEqual(all.slice(before, timeline.world.nextSeq));
  }
  for (const seq of [0, 5, all.length - 1]) {
    const found = timeline.entry(seq);
    expect(found?.entry).toEqual(all[seq]);
    timeline.seekStep((found?.step ?? 0) - 1);
    expect(timeline.world.nextSeq).toBeLessThanOrEqual(seq);
    timeline.seekStep(found?.step ?? 0);
    expect(timeline.world.nextSeq).toBeGreaterThan(seq);
  }
  expect(timeline.entry(all.length)).toBeNull();
});

test('each step hands its entries to whoever goes through a stretch of them', () => {
  const timeline = toyTimeline();
  timeline.extend(END, 1e6);
  const steps: (readonly TraceEntry[])[] = [];
  timeline.eachStep(100, 300, (entries) => steps.push(entries));
  expect(steps).toHaveLength(200);
  expect(steps.flat()).toEqual(timeline.entriesBetween(100, 300));
});

test('the present holds no checkpoint and no entries', () => {
  const timeline = toyTimeline();
  timeline.extend(END, 1e6);
  timeline.seekStep(64);
  expect(Object.keys(timeline.present).sort()).toEqual(['at', 'step']);
  expect(Object.keys((timeline as unknown as { here: object }).here).sort()).toEqual(['at', 'history', 'world']);
});
