import { logOf } from '../read/replicas.ts';
import { partitionView } from '../read/partitions.ts';
import type { PartitionId, World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** How many disks had everything below an offset when a leader found it committed. */
interface Commit {
  readonly upTo: number;
  readonly copies: number;
}

/** What min.insync.replicas is for: an acknowledgement with acks=all stands for so many copies (KIP-966 words the promise). */
export const minInsyncHonoured: Invariant = {
  name: 'MinInsyncHonoured',
  says: 'a record acknowledged with acks=all was on at least min.insync.replicas disks when it was committed, or is when it is acknowledged',
  watch() {
    const commits: Commit[][] = [];
    // The setting and the assignment may change while a record is on its way: the smallest that has been in force is held against it.
    const smallest: number[] = [];
    return {
      look({ after, entries, replicas }, ledger, complain) {
        for (const { partition, before, after: replica, running } of replicas) {
          if (replica === null || !running || replica.role !== 'leader') continue;
          note(after, partition);
          const { highWatermark } = replica.log;
          if (highWatermark === before?.log.highWatermark) continue;
          const copies = copiesOf(after, partition, highWatermark, ledger.account(partition).lostFrom);
          (commits[partition] ??= []).push({ upTo: highWatermark, copies });
        }
        for (const entry of entries) {
          if (entry.type !== 'RecordsAcknowledged' || entry.args.acks !== -1 || entry.args.baseOffset < 0) continue;
          const { partition, baseOffset, count } = entry.args;
          const end = baseOffset + count;
          const wanted = note(after, partition);
          const whenCommitted = copiesWhenCommitted(commits[partition] ?? [], end);
          const now = copiesOf(after, partition, end, ledger.account(partition).lostFrom);
          const copies = Math.max(whenCommitted, now);
          if (whenCommitted >= 0 && copies < wanted)
            complain(partition, `offset ${end - 1} was acknowledged with ${copies} of ${wanted} copies`);
        }
      },
    };

    function note(world: World, partition: PartitionId): number {
      const { minInsync, replicas } = partitionView(world, partition);
      const now = replicas.length === 0 ? minInsync : Math.min(minInsync, replicas.length);
      return (smallest[partition] = Math.min(smallest[partition] ?? now, now));
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

/** The most copies with which everything below an offset was found committed; -1: it was not. Watermarks grow, so the last ones are looked at. */
function copiesWhenCommitted(commits: readonly Commit[], end: number): number {
  let most = -1;
  for (let at = commits.length - 1; at >= 0; at--) {
    const { upTo, copies } = commits[at] as Commit;
    if (upTo < end) break;
    most = Math.max(most, copies);
  }
  return most;
}
