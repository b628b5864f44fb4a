import { logOf } from '../read/replicas.ts';
import { partitionView } from '../read/partitions.ts';
import type { PartitionId, World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** What min.insync.replicas is for: an acknowledgement with acks=all stands for so many copies (KIP-966 words the promise). */
export const minInsyncHonoured: Invariant = {
  name: 'MinInsyncHonoured',
  says: 'a record acknowledged with acks=all was on at least min.insync.replicas disks',
  watch() {
    // The setting may change while a record is on its way: the smallest that has been in force is held against it.
    const smallest: number[] = [];
    return {
      look({ after, entries }, ledger, complain) {
        for (const entry of entries) {
          if (entry.type === 'RecordsAppended') note(after, entry.args.partition);
          if (entry.type !== 'RecordsAcknowledged' || entry.args.acks !== -1 || entry.args.baseOffset < 0) continue;
          const { partition, baseOffset, count } = entry.args;
          const wanted = Math.min(note(after, partition), partitionView(after, partition).replicas.length);
          const copies = copiesOf(after, partition, baseOffset + count, ledger.account(partition).lostFrom);
          if (copies < wanted)
            complain(partition, `offset ${baseOffset + count - 1} was acknowledged with ${copies} of ${wanted} copies`);
        }
      },
    };

    function note(world: World, partition: PartitionId): number {
      const { minInsync } = partitionView(world, partition);
      return (smallest[partition] = Math.min(smallest[partition] ?? minInsync, minInsync));
    }
  },
};

/** Disks that hold everything below an offset, and those that held it until they were lost. */
function copiesOf(
  world: World,
  partition: PartitionId,
  end: number,
  lostFrom: readonly (number | undefined)[],
): number {
  return world.setup.brokerIds.filter(
    (broker) => lostFrom[broker] !== undefined || (logOf(world, broker, partition)?.logEndOffset ?? 0) >= end,
  ).length;
}
