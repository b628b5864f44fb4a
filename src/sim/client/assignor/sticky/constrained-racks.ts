import { isNear, type Racks } from '../racks.ts';
import { giveNew, type Task } from './constrained-task.ts';

/**
 * ConstrainedAssignmentBuilder.assignRackAwareRoundRobin: what nobody has goes to members near it, in turn, as far as their quotas allow;
 * first the partitions that the fewest members are near to.
 * @returns what is left, in the order in which it is dealt to anybody
 */
export function dealNear(
  task: Task,
  racks: Racks,
  free: readonly number[],
  transferring: Uint8Array,
): readonly number[] {
  const { minQuota, maxQuota, expectedOver, underMin, exactlyMin, lists, layout } = task;
  const near = (partition: number): number =>
    layout.members.filter((_, member) => isNear(racks, member, partition, false)).length;
  const counts = new Int32Array(layout.topicOf.length);
  for (const partition of free) counts[partition] = near(partition);
  const order = [...free].sort((a, b) => (counts[a] as number) - (counts[b] as number));
  let turn = 0;
  return order.filter((partition) => {
    const at = nextNear(racks, partition, underMin, turn);
    if (at >= 0) {
      const member = underMin[at] as number;
      const size = (lists[member]?.length ?? 0) + 1;
      if (size >= minQuota) {
        underMin.splice(at, 1);
        if (size < maxQuota && task.over < expectedOver) exactlyMin.push(member);
      }
      const next = size >= minQuota ? at : at + 1;
      turn = underMin.length === 0 ? 0 : next % underMin.length;
      giveNew(task, member, partition, transferring);
      return false;
    }
    const exact = nextNear(racks, partition, exactlyMin, 0);
    if (exact < 0) return true;
    const member = exactlyMin[exact] as number;
    if (giveNew(task, member, partition, transferring) === maxQuota) {
      exactlyMin.splice(exact, 1);
      task.over += 1;
      if (task.over === expectedOver) exactlyMin.length = 0;
    }
    return false;
  });
}

/** RackInfo.nextRackConsumer: the first of these members, from a place on and round, who is near; -1: nobody. */
function nextNear(racks: Racks, partition: number, members: readonly number[], from: number): number {
  for (let i = 0; i < members.length; i++) {
    const at = (from + i) % members.length;
    if (isNear(racks, members[at] as number, partition, false)) return at;
  }
  return -1;
}
