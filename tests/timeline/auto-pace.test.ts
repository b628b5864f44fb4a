import { beforeAll, describe, expect, test } from 'vitest';

import { MS, SECOND } from '../../src/sim/time.ts';
import { AutoPace } from '../../src/timeline/auto-pace.ts';
import { SHORTEST_HOP } from '../../src/timeline/pace.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { s } from '../sim/cluster/build.ts';
import { ask, clusterTimeline, entriesOf, orders } from './cluster-run.ts';

/** Plays from one instant in frames of so many milliseconds, until `to` or for so many frames. */
function play(pace: AutoPace, from: number, to: number, frameMs: number): readonly number[] {
  const seen = [from];
  pace.place(from);
  for (let at = from; from <= to ? at < to : at > to;) {
    at = pace.move(at, (from <= to ? 1 : -1) * frameMs * MS);
    if (at === seen.at(-1) && seen.length > 20_000) break;
    seen.push(at);
  }
  return seen;
}

describe('a run in which the leader dies', () => {
  let timeline: Timeline;
  let crashAt: number;
  let expiryAt: number;

  beforeAll(() => {
    timeline = clusterTimeline(orders(), 12.4);
    timeline.intervene([
      { type: 'crash', node: `broker-${JSON.stringify(ask(timeline, 'leader(orders-0)'))}`, kind: 'process' },
    ]);
    timeline.advanceUntil(s(40), 1e9);
    crashAt = entriesOf(timeline, 'ProcessCrashed')[0]?.t ?? 0;
    expiryAt = entriesOf(timeline, 'SessionExpired')[0]?.t ?? 0;
  });

  test('a record on its way to the leader takes at least 400 ms of wall time', () => {
    const pace = new AutoPace(timeline);
    const sent = entriesOf(timeline, 'BatchSent')[2];
    const appended = entriesOf(timeline, 'RecordsAppended').find(({ t }) => t > (sent?.t ?? 0));
    if (sent === undefined || appended === undefined) throw new Error('a record is wanted');
    expect(appended.t - sent.t).toBeLessThan(2 * MS);
    expect(pace.wallBetween(sent.t, appended.t)).toBeGreaterThanOrEqual(SHORTEST_HOP);
  });

  test('the time until the dead leader’s session ends is crossed in two seconds, and told', () => {
    const pace = new AutoPace(timeline);
    expect(expiryAt - crashAt).toBeGreaterThan(15 * SECOND);
    expect(pace.wallBetween(crashAt + 10 * MS, expiryAt)).toBeLessThanOrEqual(2 * SECOND);
    const quiet = pace.quietAt(s(20));
    expect(quiet?.to).toBe(expiryAt);
    expect(quiet?.from).toBeLessThan(crashAt + 10 * MS);
    expect(pace.quietAt(crashAt - 5 * MS)).toBeNull();
    expect(pace.speedAt(s(20))).toBeGreaterThan(5000);
    expect(pace.speedAt(expiryAt + MS)).toBeLessThan(100);
  });

  test('each instant takes the same wall time wherever the computing began, and however far the run went', () => {
    const early = new AutoPace(timeline);
    early.place(0);
    const late = new AutoPace(timeline);
    late.place(s(25));
    for (const [from, to] of [
      [25.1, 30],
      [27, 31],
      [29, 33.3],
      [31, 37],
    ] as const) {
      expect(late.wallBetween(s(from), s(to))).toBe(early.wallBetween(s(from), s(to)));
    }
  });

  test('a playhead goes back the way it came', () => {
    const pace = new AutoPace(timeline);
    const there = play(pace, s(11), s(34), 50);
    const last = there.at(-1) ?? 0;
    expect(last).toBeGreaterThanOrEqual(s(34));
    const back = play(pace, last, s(11), 50).slice(0, there.length);
    there.forEach((at, index) => {
      const mirrored = back[back.length - 1 - index] ?? 0;
      expect(Math.abs(pace.wallBetween(Math.min(at, mirrored), Math.max(at, mirrored)))).toBeLessThan(60 * MS);
    });
  });

  test('a playhead moves even where a frame is less than a microsecond of the run', () => {
    const pace = new AutoPace(timeline);
    const appended = entriesOf(timeline, 'RecordsAppended')[1]?.t ?? 0;
    const seen = play(pace, appended - 500, appended, 1);
    expect(seen.at(-1)).toBeGreaterThanOrEqual(appended);
    expect(seen.length).toBeGreaterThan(100);
  });

  test('nobody plays on to where the pace is not known, and it says how far the run must go', () => {
    const fresh = clusterTimeline(orders(), 8);
    const pace = new AutoPace(fresh);
    pace.place(s(7.5));
    const wanted = pace.wanted(s(8));
    expect(wanted).toBeGreaterThan(s(8));
    expect(pace.move(s(7.999), 10 * SECOND)).toBeLessThanOrEqual(pace.end);
    for (let ahead = wanted; ahead !== null; ahead = pace.wanted(s(8))) fresh.extend(ahead, 1e6);
    expect(pace.wanted(s(8))).toBeNull();
    expect(pace.move(s(8), 100 * MS)).toBeGreaterThan(s(8));
  });

  test('a change in the past makes another pace', () => {
    const other = clusterTimeline(orders(), 20);
    const pace = new AutoPace(other);
    const before = pace.wallBetween(s(10), s(12));
    other.seek(s(9));
    other.intervene([{ type: 'pause', node: 'p1', paused: true }]);
    other.advanceUntil(s(40), 1e9);
    expect(pace.wallBetween(s(10), s(12))).toBeLessThan(before);
  });
});

test('a cluster in which nothing ever happens is crossed in parts of ten minutes', () => {
  const idle = clusterTimeline(orders({ producers: [], consumers: [] }), 1300);
  const pace = new AutoPace(idle);
  pace.place(s(10));
  const first = pace.quietAt(s(60));
  const second = pace.quietAt(s(700));
  expect(first === null ? 0 : first.to - first.from).toBe(600 * SECOND);
  expect(second?.from).toBe(first?.to);
});
