import type { ConsumerState } from '../client/state.ts';
import { withRange, type Range } from '../../lib/ranges.ts';
import { nodeOf } from '../read/nodes.ts';
import type { PartitionId, World } from '../world.ts';
import { membersOf } from './group-members.ts';

/** Offsets of a partition that programs of a group's members have been given and are still at work on; those of dead processes are not. */
export function inHand(world: World, group: string, partition: PartitionId): readonly Range[] {
  let ranges: readonly Range[] = [];
  for (const id of membersOf(world, group)) {
    const { status, state } = nodeOf(world, id);
    if (status !== 'running' && status !== 'frozen') continue;
    for (const { partition: of, from, to } of (state as ConsumerState).group?.program.handed ?? [])
      if (of === partition) ranges = withRange(ranges, { from, to });
  }
  return ranges;
}

/** Is the record at that offset among them? */
export function isInHand(world: World, group: string, partition: PartitionId, offset: number): boolean {
  return inHand(world, group, partition).some(({ from, to }) => from <= offset && offset < to);
}
