import { expect, test } from 'vitest';

import { differencesOf } from '../../src/scene/differences.ts';
import { stableStringify } from '../../src/lib/json.ts';
import { s } from '../sim/cluster/build.ts';
import { clusterTimeline, orders } from './cluster-run.ts';

/** The leader of `orders-0` crashes at 8 s; the run goes on to 30 s. */
function withCrash() {
  const timeline = clusterTimeline(orders(), 8);
  const leader = timeline.world.setup.brokerIds.find((id) => id === 1) ?? 1;
  timeline.intervene([{ type: 'crash', node: `broker-${leader}`, kind: 'process' }]);
  timeline.advanceUntil(s(30), 1e9);
  return timeline;
}

test('what had been is run on to the present instant without leaving the present', () => {
  const timeline = withCrash();
  const before = stableStringify(timeline.world);
  const { present } = timeline;
  const other = timeline.otherFuture(0);
  expect(other?.advance(100)).toBe(false);
  let slices = 0;
  while (other?.advance(50) === false) slices += 1;
  expect(slices).toBeGreaterThan(1);
  expect(other?.run.world.now).toBeLessThanOrEqual(s(30));
  expect(stableStringify(timeline.world) === before).toBe(true);
  expect(timeline.present).toEqual(present);
  expect(timeline.tips.find(({ current }) => current)?.changes).toHaveLength(1);
  // It is the very run that goes there by itself.
  const itself = clusterTimeline(orders(), 30);
  expect(stableStringify(other?.run.world) === stableStringify(itself.world)).toBe(true);
  expect(timeline.otherFuture(99)).toBeNull();
});

test('two futures differ in who runs, leads and is in sync, and not in what is the same', () => {
  const timeline = withCrash();
  const other = timeline.otherFuture(0);
  expect(other?.advance(1e9)).toBe(true);
  if (other === null) return;
  const found = differencesOf(timeline.run, other.run);
  expect(found).toContainEqual({ what: 'broker 1', here: 'crashed', there: 'running' });
  expect(found.map(({ what }) => what)).toContain('orders-0, in sync');
  expect(found.map(({ what }) => what)).not.toContain('broker 2');
  expect(differencesOf(timeline.run, timeline.run)).toEqual([]);
});

test('a future with changes of its own is run through them, from either side', () => {
  const timeline = withCrash();
  const crashed = stableStringify(timeline.world);
  const { id = -1 } = timeline.tips.find(({ current }) => current) ?? {};
  expect(timeline.hadBeen?.id).toBe(0);
  timeline.undo();
  timeline.advanceUntil(s(30), 1e9);
  expect(timeline.hadBeen).toBeNull();
  const other = timeline.otherFuture(id);
  expect(other?.advance(1e9)).toBe(true);
  expect(stableStringify(other?.run.world) === crashed).toBe(true);
});

test('what a recording still has to come is part of the future that is compared', () => {
  const timeline = withCrash();
  const again = clusterTimeline(orders(), 5, { interventions: timeline.recording().interventions });
  again.intervene([{ type: 'crash', node: 'broker-3', kind: 'process' }]);
  again.advanceUntil(s(30), 1e9);
  const other = again.otherFuture(0);
  expect(other?.advance(1e9)).toBe(true);
  expect(stableStringify(other?.run.world) === stableStringify(timeline.world)).toBe(true);
});
