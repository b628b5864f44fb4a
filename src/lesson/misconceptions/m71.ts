import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A majority of the voters is enough for the quorum to commit. */
export const m71: Misconception = {
  id: 'M71',
  belief: 'every controller must be up for anything to be decided',
  answer: (asking) => (asking.fact === 'metadataRecords' && asking.isNew ? 0 : undefined),
  refutedBy: (asking) => lastOf(asking, 'MetadataCommitted'),
};
