import { assignRuns, give, roomOf, type RangeTask } from './range-task.ts';
import { isNear, rackAware, type Racks } from './racks.ts';

/**
 * RangeAssignor.assignWithRackMatching: partitions go to members in whose racks they have replicas, as far as everybody's share allows.
 * Topics with the same members and as many partitions stay alike: a member gets the same number of each, or of none.
 */
export function nearFirst(tasks: readonly RangeTask[], racks: Racks, lists: readonly number[][]): void {
  const needed = tasks.map(({ members, first, count }) => rackAware(racks, members, first, first + count));
  if (!needed.includes(true)) return;
  const done = tasks.map(() => false);
  tasks.forEach((task, at) => {
    if (done[at] === true) return;
    const alike = tasks.map((_, other) => other).filter((other) => isAlike(task, tasks[other] as RangeTask, racks));
    for (const other of alike) done[other] = true;
    if (alike.length > 1)
      together(
        alike.map((other) => tasks[other] as RangeTask),
        racks,
        lists,
      );
    else if (needed[at] === true)
      assignRuns(task, lists, (member, partition) => isNear(racks, member, partition, true));
  });
}

/** Where no member says where it is, Kafka counts no partitions, and shares nothing out in this step. */
function isAlike(one: RangeTask, other: RangeTask, { ofMember }: Racks): boolean {
  if (one === other) return true;
  const somewhere = one.members.some((member) => (ofMember[member] ?? null) !== null);
  const same = one.members.length === other.members.length && one.members.every((m, at) => m === other.members[at]);
  return somewhere && same && one.count === other.count;
}

/** RangeAssignor.assignCoPartitionedWithRackMatching: partition 0 of all of them, then partition 1, each to the first member that is near them all. */
function together(tasks: readonly RangeTask[], racks: Racks, lists: readonly number[][]): void {
  const [{ members, count }] = tasks as readonly [RangeTask];
  for (let number = 0; number < count; number++) {
    const at = members.findIndex((member, place) =>
      tasks.every((task) => roomOf(task, place) > 0 && isNear(racks, member, task.first + number, true)),
    );
    if (at >= 0) for (const task of tasks) give(task, at, [task.first + number], lists);
  }
}
