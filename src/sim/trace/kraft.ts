import type { NodeId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that a member of KRaft's quorum writes. */
export interface KRaftEntries {
  /** `leader` is that of `epoch`, -1 while it is not known; `from` is empty when the process starts. */
  RaftRoleChanged: {
    readonly from: string;
    readonly to: string;
    readonly epoch: number;
    readonly leader: NodeId;
    readonly why: string;
  };
  VoteGranted: { readonly candidate: NodeId; readonly epoch: number; readonly preVote: boolean };
  VoteRefused: {
    readonly candidate: NodeId;
    readonly epoch: number;
    readonly preVote: boolean;
    readonly reason: string;
  };
  /** A candidate has a majority; `votes` are ids of voters. */
  QuorumLeaderElected: { readonly epoch: number; readonly votes: readonly number[]; readonly voters: number };
  /** The leader wrote offsets [from, to); `types` are those of the records, each once. */
  MetadataAppended: {
    readonly from: number;
    readonly to: number;
    readonly epoch: number;
    readonly types: readonly string[];
  };
  MetadataReplicated: { readonly from: number; readonly to: number; readonly leader: NodeId };
  /** The leader's high watermark moved: a majority has what lies below it. */
  MetadataCommitted: { readonly from: number; readonly to: number; readonly epoch: number };
  /** Another member learned of it. */
  MetadataCommitLearned: { readonly from: number; readonly to: number };
  /** Records that were never committed are gone. */
  MetadataTruncated: { readonly from: number; readonly to: number; readonly leader: NodeId };
  /** What was committed is asked to go: Kafka ends the process. */
  QuorumFault: { readonly highWatermark: number; readonly to: number; readonly leader: NodeId };
}

export const kraftInterest: { readonly [T in keyof KRaftEntries]: Interest } = {
  RaftRoleChanged: 'detail',
  VoteGranted: 'detail',
  VoteRefused: 'detail',
  QuorumLeaderElected: 'beat',
  MetadataAppended: 'detail',
  MetadataReplicated: 'noise',
  MetadataCommitted: 'detail',
  MetadataCommitLearned: 'noise',
  MetadataTruncated: 'beat',
  QuorumFault: 'beat',
};
