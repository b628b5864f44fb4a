import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** The metadata log is replicated by Raft, as every node's own copy. */
export const m67: Misconception = {
  id: 'M67',
  belief: 'the state of the cluster is kept in one place, by the one that decides',
  answer: (asking) => (asking.fact === 'metadataHolders' && asking.take === 'count' ? 1 : undefined),
  refutedBy: (asking) => lastOf(asking, 'MetadataReplicated'),
};
