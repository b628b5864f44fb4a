import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { MS, SECOND } from '../../src/sim/time.ts';
import type { TraceEntry } from '../../src/sim/trace/entry.ts';
import { instantOf, speedAt, wallOf, type PaceMap } from '../../src/timeline/pace-map.ts';
import {
  addMarks,
  LONGEST_HOP,
  LONGEST_QUIET,
  pacePoints,
  SHORTEST_HOP,
  type Hop,
  type PaceMarks,
} from '../../src/timeline/pace.ts';

const END = 60 * SECOND;

const instant = fc.integer({ min: 1, max: END - 1 });
const hop = fc
  .tuple(instant, fc.oneof(fc.integer({ min: 1, max: 3 * MS }), fc.integer({ min: 1, max: LONGEST_HOP })))
  .map(([from, length]): Hop => ({ from, to: Math.min(END, from + length) }));
const marks = fc.record({ beats: fc.array(instant, { maxLength: 12 }), hops: fc.array(hop, { maxLength: 12 }) });

function paceOf(given: PaceMarks): PaceMap {
  const start = { at: 0, wall: 0 };
  return [start, ...pacePoints(start, END, given)];
}

describe('auto pace', () => {
  test('grows strictly, in whole microseconds, from the beginning to the end', () => {
    fc.assert(
      fc.property(marks, (given) => {
        const map = paceOf(given);
        expect(map.at(-1)?.at).toBe(END);
        map.forEach((point, index) => {
          expect(Number.isSafeInteger(point.wall)).toBe(true);
          const before = map[index - 1];
          if (before === undefined) return;
          expect(point.at).toBeGreaterThan(before.at);
          expect(point.wall).toBeGreaterThan(before.wall);
        });
      }),
    );
  });

  test('gives each hop that matters at least 400 ms of wall time', () => {
    fc.assert(
      fc.property(marks, (given) => {
        const map = paceOf(given);
        for (const { from, to } of given.hops)
          expect(wallOf(map, to) - wallOf(map, from)).toBeGreaterThanOrEqual(SHORTEST_HOP);
      }),
    );
  });

  test('crosses a stretch between beats in which nothing is under way in at most two seconds', () => {
    fc.assert(
      fc.property(marks, (given) => {
        const map = paceOf(given);
        for (let i = 1; i < map.length; i++) {
          const [a, b] = [map[i - 1] as PaceMap[number], map[i] as PaceMap[number]];
          const quiet = given.hops.every(({ from, to }) => to <= a.at || from >= b.at);
          if (quiet) expect(b.wall - a.wall).toBe(Math.min(b.at - a.at, LONGEST_QUIET));
        }
      }),
    );
  });

  test('is the same backwards: an instant is found again by its wall time', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 0, max: END }), (given, at) => {
        const map = paceOf(given);
        const wall = wallOf(map, at);
        // Where the run is faster than the wall, a microsecond of wall holds several of the run.
        const slack = Math.ceil(Math.max(1, speedAt(map, at) / 1000));
        expect(Math.abs(instantOf(map, wall) - at)).toBeLessThanOrEqual(slack);
        expect(wallOf(map, instantOf(map, wall))).toBeLessThanOrEqual(
          wall + Math.ceil(1000_000 / Math.max(1, speedAt(map, at))) + 1,
        );
      }),
    );
  });

  test('finds every point exactly, both ways', () => {
    fc.assert(
      fc.property(marks, (given) => {
        const map = paceOf(given);
        for (const { at, wall } of map) {
          expect(wallOf(map, at)).toBe(wall);
          expect(instantOf(map, wall)).toBe(at);
        }
      }),
    );
  });

  test('does not depend on the order in which the marks came, nor on where the computing paused', () => {
    fc.assert(
      fc.property(marks, instant, (given, pause) => {
        const whole = paceOf(given);
        expect(paceOf({ beats: [...given.beats].reverse(), hops: [...given.hops].reverse() })).toEqual(whole);
        const beat = given.beats.find((one) => one >= pause);
        if (beat === undefined) return;
        const first = pacePoints({ at: 0, wall: 0 }, beat, given);
        const last = first.at(-1);
        if (last === undefined) return;
        expect([{ at: 0, wall: 0 }, ...first, ...pacePoints(last, END, given)]).toEqual(whole);
      }),
    );
  });

  test('stays at its ends beyond them', () => {
    const map = paceOf({ beats: [], hops: [] });
    expect(wallOf(map, -1)).toBe(0);
    expect(instantOf(map, 10 * LONGEST_QUIET)).toBe(END);
    expect(speedAt(map, 1)).toBe((END / LONGEST_QUIET) * 1000);
  });
});

describe('the hops that matter', () => {
  const entry = (seq: number, t: number, node: number, type: string, causes: number[] = []): TraceEntry =>
    ({ seq, t, node, type, causes, args: {} }) as unknown as TraceEntry;
  const sent = entry(0, 1000, 0, 'RequestSent');
  const place = (one: TraceEntry) => (seq: number) =>
    seq === one.seq ? { t: one.t, node: one.node, beat: one.type === 'ProcessCrashed' } : null;

  function marksOfStep(entries: readonly TraceEntry[], cause: TraceEntry): PaceMarks {
    const found = { beats: [] as number[], hops: [] as Hop[] };
    addMarks(found, entries, place(cause));
    return found;
  }

  test('are those whose arrival brings about a beat', () => {
    const arrival = [entry(1, 2000, 1, 'RequestReceived', [0]), entry(2, 2000, 1, 'RecordsAppended', [1])];
    expect(marksOfStep(arrival, sent)).toEqual({ beats: [2000], hops: [{ from: 1000, to: 2000 }] });
  });

  test('are not those of a waiting fetch or a ping', () => {
    expect(marksOfStep([entry(1, 2000, 1, 'RequestReceived', [0])], sent)).toEqual({ beats: [], hops: [] });
  });

  test('are those that tell of a beat: a connection that breaks because its server died', () => {
    const crash = entry(0, 1000, 2, 'ProcessCrashed');
    expect(marksOfStep([entry(1, 2000, 1, 'ConnectionLost', [0])], crash)).toEqual({
      beats: [],
      hops: [{ from: 1000, to: 2000 }],
    });
  });

  test('lead from one node to another, and last no longer than one would watch', () => {
    const timer = [entry(1, 2000, 0, 'BatchSent', [0])];
    expect(marksOfStep(timer, sent).hops).toEqual([]);
    const late = [entry(1, 1001 + LONGEST_HOP, 1, 'RecordsAppended', [0])];
    expect(marksOfStep(late, sent).hops).toEqual([]);
  });
});
