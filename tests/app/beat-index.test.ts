import { expect, test } from 'vitest';

import { BeatIndex } from '../../src/app/session/beat-index.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import { timeOf, xOf } from '../../src/view/bar/scale.ts';

let seq = 0;
const beat = (t: number, partition = 0): TraceEntry => ({
  t,
  seq: seq++,
  type: 'RecordsAppended',
  node: 1,
  causes: [],
  args: { partition, broker: 1, leaderEpoch: 0, from: 0, to: 1, producer: 4, first: 0 },
});
const crash = (t: number): TraceEntry => ({
  t,
  seq: seq++,
  type: 'ProcessCrashed',
  node: 1,
  causes: [],
  args: { kind: 'process' },
});
const noise = (t: number): TraceEntry => ({
  t,
  seq: seq++,
  type: 'LogFlushed',
  node: 1,
  causes: [],
  args: { partition: 0, broker: 1, to: 0 },
});

test('the track has a tick for each instant with an interesting entry, and none for noise', () => {
  const index = new BeatIndex();
  index.take([beat(1000), noise(1500), beat(2000, 1), crash(2000), beat(9000)], 5);
  const { ticks, scale } = index.track(9000, 0.8);
  expect(ticks.map(({ hue, fault }) => [hue, fault])).toEqual([
    [0, false],
    [null, true],
    [0, false],
  ]);
  expect(scale[0]).toEqual({ at: 0, x: 0 });
  expect(scale.at(-1)?.x).toBeCloseTo(0.8);
});

test('nothing beyond the last instant that was shown stands on the track', () => {
  const index = new BeatIndex();
  index.take([beat(1000), beat(2000), beat(3000)], 3);
  expect(index.track(2500, 0.8).ticks).toHaveLength(2);
});

test('a millisecond among milliseconds and eighteen seconds are both wide enough to be seen', () => {
  const index = new BeatIndex();
  index.take([beat(1_000_000), beat(1_001_000), beat(19_001_000)], 3);
  const { scale } = index.track(19_001_000, 1);
  const hop = xOf(scale, 1_001_000) - xOf(scale, 1_000_000);
  const session = xOf(scale, 19_001_000) - xOf(scale, 1_001_000);
  expect(hop).toBeGreaterThan(0.03);
  expect(session / hop).toBeLessThan(20);
});

test('an instant is found again at its place', () => {
  const index = new BeatIndex();
  index.take([beat(1000), beat(250_000), beat(18_000_000)], 3);
  const { scale } = index.track(18_000_000, 0.8);
  for (const at of [0, 500, 1000, 17_000, 250_000, 9_000_000, 18_000_000])
    expect(Math.abs(timeOf(scale, xOf(scale, at)) - at)).toBeLessThanOrEqual(1);
});

test('a hundred thousand beats are a few hundred ticks, and a failure among them still shows', () => {
  const index = new BeatIndex();
  const entries = Array.from({ length: 100_000 }, (_, i) => (i === 50_001 ? crash(i * 1000) : beat(i * 1000)));
  index.take(entries, entries.length);
  const { ticks } = index.track(100_000_000, 0.8);
  expect(ticks.length).toBeLessThanOrEqual(360);
  expect(ticks.filter(({ fault }) => fault)).toHaveLength(1);
});

test('a future of its own shares what came before the fork and nothing after', () => {
  const index = new BeatIndex();
  index.take([beat(1000), beat(2000), beat(3000)], 3);
  const fork = index.upTo(2, 2000);
  fork.take([beat(2500)], 3);
  expect(fork.track(3000, 0.8).ticks).toHaveLength(3);
  expect(index.track(3000, 0.8).ticks).toHaveLength(3);
  expect(fork.steps).toBe(3);
});
