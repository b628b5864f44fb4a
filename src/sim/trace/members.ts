import type { RecordBatch } from '../protocol/record-batch.ts';
import type { PartitionId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that consumers with a group.id write, and the programs around them. Offset ranges are [from, to). */
export interface MemberEntries {
  CoordinatorFound: { readonly group: string; readonly broker: number };
  CoordinatorLost: { readonly group: string; readonly broker: number; readonly why: string };
  /** It asks to join, or to join again; `why` is empty the first time. */
  GroupJoining: { readonly group: string; readonly member: string; readonly why: string };
  /** The rebalance listener is called: these partitions are new; `owned` is all that it has now. */
  PartitionsAssigned: {
    readonly group: string;
    readonly generation: number;
    readonly partitions: readonly PartitionId[];
    readonly owned: readonly PartitionId[];
  };
  PartitionsRevoked: { readonly group: string; readonly partitions: readonly PartitionId[] };
  /** They may belong to somebody else already. */
  PartitionsLost: { readonly group: string; readonly partitions: readonly PartitionId[] };
  GroupLeft: { readonly group: string; readonly member: string; readonly why: string };
  /** poll() was not called for max.poll.interval.ms. */
  PollOverdue: { readonly group: string; readonly member: string };
  /** Offsets are committed, one for each partition. `how`: by poll() itself, by the program, before rejoining, by close(). */
  CommitSucceeded: {
    readonly group: string;
    readonly partitions: readonly PartitionId[];
    readonly offsets: readonly number[];
    readonly how: 'auto' | 'program' | 'rejoin' | 'close';
  };
  CommitFailed: {
    readonly group: string;
    readonly partitions: readonly PartitionId[];
    readonly offsets: readonly number[];
    readonly how: 'auto' | 'program' | 'rejoin' | 'close';
    readonly error: string;
  };
  /** A member of the consumer protocol (KIP-848) goes from one of its own states to another. */
  MembershipChanged: { readonly group: string; readonly from: string; readonly to: string; readonly epoch: number };
  /** The consumer's member failed with what ends its program. */
  MemberFailed: { readonly group: string; readonly error: string };
  /** The program is done with these records. */
  RecordsProcessed: {
    readonly partition: PartitionId;
    readonly from: number;
    readonly to: number;
    readonly batches: readonly RecordBatch[];
  };
  /** For each of these records the program has done something outside Kafka, which nothing undoes. */
  SideEffect: {
    readonly effect: string;
    readonly partition: PartitionId;
    readonly from: number;
    readonly to: number;
    readonly batches: readonly RecordBatch[];
  };
}

export const memberInterest: { readonly [T in keyof MemberEntries]: Interest } = {
  CoordinatorFound: 'detail',
  CoordinatorLost: 'detail',
  GroupJoining: 'beat',
  PartitionsAssigned: 'beat',
  PartitionsRevoked: 'beat',
  PartitionsLost: 'beat',
  GroupLeft: 'beat',
  PollOverdue: 'beat',
  CommitSucceeded: 'detail',
  CommitFailed: 'beat',
  MembershipChanged: 'detail',
  MemberFailed: 'beat',
  RecordsProcessed: 'detail',
  SideEffect: 'detail',
};
