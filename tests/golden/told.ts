import { expect } from 'vitest';

import type { EntryType, TraceEntry } from '../../src/sim/trace/entry.ts';
import type { World } from '../../src/sim/world.ts';
import { vecGet } from '../../src/lib/vec.ts';
import { playStory, type Story } from './play-story.ts';

/** A story that breaks no invariant; its trace is kept beside it. `vitest -u` writes the file anew. */
export async function told(name: string): Promise<Story> {
  const played = playStory(name);
  expect(played.violations).toEqual([]);
  await expect(played.text).toMatchFileSnapshot(`stories/${name}.txt`);
  return played;
}

/** The entries of one type. */
export function all<T extends EntryType>({ entries }: Story, type: T): Extract<TraceEntry, { readonly type: T }>[] {
  return entries.filter((entry): entry is Extract<TraceEntry, { readonly type: T }> => entry.type === type);
}

export function nameOf(world: World, node: number): string {
  return vecGet(world.nodes, node)?.name ?? '';
}

/** A member's own partitions at the end, by the entries of its rebalance listener. */
export function ownedBy(played: Story, name: string): readonly number[] {
  let owned: readonly number[] = [];
  for (const entry of played.entries) {
    if (nameOf(played.world, entry.node) !== name) continue;
    if (entry.type === 'PartitionsAssigned') owned = entry.args.owned;
    else if (entry.type === 'PartitionsRevoked' || entry.type === 'PartitionsLost') {
      const { partitions } = entry.args;
      owned = owned.filter((partition) => !partitions.includes(partition));
    } else if (entry.type === 'ProcessCrashed' || entry.type === 'ProcessExited') owned = [];
  }
  return owned;
}

/** Microseconds in which nobody had a partition, from an instant on: from when it is taken from one member to when it is given to one. */
export function stopped({ entries }: Story, partition: number, from: number): number {
  let since: number | null = null;
  let sum = 0;
  for (const entry of entries) {
    if (entry.t < from) continue;
    if (entry.type === 'PartitionsRevoked' || entry.type === 'PartitionsLost') {
      if (entry.args.partitions.includes(partition)) since ??= entry.t;
    } else if (entry.type === 'PartitionsAssigned' && entry.args.owned.includes(partition) && since !== null) {
      sum += entry.t - since;
      since = null;
    }
  }
  return since === null ? sum : Number.MAX_SAFE_INTEGER;
}

/** Offsets of a partition that programs have processed, each as often as they did. */
export function processed(played: Story, partition: number): readonly number[] {
  const offsets: number[] = [];
  for (const { args } of all(played, 'RecordsProcessed')) {
    if (args.partition !== partition) continue;
    for (let offset = args.from; offset < args.to; offset++) offsets.push(offset);
  }
  return offsets.sort((one, other) => one - other);
}
