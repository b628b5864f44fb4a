import { describe, expect, test } from 'vitest';

import { actionsOf, interventionsOf } from '../../src/scene/actions/actions-of.ts';
import { recordIdOf } from '../../src/scene/fate.ts';
import { logWindow } from '../../src/scene/log-window.ts';
import { sheetOf } from '../../src/scene/sheet.ts';
import { isThere } from '../../src/scene/there.ts';
import { keyOf, type Thing } from '../../src/scene/thing.ts';
import type { World } from '../../src/sim/world.ts';
import { s } from '../sim/cluster/build.ts';
import { clusterTimeline, orders } from '../timeline/cluster-run.ts';
import { sceneOf, WORLDS } from './support.ts';

/** Everything in the picture of a World, each once. */
function thingsIn(world: World): readonly Thing[] {
  const scene = sceneOf(world);
  const all = [...scene.stops, ...scene.tokens.map(({ look }) => look)].map(({ thing }) => thing);
  return [...new Map(all.map((thing) => [keyOf(thing), thing])).values()];
}

/** Opens a thing in a World, with everything that can be done to it. */
function open(world: World, thing: Thing): void {
  const sheet = sheetOf(world, thing);
  const actions = actionsOf(world, thing);
  if (!isThere(world, thing)) expect([sheet, actions, logWindow(world, thing, null, 5)]).toEqual([null, [], null]);
  for (const { id } of actions) interventionsOf(world, thing, id, {});
  logWindow(world, thing, 0, 5);
  recordIdOf(world, thing);
}

describe('a thing that is kept in mind', () => {
  test.each(WORLDS)('is there in its own World, or not, in any other one: %s', (_, make) => {
    const world = make();
    const things = thingsIn(world);
    for (const thing of things) expect(isThere(world, thing), keyOf(thing)).toBe(true);
    for (const [name, other] of WORLDS)
      for (const thing of things) expect(() => open(other(), thing), `${keyOf(thing)} in ${name}`).not.toThrow();
  });

  test('a client that came later is not there before; on another branch its number is another’s', () => {
    const [c1] = orders().consumers;
    const [p1] = orders().producers;
    if (c1 === undefined || p1 === undefined) throw new Error('the cluster has clients');
    const timeline = clusterTimeline(orders(), 10);
    const node = timeline.world.nodes.length;
    const thing: Thing = { kind: 'consumer', node };
    timeline.intervene([{ type: 'addConsumer', consumer: { ...c1, name: 'c2' } }]);
    timeline.advanceUntil(s(12), 1e9);
    expect(sheetOf(timeline.world, thing)?.title).toBe('c2');
    expect(actionsOf(timeline.world, thing).length).toBeGreaterThan(3);

    timeline.seek(s(9));
    open(timeline.world, thing);
    expect(isThere(timeline.world, thing)).toBe(false);
    expect(interventionsOf(timeline.world, thing, 'crash', {})).toMatchObject({
      complaint: expect.stringMatching(/not there any more/) as string,
    });

    timeline.intervene([{ type: 'addProducer', producer: { ...p1, name: 'p2' } }]);
    timeline.advanceUntil(s(12), 1e9);
    open(timeline.world, thing);
    expect(isThere(timeline.world, thing)).toBe(false);
    expect(isThere(timeline.world, { kind: 'producer', node })).toBe(true);
  });
});
