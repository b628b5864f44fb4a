import type { RecordBatch } from '../../protocol/record-batch.ts';
import type { Config } from '../../scenario.ts';
import type { Micros } from '../../time.ts';
import type { PartitionId } from '../../world.ts';
import type { NetworkClientState } from '../network/state.ts';
import type { GroupState } from './group/state.ts';

export interface ConsumerState {
  readonly name: string;
  readonly client: string;
  readonly config: Config;
  readonly settings: ConsumerSettings;
  readonly network: NetworkClientState;
  readonly topics: readonly string[];
  readonly assign: readonly { readonly topic: string; readonly partition: number }[] | null;
  /** What its program calls subscribe() or assign() with when it begins, whatever it has called since. */
  readonly atStart: Pick<ConsumerState, 'topics' | 'assign'>;
  readonly processing: Micros;
  readonly paused: boolean;
  /** In the order in which they were assigned. */
  readonly assigned: readonly AssignedPartition[];
  /** Where in `assigned` a partition is, by PartitionId; -1: nowhere. */
  readonly assignedAt: readonly number[];
  /** One for each broker, in the order of their ids. */
  readonly sources: readonly FetchSource[];
  /** Indexes in `assigned` of the partitions with fetched records, in the order of their arrival. */
  readonly ready: readonly number[];
  /** Partitions that their leader has sent elsewhere to be read (KIP-392): from which broker, as an index into `sources`, and until when. */
  readonly preferred: readonly { readonly id: PartitionId; readonly source: number; readonly until: Micros }[];
  /** Seeks to partitions that are not assigned yet. */
  readonly seeks: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly to: number | 'beginning' | 'end';
  }[];
  /** Does some partition wait for a position, or for its position to be checked? */
  readonly unsettled: boolean;
  /** The metadata its assignment was last brought up to. */
  readonly metadataVersion: number;
  /** The program is busy with what poll() returned until then. */
  readonly busyUntil: Micros;
  readonly failed: string | null;
  /** Null without a group.id. */
  readonly group: GroupState | null;
}

export interface ConsumerSettings {
  readonly autoOffsetReset: 'earliest' | 'latest' | 'none';
  /** Where it begins without a group. */
  readonly beginsAt: 'earliest' | 'latest';
  /** Does it ask for fetch sessions (KIP-227)? */
  readonly fetchSessions: boolean;
  /** Without a group, a new partition takes its position in all the others away. */
  readonly assignsAnew: boolean;
  readonly maxPollRecords: number;
  readonly fetchMaxWait: Micros;
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly maxPartitionFetchBytes: number;
  readonly isolation: 'read_uncommitted' | 'read_committed';
  readonly requestTimeout: Micros;
  readonly retryBackoff: Micros;
  readonly rack: string;
}

/** Fetching from one broker: at most one request under way, in an incremental session (KIP-227). */
export interface FetchSource {
  readonly busy: boolean;
  /** 0: none. */
  readonly sessionId: number;
  readonly sessionEpoch: number;
  /** Indexes in `assigned` of the partitions that are read from here. */
  readonly partitions: readonly number[];
  /** Partitions that the session still holds and that moved away. */
  readonly moved: readonly PartitionId[];
}

export interface AssignedPartition {
  readonly id: PartitionId;
  /** Offset of the next record that poll() returns; null until it is known. */
  readonly position: number | null;
  /** Leader epoch of the record before it; -1: unknown. */
  readonly positionEpoch: number;
  readonly highWatermark: number | null;
  /** Fetched and not yet returned by poll(). */
  readonly buffered: readonly RecordBatch[];
  /** Its position is to be found by ListOffsets. */
  readonly resetting: boolean;
  readonly resetTo: 'earliest' | 'latest';
  /** The reset was asked for by a seek. */
  readonly sought: boolean;
  /** Its position is to be checked against the leader's log (OffsetForLeaderEpoch). */
  readonly validating: boolean;
  /** No ListOffsets, OffsetForLeaderEpoch or Fetch for it before this time. */
  readonly retryAt: Micros;
  /** The broker it is read from, as an index into `sources`; -1: unknown. */
  readonly source: number;
  readonly leaderEpoch: number;
  /** Fetch offset and leader epoch that the session was last told; -1: it is in no session. */
  readonly told: number;
  readonly toldEpoch: number;
}
