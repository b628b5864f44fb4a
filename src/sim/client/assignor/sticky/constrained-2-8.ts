import { assert } from '../../../../lib/assert.ts';
import type { Layout } from '../layout.ts';
import type { Claims } from './claims.ts';
import type { Constrained } from './constrained.ts';

/**
 * The quick way of 2.8 (AbstractStickyAssignor.constrainedAssign there): everybody keeps as many as the largest share, so that there may be too
 * few for the others, who then take from the first of those who have most. Only what members of the latest generation claim counts. A partition
 * that two of them claim is nobody's, where 2.8 would give it to both (KAFKA-12984).
 */
export function assignAsIn28(layout: Layout, claims: Claims): Constrained {
  const count = layout.topicOf.length;
  const members = layout.members.length;
  const lists: number[][] = layout.members.map(() => []);
  const transferring = new Uint8Array(count);
  if (members === 0) return { lists, transferring };
  const minQuota = Math.floor(count / members);
  const maxQuota = Math.ceil(count / members);
  const taken = new Uint8Array(count);
  const revoked = new Uint8Array(count);
  const unfilled: number[] = [];
  const atMax: number[] = [];
  const atMin: number[] = [];

  claims.owned.forEach((claimed, member) => {
    const list = lists[member] as number[];
    const latest = layout.members[member]?.subscription.generationId === claims.maxGeneration;
    const owned = latest ? claimed.filter((partition) => claims.disputed[partition] !== 1) : [];
    for (const partition of owned) {
      if (list.length < maxQuota) {
        list.push(partition);
        taken[partition] = 1;
      } else revoked[partition] = 1;
    }
    if (owned.length < minQuota) unfilled.push(member);
    else {
      if (list.length === minQuota) atMin.push(member);
      if (list.length === maxQuota) atMax.push(member);
    }
  });

  const free = layout.topicOf.map((_, partition) => partition).filter((partition) => taken[partition] !== 1);
  const give = (member: number, partition: number): number => {
    if (revoked[partition] === 1) transferring[partition] = 1;
    return (lists[member] as number[]).push(partition);
  };
  let next = 0;
  for (let turn = 0; unfilled.length > 0 && next < free.length;) {
    const member = unfilled[turn] as number;
    if (give(member, free[next++] as number) === minQuota) {
      atMin.push(member);
      unfilled.splice(turn, 1);
    } else turn += 1;
    if (turn >= unfilled.length) turn = 0;
  }
  for (const member of unfilled) {
    const list = lists[member] as number[];
    while (list.length < minQuota) {
      const loser = atMax.shift();
      assert(loser !== undefined, 'somebody has more than the least share');
      const partition = lists[loser]?.shift() as number;
      list.push(partition);
      transferring[partition] = 1;
    }
    atMin.push(member);
  }
  for (; next < free.length; next++) {
    const member = atMin.shift();
    assert(member !== undefined, 'an assignment leaves room for every partition');
    give(member, free[next] as number);
  }
  return { lists, transferring };
}
