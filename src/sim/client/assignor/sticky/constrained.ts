import { assert } from '../../../../lib/assert.ts';
import type { Layout } from '../layout.ts';
import { isNear, rackAware, type Racks } from '../racks.ts';
import { dealNear } from './constrained-racks.ts';
import { giveNew, type Task } from './constrained-task.ts';
import type { Claims } from './claims.ts';

export interface Constrained {
  readonly lists: readonly (readonly number[])[];
  /** Does a member get a partition while another may still have it? 1 for yes. */
  readonly transferring: Uint8Array;
}

/**
 * The quick way, when all members are subscribed to the same topics (AbstractStickyAssignor.ConstrainedAssignmentBuilder): each keeps what
 * its quota allows, and what is left is dealt to those who have less. Linear in partitions and members but for sorting.
 */
export function assignConstrained(layout: Layout, claims: Claims, given: Racks | null): Constrained {
  const everybody = layout.members.map((_, member) => member);
  const racks = given !== null && rackAware(given, everybody, 0, layout.topicOf.length) ? given : null;
  const count = layout.topicOf.length;
  const expectedOver = layout.members.length === 0 ? 0 : count % layout.members.length;
  const minQuota = layout.members.length === 0 ? 0 : Math.floor(count / layout.members.length);
  const task: Task = {
    layout,
    claims,
    minQuota,
    maxQuota: expectedOver === 0 ? minQuota : minQuota + 1,
    expectedOver,
    lists: layout.members.map(() => []),
    taken: new Uint8Array(count),
    givenUp: new Int32Array(count).fill(-1),
    underMin: [],
    exactlyMin: [],
    over: 0,
    racks,
  };
  keepOwned(task);
  const transferring = new Uint8Array(count);
  const free = layout.topicOf.map((_, partition) => partition).filter((partition) => task.taken[partition] !== 1);
  deal(task, racks === null ? free : dealNear(task, racks, free, transferring), transferring);
  return { lists: task.lists, transferring };
}

function keepOwned(task: Task): void {
  const { layout, claims, minQuota, maxQuota, expectedOver, racks, givenUp } = task;
  claims.owned.forEach((list, member) => {
    const near = list.filter((partition) => racks === null || isNear(racks, member, partition, true));
    if (near.length < list.length) for (const far of list) if (!near.includes(far)) givenUp[far] = member;
    const owned = near.filter((partition) => claims.disputed[partition] !== 1).sort(byPartitionThenTopic(layout));
    if (owned.length < minQuota) {
      keep(task, member, owned, owned.length);
      task.underMin.push(member);
    } else if (owned.length >= maxQuota && task.over < expectedOver) {
      task.over += 1;
      if (task.over === expectedOver) task.exactlyMin.length = 0;
      keep(task, member, owned, maxQuota);
    } else {
      keep(task, member, owned, minQuota);
      if (task.over < expectedOver) task.exactlyMin.push(member);
    }
  });
}

function byPartitionThenTopic({ topicOf, firsts }: Layout): (a: number, b: number) => number {
  return (a, b) => {
    const topic = topicOf[a] as number;
    const other = topicOf[b] as number;
    return a - (firsts[topic] as number) - (b - (firsts[other] as number)) || topic - other;
  };
}

function keep(task: Task, member: number, owned: readonly number[], quota: number): void {
  const list = task.lists[member] as number[];
  owned.forEach((partition, at) => {
    if (at < quota) {
      list.push(partition);
      task.taken[partition] = 1;
    } else task.givenUp[partition] = member;
  });
}

/** Deals what nobody has, by topic and partition: in turn to those below the least quota, then to those at it. */
function deal(task: Task, free: readonly number[], transferring: Uint8Array): void {
  const { minQuota, underMin, exactlyMin } = task;
  let turn = 0;
  let next = 0;
  for (const partition of free) {
    if (turn >= underMin.length) turn = 0;
    const under = underMin[turn];
    const member = under ?? exactlyMin[next++];
    assert(member !== undefined, 'an assignment leaves room for every partition');
    const size = giveNew(task, member, partition, transferring);
    if (under === undefined) continue;
    if (size === minQuota) {
      underMin.splice(turn, 1);
      exactlyMin.push(member);
    } else turn += 1;
  }
}
