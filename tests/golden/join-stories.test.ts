import { expect, test } from 'vitest';

import { ownedBy, stopped, told } from './told.ts';

/* The same join under three ways to rebalance: what each costs is measured, not told. */

const JOIN = 30_000_000;
const PARTITIONS = [0, 1, 2];

async function joined(name: string): Promise<{ readonly stops: readonly number[]; readonly moved: readonly number[] }> {
  const played = await told(name);
  const owned = ['b1', 'b2', 'b3'].map((member) => ownedBy(played, member));
  // Three members, three partitions: one each.
  expect(owned.map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(owned.flat().sort()).toEqual(PARTITIONS);
  return { stops: PARTITIONS.map((partition) => stopped(played, partition, JOIN)), moved: owned[2] ?? [] };
}

test('a member joins: under eager every partition stops, under cooperative and KIP-848 only the one that moves', async () => {
  const eager = await joined('group-join-eager');
  const cooperative = await joined('group-join-cooperative');
  const kip848 = await joined('group-join-kip848');
  expect(eager.stops.every((time) => time > 0)).toBe(true);
  for (const { stops, moved } of [cooperative, kip848]) {
    expect(moved).toHaveLength(1);
    for (const partition of PARTITIONS)
      if (moved.includes(partition)) expect(stops[partition]).toBeGreaterThan(0);
      else expect(stops[partition]).toBe(0);
  }
  // What moves waits for heartbeats under each of them: three seconds apart with the classic protocol, five with KIP-848.
  for (const { stops } of [eager, cooperative]) expect(Math.max(...stops)).toBeLessThan(2 * 3_100_000);
  expect(Math.max(...kip848.stops)).toBeLessThan(5_100_000);
  const inMs = (stops: readonly number[]): string => stops.map((time) => (time / 1_000).toFixed(1).padStart(9)).join('');
  const table = [
    'milliseconds without an owner, by partition',
    `eager       ${inMs(eager.stops)}`,
    `cooperative ${inMs(cooperative.stops)}`,
    `KIP-848     ${inMs(kip848.stops)}`,
  ];
  await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('stories/group-joins-compared.txt');
});
