import { describe, expect, test } from 'vitest';

import { DEFAULT_CHOICE } from '../../../src/scene/viewport.ts';
import { currentStop, nextStop, reachable, scrolledBy, type Direction } from '../../../src/view/picture/roving.ts';
import { ALL, PAGE, sceneOf } from '../../scene/support.ts';
import { leaderDied, onePartition } from '../../scene/worlds.ts';

const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];

describe.each(ALL)('$name', ({ world, viewport }) => {
  test('the arrows reach everything, from wherever they start', () => {
    const scene = sceneOf(world(), viewport);
    const all = reachable(scene)
      .filter(({ thing }) => thing.kind !== 'packet')
      .map(({ key }) => key);
    const reached = new Set<string>();
    const open = [all[0] as string];
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      if (reached.has(from)) continue;
      reached.add(from);
      for (const direction of directions) {
        const to = nextStop(scene, from, direction);
        if (to !== null) open.push(to);
      }
    }
    expect(all.filter((key) => !reached.has(key))).toEqual([]);
  });
});

describe('the tab stop', () => {
  const scene = sceneOf(leaderDied());

  test('is the first thing at first', () => {
    expect(currentStop(scene, null)).toBe(scene.stops[0]?.key);
  });

  test('goes to what a thing belonged to when it has left the picture', () => {
    expect(currentStop(scene, 'record:0:1:999')).toBe('replica:0:1');
    expect(currentStop(scene, 'packet:none')).toBe(scene.stops[0]?.key);
  });
});

describe('scrolling a row', () => {
  const scene = sceneOf(leaderDied(), PAGE);

  test('holds it at older offsets, and lets it follow its end again there', () => {
    const held = scrolledBy(scene, DEFAULT_CHOICE, 0, -10);
    expect(held.scrolled).toEqual([{ partition: 0, from: 23 }]);
    const there = sceneOf(leaderDied(), PAGE, { choice: held });
    expect(scrolledBy(there, held, 0, 50).scrolled).toEqual([]);
  });

  test('stops at the log start', () => {
    expect(scrolledBy(scene, DEFAULT_CHOICE, 0, -1000).scrolled).toEqual([{ partition: 0, from: 0 }]);
    const short = sceneOf(onePartition(), { ...PAGE, width: 1440 });
    expect(scrolledBy(short, DEFAULT_CHOICE, 0, -1)).toBe(DEFAULT_CHOICE);
  });
});
