import { describe, expect, test } from 'vitest';

import { around, overlap, type Box } from '../../src/scene/box.ts';
import type { Frame } from '../../src/scene/frame.ts';
import { pointAt, routeOf } from '../../src/scene/route.ts';
import { ALL, sceneOf } from './support.ts';

const STEPS = 24;

/** Places of a token of that size along every way of a frame. */
function* everywhere(
  frame: Frame,
): Generator<{ readonly box: Box; readonly from: number; readonly to: number; readonly row: number | null }> {
  const nodes = frame.places.flatMap((place, node) => (place === null ? [] : [node]));
  for (const from of nodes) {
    for (const to of nodes) {
      for (const row of [null, ...frame.rows]) {
        const route = routeOf(frame, from, to, row);
        if (route === null) continue;
        const words = 0.6 * route.room - 2 * frame.metrics.token.pad;
        const small = !frame.words || row?.level === 'heat' || words < frame.metrics.small / 2;
        const width = small ? frame.metrics.small * 0.9 : Math.max(frame.metrics.token.height * 1.3, 0.6 * route.room);
        const height = small ? width : frame.metrics.token.height;
        for (let i = 0; i <= STEPS; i++) {
          yield {
            box: around(pointAt(route, i / STEPS, width, height), width, height),
            from,
            to,
            row: row?.partition ?? null,
          };
        }
      }
    }
  }
}

describe.each(ALL)('$name', ({ world, viewport }) => {
  const { frame } = sceneOf(world(), viewport);
  const cells = frame.rows.flatMap((row) => row.cells);

  test('a token never crosses a cell, whatever way it goes and as wide as it may be', () => {
    let looked = 0;
    for (const { box, from, to, row } of everywhere(frame)) {
      looked += 1;
      const crossed = cells.find((cell) => overlap(cell, box));
      if (crossed !== undefined) expect({ from, to, row, box, crossed }).toBeNull();
    }
    expect(looked).toBeGreaterThan(100);
  });

  test('a token stays inside the picture', () => {
    for (const { box, from, to, row } of everywhere(frame)) {
      const inside =
        box.x >= 0 &&
        box.y >= 0 &&
        box.x + box.width <= frame.width &&
        box.y + box.height <= Math.max(frame.height, frame.used);
      if (!inside) expect({ from, to, row, box }).toBeNull();
    }
  });

  test('what goes one way and what comes back do not meet on the way', () => {
    const [a, b] = frame.columns;
    if (a === undefined || b === undefined || !frame.words) return;
    const there = routeOf(frame, a.node, b.node, null);
    const back = routeOf(frame, b.node, a.node, null);
    if (there === null || back === null) throw new Error('brokers have a way between them');
    const height = frame.metrics.token.height;
    const middle = (route: typeof there) => around(pointAt(route, 0.5, 40, height), 40, height);
    expect(overlap(middle(there), middle(back))).toBe(frame.metrics.layout === 'narrow');
  });
});
