import { expect, test } from 'vitest';

import { committedAt, coordinatorOf, groupView } from '../../src/sim/read/groups.ts';
import { logOf } from '../../src/sim/read/replicas.ts';
import { all, nameOf, ownedBy, processed, told } from './told.ts';

/* Coordinators, several groups, and what a commit means. */

test('coordinator crash: the next one knows the group from __consumer_offsets, and nobody rebalances', async () => {
  const played = await told('group-coordinator-crash');
  expect(coordinatorOf(played.world, 'billing')).not.toBe(3);
  const loaded = all(played, 'CoordinatorLoaded').find(({ t }) => t > 25_000_000);
  expect(loaded?.args.groups).toEqual(['billing']);
  expect(all(played, 'GenerationBegun').filter(({ t }) => t > 25_000_000)).toEqual([]);
  expect(all(played, 'CoordinatorLost').filter(({ t }) => t >= 25_000_000).length).toBeGreaterThanOrEqual(2);
  expect(groupView(played.world, 'billing')?.state).toBe('Stable');
});

test('more members than partitions: one has nothing to do until another dies', async () => {
  const played = await told('group-more-members');
  const before = ['b1', 'b2', 'b3'].map((name) =>
    all(played, 'PartitionsAssigned')
      .filter(({ node, t }) => nameOf(played.world, node) === name && t < 30_000_000)
      .at(-1),
  );
  expect(before.map((entry) => entry?.args.owned.length).sort()).toEqual([0, 1, 1]);
  expect(['b2', 'b3'].map((name) => ownedBy(played, name).length)).toEqual([1, 1]);
});

test('two groups: each reads everything, and each has offsets of its own', async () => {
  const played = await told('group-two-groups');
  const read = (names: readonly string[]): number =>
    all(played, 'RecordsProcessed')
      .filter(({ node }) => names.includes(nameOf(played.world, node)))
      .reduce((sum, { args }) => sum + args.to - args.from, 0);
  expect(read(['b1', 'b2'])).toBeGreaterThan(300);
  expect(read(['a1'])).toBe(read(['b1', 'b2']));
  for (const partition of [0, 1, 2]) {
    const [one, other] = ['billing', 'analytics'].map((id) => committedAt(played.world, id, 'rides', partition));
    expect(one?.offset).toBeDefined();
    expect(Math.abs((one?.offset ?? 0) - (other?.offset ?? 0))).toBeLessThan(40);
  }
});

/** Offsets of all partitions that were processed never, and more than once, up to where the last processing began. */
async function outcome(name: string): Promise<{ readonly skipped: number; readonly twice: number }> {
  const played = await told(name);
  let [skipped, twice] = [0, 0];
  for (const partition of [0, 1, 2]) {
    const offsets = processed(played, partition);
    const start = logOf(played.world, 3, partition)?.logStartOffset ?? 0;
    const different = new Set(offsets).size;
    twice += offsets.length - different;
    skipped += (offsets.at(-1) ?? start - 1) + 1 - start - different;
  }
  return { skipped, twice };
}

test('commit before processing: what a crash interrupts is never processed; between two batches a crash costs nothing', async () => {
  expect(await outcome('group-commit-before')).toEqual({ skipped: 1, twice: 0 });
});

test('commit after processing: what a crash interrupts is processed twice; between two batches a crash costs nothing', async () => {
  expect(await outcome('group-commit-after')).toEqual({ skipped: 0, twice: 2 });
});
