import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** Brokers are observers of the quorum: they fetch the metadata log too, and work from their own copies. */
export const m68: Misconception = {
  id: 'M68',
  belief: 'only the controllers have the metadata, and brokers ask them when they need it',
  answer: (asking) =>
    asking.fact === 'metadataHolders' && asking.take === 'count' ? asking.after.world.setup.voters.length : undefined,
  refutedBy: (asking) => lastOf(asking, 'MetadataPublished'),
};
