import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { stableStringify } from '../../src/lib/json.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { MOST_TIPS } from '../../src/timeline/branches.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { fromTheStart, toyTimeline } from './toy-engine.ts';

const crash: Intervention = { type: 'crash', node: 'server', kind: 'process' };
const start: Intervention = { type: 'start', node: 'server' };
const freeze: Intervention = { type: 'freeze', node: 'server' };
const thaw: Intervention = { type: 'thaw', node: 'server' };
const cut: Intervention = { type: 'cutLink', from: 'caller', to: 'server' };
const heal: Intervention = { type: 'healLink', from: 'caller', to: 'server' };

/** What stands at the present is what its own interventions lead to from the very beginning. */
function expectTrue(timeline: Timeline): void {
  const { interventions, seed } = timeline.recording();
  const again = fromTheStart(seed, interventions, timeline.present.step);
  expect(stableStringify([timeline.world, timeline.history])).toBe(stableStringify([again.world, again.history]));
}

describe('a change in the past', () => {
  test('begins another future, and the one that had been is kept', () => {
    const timeline = toyTimeline();
    timeline.advanceUntil(400_000, 1e6);
    const before = stableStringify(timeline.world);
    timeline.seek(100_000);
    timeline.intervene([crash]);
    expect(timeline.frontier.at).toBe(100_000);
    timeline.advanceUntil(400_000, 1e6);
    expect(stableStringify(timeline.world)).not.toBe(before);
    expect(timeline.tips.map(({ changes, current }) => [changes.length, current])).toEqual([
      [0, false],
      [1, true],
    ]);
    const [root] = timeline.tips;
    expect(timeline.switchTo(root?.id ?? -1)).toBe(true);
    expect(timeline.present.at).toBe(400_000);
    expect(stableStringify(timeline.world)).toBe(before);
  });

  test('is named by what was changed and when', () => {
    const timeline = toyTimeline();
    timeline.advanceUntil(100_500, 1e6);
    timeline.intervene([cut, heal]);
    const tip = timeline.tips.find(({ current }) => current);
    expect(tip?.changes).toEqual([cut, heal]);
    expect(tip?.forkAt).toBe(100_500);
  });

  test('can be made between two steps of one instant', () => {
    const timeline = toyTimeline();
    timeline.extend(400_000, 1e6);
    let step = 1;
    for (let previous = -1; ; step++) {
      timeline.seekStep(step);
      if (timeline.world.now === previous) break;
      previous = timeline.world.now;
    }
    timeline.seekStep(step - 1);
    const { at } = timeline.present;
    const agenda = timeline.world.agenda?.item.at;
    expect(agenda).toBe(at);
    timeline.intervene([freeze]);
    expect(timeline.present).toEqual({ step, at });
    expectTrue(timeline);
    timeline.advanceUntil(300_000, 1e6);
    expectTrue(timeline);
  });

  test('at the frontier leaves no empty future behind', () => {
    const timeline = toyTimeline();
    timeline.advanceUntil(50_000, 1e6);
    timeline.intervene([crash]);
    timeline.advanceUntil(80_000, 1e6);
    timeline.intervene([start]);
    expect(timeline.tips).toHaveLength(1);
  });

  test('changes what lies ahead, and whoever kept something of it can tell', () => {
    const timeline = toyTimeline();
    const { version } = timeline;
    timeline.advanceUntil(50_000, 1e6);
    expect(timeline.version).toBe(version);
    timeline.intervene([crash]);
    expect(timeline.version).not.toBe(version);
  });
});

describe('undo', () => {
  test('takes the last change back, and brings back the future that had been', () => {
    const timeline = toyTimeline();
    timeline.advanceUntil(300_000, 1e6);
    const future = stableStringify(timeline.world);
    timeline.seek(120_000);
    const then = stableStringify(timeline.world);
    timeline.intervene([crash]);
    timeline.advanceUntil(200_000, 1e6);
    expect(timeline.undo()).toEqual({ changes: [crash], leftOut: [], at: 120_000 });
    expect(timeline.present.at).toBe(120_000);
    expect(stableStringify(timeline.world)).toBe(then);
    expect(timeline.frontier.at).toBe(300_000);
    timeline.seek(300_000);
    expect(stableStringify(timeline.world)).toBe(future);
  });

  test('goes back change by change, and there is nothing to undo at the end', () => {
    const timeline = toyTimeline();
    for (const [at, intervention] of [
      [10_000, cut],
      [20_000, heal],
      [30_000, crash],
    ] as const) {
      timeline.advanceUntil(at, 1e6);
      timeline.intervene([intervention]);
    }
    expect(timeline.undo()?.changes).toEqual([crash]);
    expect(timeline.undoable?.changes).toEqual([heal]);
    expect(timeline.undo()?.changes).toEqual([heal]);
    expect(timeline.undo()?.changes).toEqual([cut]);
    expect(timeline.undoable).toBeNull();
    expect(timeline.undo()).toBeNull();
    expect(timeline.recording().interventions).toEqual([]);
  });

  test('can itself be taken back', () => {
    const timeline = toyTimeline();
    timeline.advanceUntil(60_000, 1e6);
    timeline.intervene([crash]);
    timeline.advanceUntil(90_000, 1e6);
    const changed = stableStringify(timeline.world);
    timeline.undo();
    expect(timeline.redo()).toBe(true);
    timeline.seek(90_000);
    expect(stableStringify(timeline.world)).toBe(changed);
    expect(timeline.redo()).toBe(false);
  });

  test('leaves the present alone that stands before the change', () => {
    const timeline = toyTimeline();
    timeline.advanceUntil(60_000, 1e6);
    timeline.intervene([crash]);
    timeline.advanceUntil(90_000, 1e6);
    timeline.seek(20_000);
    timeline.undo();
    expect(timeline.present.at).toBe(20_000);
    expectTrue(timeline);
  });
});

test('the last eight futures are kept, the longest unvisited goes first', () => {
  const timeline = toyTimeline();
  timeline.advanceUntil(300_000, 1e6);
  for (let i = 1; i <= 12; i++) {
    timeline.seek(i * 10_000);
    timeline.intervene([i % 2 === 0 ? crash : freeze]);
    timeline.advanceUntil(i * 10_000 + 50_000, 1e6);
  }
  expect(timeline.tips).toHaveLength(MOST_TIPS);
  expect(timeline.tips.at(-1)?.current).toBe(true);
  expect(timeline.switchTo(0)).toBe(true);
  for (const { id } of timeline.tips) {
    expect(timeline.switchTo(id)).toBe(true);
    expectTrue(timeline);
  }
  expect(timeline.switchTo(999)).toBe(false);
});

test('a recorded run replays its interventions at the very steps', () => {
  const timeline = toyTimeline({ seed: 3 });
  for (const [at, intervention] of [
    [30_000, cut],
    [90_000, heal],
    [120_000, crash],
    [150_000, start],
  ] as const) {
    timeline.advanceUntil(at, 1e6);
    timeline.intervene([intervention]);
  }
  timeline.advanceUntil(250_000, 1e6);
  const { interventions, until, seed } = timeline.recording();
  const replayed = toyTimeline({ seed, interventions });
  while (!replayed.advanceUntil(until, 17));
  expect(stableStringify(replayed.world)).toBe(stableStringify(timeline.world));
  expect(replayed.recording()).toEqual(timeline.recording());
});

test('an intervention with no step number comes after everything else of its instant', () => {
  const timeline = toyTimeline({
    interventions: [
      { at: 100_000, intervention: freeze },
      { at: 200_000, intervention: thaw },
    ],
  });
  timeline.advanceUntil(300_000, 1e6);
  const plain = toyTimeline();
  plain.advanceUntil(100_000, 1e6);
  plain.intervene([freeze]);
  plain.advanceUntil(200_000, 1e6);
  plain.intervene([thaw]);
  plain.advanceUntil(300_000, 1e6);
  expect(stableStringify(timeline.world)).toBe(stableStringify(plain.world));
});

test('whatever is done in whatever order, the present is what its interventions lead to', () => {
  const operation = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('advance' as const), by: fc.integer({ min: 1, max: 250_000 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('seek' as const), by: fc.integer({ min: 0, max: 1000 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('seekStep' as const), by: fc.integer({ min: 0, max: 1000 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('intervene' as const), by: fc.integer({ min: 0, max: 5 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), by: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('redo' as const), by: fc.constant(0) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('switch' as const), by: fc.integer({ min: 0, max: 20 }) }) },
  );
  const kinds = [crash, start, freeze, thaw, cut, heal];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(operation, { maxLength: 30 }), (seed, operations) => {
      const timeline = toyTimeline({ seed });
      for (const { do: what, by } of operations) {
        const { step, at } = timeline.frontier;
        if (what === 'advance') timeline.advanceUntil(timeline.present.at + by, 1e6);
        else if (what === 'seek') timeline.seek(Math.round((at * by) / 1000));
        else if (what === 'seekStep') timeline.seekStep(Math.round((step * by) / 1000));
        else if (what === 'intervene') timeline.intervene([kinds[by] ?? crash]);
        else if (what === 'undo') timeline.undo();
        else if (what === 'redo') timeline.redo();
        else timeline.switchTo(timeline.tips[by % timeline.tips.length]?.id ?? 0);
        expectTrue(timeline);
        expect(timeline.tips.length).toBeLessThanOrEqual(MOST_TIPS);
        expect(timeline.tips.filter(({ current }) => current)).toHaveLength(1);
        expect(timeline.present.step).toBeLessThanOrEqual(timeline.frontier.step);
      }
    }),
    { numRuns: 40 },
  );
});
