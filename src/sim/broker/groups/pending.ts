import type { ShardWork } from './shard-work.ts';

/** Was a commit for this partition written that is not committed yet? */
export function isPending({ pending }: ShardWork, groupId: string, topic: string, partition: number): boolean {
  for (const { offsets } of pending) {
    for (const change of offsets) {
      if (change.groupId === groupId && change.topic === topic && change.partition === partition) return true;
    }
  }
  return false;
}

/** The same for any partition of a group. */
export function hasPending({ pending }: ShardWork, groupId: string): boolean {
  return pending.some(({ offsets }) => offsets.some((change) => change.groupId === groupId));
}
