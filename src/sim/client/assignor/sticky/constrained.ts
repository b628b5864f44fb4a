import { assert } from '../../../../lib/assert.ts';
import type { Layout } from '../layout.ts';
import type { Claims } from './claims.ts';

export interface Constrained {
  readonly lists: readonly (readonly number[])[];
  /** Does a member get a partition while another may still have it? 1 for yes. */
  readonly transferring: Uint8Array;
}

interface Task {
  readonly layout: Layout;
  readonly claims: Claims;
  /** What every member gets at least and at most, and how many get the most (0 when both are the same). */
  readonly minQuota: number;
  readonly maxQuota: number;
  readonly expectedOver: number;
  readonly lists: number[][];
  readonly taken: Uint8Array;
  /** Who gives up a partition because it has too many; -1: nobody. */
  readonly givenUp: Int32Array;
  readonly underMin: number[];
  readonly exactlyMin: number[];
}

/**
 * The quick way, when all members are subscribed to the same topics (AbstractStickyAssignor.ConstrainedAssignmentBuilder): each keeps what
 * its quota allows, and what is left is dealt to those who have less. Linear in partitions and members but for sorting.
 */
export function assignConstrained(layout: Layout, claims: Claims): Constrained {
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
  };
  keepOwned(task);
  return { lists: task.lists, transferring: deal(task) };
}

function keepOwned(task: Task): void {
  const { layout, claims, minQuota, maxQuota, expectedOver } = task;
  let over = 0;
  claims.owned.forEach((list, member) => {
    const owned = list.filter((partition) => claims.disputed[partition] !== 1).sort(byPartitionThenTopic(layout));
    if (owned.length < minQuota) {
      keep(task, member, owned, owned.length);
      task.underMin.push(member);
    } else if (owned.length >= maxQuota && over < expectedOver) {
      over += 1;
      if (over === expectedOver) task.exactlyMin.length = 0;
      keep(task, member, owned, maxQuota);
    } else {
      keep(task, member, owned, minQuota);
      if (over < expectedOver) task.exactlyMin.push(member);
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
function deal({ layout, claims, minQuota, lists, taken, givenUp, underMin, exactlyMin }: Task): Uint8Array {
  const transferring = new Uint8Array(layout.topicOf.length);
  let turn = 0;
  let next = 0;
  for (let partition = 0; partition < layout.topicOf.length; partition++) {
    if (taken[partition] === 1) continue;
    if (turn >= underMin.length) turn = 0;
    const under = underMin[turn];
    const member = under ?? exactlyMin[next++];
    assert(member !== undefined, 'an assignment leaves room for every partition');
    const list = lists[member] as number[];
    list.push(partition);
    const loser = givenUp[partition] as number;
    if ((loser >= 0 && loser !== member) || claims.disputed[partition] === 1) transferring[partition] = 1;
    if (under === undefined) continue;
    if (list.length === minQuota) {
      underMin.splice(turn, 1);
      exactlyMin.push(member);
    } else turn += 1;
  }
  return transferring;
}
