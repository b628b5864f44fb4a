import { cachedPartition } from '../broker/metadata-cache.ts';
import type { BrokerState } from '../broker/state.ts';
import { vecGet } from '../../lib/vec.ts';
import type { Invariant } from './invariant.ts';

/** What the controller epoch is for: the word of a controller that has been replaced does not undo that of the next. */
export const monotonicMetadata: Invariant = {
  name: 'MonotonicMetadata',
  says: 'as long as its process lives, what a broker knows of a partition is never replaced by an earlier state of it',
  watch() {
    const known: { readonly life: number; readonly epoch: number; readonly version: number }[][] = [];
    return {
      look({ after, entries }, _, complain) {
        for (const entry of entries) {
          if (entry.type !== 'MetadataCacheUpdated' && entry.type !== 'MetadataPublished') continue;
          const node = vecGet(after.nodes, entry.node);
          if (node === undefined) continue;
          const state = node.state as BrokerState;
          for (const partition of entry.args.partitions) {
            const versions = (known[partition] ??= []);
            const cached = cachedPartition(state.metadata, partition);
            if (cached === null || cached.leader < -1) continue;
            const last = versions[state.brokerId];
            const now = { life: node.incarnation, epoch: cached.leaderEpoch, version: cached.zkVersion };
            versions[state.brokerId] = now;
            if (last?.life !== now.life || now.epoch > last.epoch) continue;
            if (now.epoch < last.epoch || now.version < last.version)
              complain(
                partition,
                `broker ${state.brokerId} goes from epoch ${last.epoch}, version ${last.version} back to ${now.epoch}, ${now.version}`,
              );
          }
        }
      },
    };
  },
};
