import type { FetchPartition } from '../protocol/client.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, PartitionId } from '../world.ts';

/** kafka.server.ReplicaFetcherThread: pulls from one leader. */
export interface ReplicaFetcher {
  readonly leader: number;
  readonly connection: ConnectionId | null;
  readonly ready: boolean;
  /** Is a request under way? */
  readonly busy: boolean;
  /** FetchMetadata of the next request (KIP-227). */
  readonly sessionId: number;
  readonly sessionEpoch: number;
  /** By ascending id. */
  readonly partitions: readonly FetcherPartition[];
  /** Partitions whose fetch position the leader has not been told since it changed. */
  readonly changed: readonly PartitionId[];
  /** Partitions of the session that are not fetched any more, and what the leader was last told about them. */
  readonly forgotten: readonly { readonly partition: PartitionId; readonly told: FetchPartition }[];
  /** Partitions that wait out an error. */
  readonly delayed: readonly PartitionId[];
  /** Partitions out of the leader's range: where to go on is asked by ListOffsets, one after another. */
  readonly resetting: readonly PartitionId[];
  /** The leader's log end as ListOffsets answered; -1: not asked yet. */
  readonly leaderEndOffset: number;
  readonly timerSlot: number;
}

/** kafka.server.PartitionFetchState. */
export interface FetcherPartition {
  readonly partition: PartitionId;
  readonly topic: string;
  /** The topic that the log here is of; empty in 2.8, whose followers fetch by name. */
  readonly topicId: string;
  readonly index: number;
  readonly fetchOffset: number;
  readonly currentLeaderEpoch: number;
  /** -1: none. */
  readonly lastFetchedEpoch: number;
  /** After an error: not before this time. */
  readonly delayedUntil: Micros;
  /** What the leader was last told in this session; null: not part of it. */
  readonly told: FetchPartition | null;
}
