import { beforeAll, describe, expect, test } from 'vitest';

import { stableStringify } from '../../src/lib/json.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import type { Segment } from '../../src/timeline/segment.ts';
import { DENSE_STEPS, gapAt, isKept, SEGMENT_STEPS, WIDEST_GAP } from '../../src/timeline/thinning.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { toyEngine, toyScenario, toyTimeline } from './toy-engine.ts';

const STEPS = 100_000;

function segmentsOf(timeline: Timeline): readonly Segment[] {
  return (timeline as unknown as { line: { segments: readonly Segment[] } }).line.segments;
}

describe('checkpoints', () => {
  test('are dense near the frontier, then ever sparser, and never further apart than the widest gap', () => {
    expect(gapAt(0)).toBe(SEGMENT_STEPS);
    expect(gapAt(DENSE_STEPS)).toBe(SEGMENT_STEPS);
    let last = SEGMENT_STEPS;
    for (let age = 0; age < 2_000_000; age += 997) {
      const gap = gapAt(age);
      expect(gap).toBeGreaterThanOrEqual(last);
      expect(gap).toBeLessThanOrEqual(WIDEST_GAP);
      last = gap;
    }
    expect(last).toBe(WIDEST_GAP);
  });

  test('that are let go never come back: what is kept at one age was kept at every age before', () => {
    const returned: number[] = [];
    for (let step = 0; step < 20_000; step += SEGMENT_STEPS) {
      let kept = true;
      for (let frontier = step; frontier < step + 400_000; frontier += 4_096) {
        const now = isKept(step, frontier);
        if (now && !kept) returned.push(step);
        kept = now;
      }
    }
    expect(returned).toEqual([]);
  });
});

describe('after a long run', () => {
  let timeline: Timeline;
  const samples: { readonly step: number; readonly text: string; readonly entries: readonly TraceEntry[] }[] = [];

  beforeAll(() => {
    timeline = toyTimeline();
    let world = toyEngine.create(toyScenario, 1);
    while (world.steps < STEPS) {
      const taken = toyEngine.step(world);
      if (taken === null) throw new Error('the run ended');
      world = taken.world;
      if (world.steps % 9_973 === 0)
        samples.push({ step: world.steps, text: stableStringify(world), entries: taken.entries });
    }
    timeline.extend(Number.MAX_SAFE_INTEGER, STEPS);
  });

  test('the number of checkpoints is bounded, and the gaps between them are', () => {
    const segments = segmentsOf(timeline);
    expect(segments[0]?.step).toBe(0);
    expect(segments.length).toBeLessThan(1_300);
    for (let i = 1; i < segments.length; i++) {
      const [before, after] = [segments[i - 1] as Segment, segments[i] as Segment];
      const age = STEPS - before.step;
      // Thinning comes a little late.
      expect(after.step - before.step).toBeLessThanOrEqual(gapAt(age));
      if (age > DENSE_STEPS + 2_048) expect(before.chunk).toBeNull();
    }
    const held = segments.reduce((sum, segment) => sum + (segment.chunk?.ends.length ?? 0), 0);
    expect(held).toBeGreaterThanOrEqual(DENSE_STEPS);
    expect(held).toBeLessThan(DENSE_STEPS + 2_048);
  });

  test('every step can still be gone to, in any order', () => {
    for (const { step, text } of [...samples.slice(5), ...samples.slice(0, 5).reverse()]) {
      timeline.seekStep(step);
      expect(stableStringify(timeline.world)).toBe(text);
    }
  });

  test('entries that were let go are there again when they are asked for', () => {
    for (const { step, entries } of samples) {
      expect(timeline.entriesBetween(step - 1, step)).toEqual(entries);
      const [first] = entries;
      if (first !== undefined) expect(timeline.entry(first.seq)).toEqual({ entry: first, step });
    }
  });

  test('beats far back are found in both directions', () => {
    timeline.seekStep(30_000);
    const next = timeline.nextBeat();
    expect(next).not.toBeNull();
    timeline.seekStep((next?.step ?? 0) + 1);
    expect(timeline.previousBeat()).toEqual(next);
  });

  test('a change far back begins a future there, and the long one is kept', () => {
    timeline.seekStep(20_000);
    const { at } = timeline.present;
    timeline.intervene([{ type: 'crash', node: 'server', kind: 'process' }]);
    timeline.advanceUntil(at + 1_000_000, 1e6);
    const short = timeline.frontier.step;
    expect(timeline.switchTo(0)).toBe(true);
    expect(timeline.frontier.step).toBe(STEPS);
    for (const { step, text } of samples) {
      timeline.seekStep(step);
      expect(stableStringify(timeline.world)).toBe(text);
    }
    expect(timeline.switchTo(1)).toBe(true);
    expect(timeline.frontier.step).toBe(short);
    timeline.undo();
    expect(timeline.present).toEqual({ step: 20_000, at });
  });
});
