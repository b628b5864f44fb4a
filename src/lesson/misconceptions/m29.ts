import { topicConfigOf } from '../../sim/read/partitions.ts';
import { firstOf, partitionArg } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';
import { ackOf, ackSeq } from './records.ts';

/** min.insync.replicas refuses writes when too few replicas are in sync; acks=all waits for all that are. */
export const m29: Misconception = {
  id: 'M29',
  belief: 'acks=all waits until min.insync.replicas copies are there, and no longer',
  answer(asking) {
    switch (asking.fact) {
      case 'ackReleasedBy':
        return followerOfCopy(asking, minInsync(asking) - 1);
      case 'copiesAtAck':
        return minInsync(asking);
      case 'count': {
        // The write that was refused is taken, and waits for the second copy.
        const isRefused =
          partitionArg(asking) !== null && asking.entries.some((entry) => entry.type === 'ProduceRefused');
        return asking.isNew && isRefused && typeof asking.right === 'number' ? asking.right + 1 : undefined;
      }
      default:
        return undefined;
    }
  },
  refutedBy: (asking) => (asking.fact === 'count' ? firstOf(asking, 'ProduceRefused') : ackSeq(asking)),
};

/** min.insync.replicas of the record's topic. */
function minInsync(asking: Asking): number {
  const ack = ackOf(asking);
  const named = ack === null ? undefined : asking.after.world.names.partitions[ack.args.partition];
  return Number(topicConfigOf(asking.after.world, named?.topic ?? '')['min.insync.replicas'] ?? 1);
}

/** The follower that is the `n`-th to have the record, the leader not counted. */
function followerOfCopy(asking: Asking, n: number): number | undefined {
  const ack = ackOf(asking);
  if (ack === null || n < 1) return undefined;
  const { partition, baseOffset } = ack.args;
  const order: number[] = [];
  for (const entry of asking.entries) {
    if (entry.type !== 'RecordsReplicated') continue;
    const { args } = entry;
    if (args.partition === partition && args.from <= baseOffset && args.to > baseOffset && !order.includes(args.broker))
      order.push(args.broker);
  }
  return order[n - 1];
}
