import { cachedPartition } from '../broker/metadata-cache.ts';
import type { BrokerState } from '../broker/state.ts';
import type { UpdateMetadataPartition } from '../protocol/cluster.ts';
import { vecGet } from '../../lib/vec.ts';
import type { Invariant } from './invariant.ts';

/**
 * A version names one state: UpdateMetadata carries the state znode's, KRaft's records the partition's epoch. Not the assignment, which is a
 * znode of its own: a reassignment to the same brokers in another order changes no state.
 */
export const metadataAgreement: Invariant = {
  name: 'MetadataAgreement',
  says: 'brokers that know the same version of a partition’s state know the same leader and ISR',
  watch() {
    const known: { [version: string]: UpdateMetadataPartition }[] = [];
    return {
      look({ after, entries }, _, complain) {
        for (const entry of entries) {
          if (entry.type !== 'MetadataCacheUpdated' && entry.type !== 'MetadataPublished') continue;
          const state = vecGet(after.nodes, entry.node)?.state as BrokerState;
          for (const partition of entry.args.partitions) {
            const cached = cachedPartition(state.metadata, partition);
            if (cached === null || cached.leader < -1) continue;
            const versions = (known[partition] ??= {});
            const version = `${cached.leaderEpoch}:${cached.zkVersion}`;
            const first = (versions[version] ??= cached);
            if (saidOf(first) !== saidOf(cached))
              complain(
                partition,
                `version ${version} is ${saidOf(first)}, and on broker ${state.brokerId} ${saidOf(cached)}`,
              );
          }
        }
      },
    };
  },
};

function saidOf({ leader, isr }: UpdateMetadataPartition): string {
  return `leader ${leader}, ISR [${isr.join(',')}]`;
}
