import type { Vec } from '../../../lib/vec.ts';
import type { Group } from '../../group/group.ts';
import type { AfterCommit } from '../../group/work.ts';
import type { Micros } from '../../time.ts';
import type { PartitionId, Seq } from '../../world.ts';

/** The group coordinator of one broker: all of it is memory, and lost with the process; what lasts is in __consumer_offsets. */
export interface GroupCoordinatorState {
  /** The partitions of __consumer_offsets that this broker leads, ascending. */
  readonly shards: readonly Shard[];
  /** The groups of all of them, by id (code units). */
  readonly groups: readonly GroupEntry[];
  /** What was written and is not committed yet, oldest first. */
  readonly pending: readonly PendingWrite[];
}

/** One partition of __consumer_offsets and what was read of it (CoordinatorRuntime.CoordinatorContext). */
export interface Shard {
  /** Its number in __consumer_offsets. */
  readonly number: number;
  readonly partition: PartitionId;
  readonly leaderEpoch: number;
  readonly state: 'LOADING' | 'ACTIVE';
  /** LOADING: the next offset to read, and when. */
  readonly loadFrom: number;
  readonly loadAt: Micros;
}

/** What a shard has of one group id. */
export interface GroupEntry {
  readonly groupId: string;
  /** The number of its shard. */
  readonly shard: number;
  /** null: there are offsets alone. */
  readonly group: Group | null;
  readonly timers: readonly GroupTimer[];
  /** When the first of the timers fires; null: there is none. */
  readonly nextAt: Micros | null;
  /** What is committed, by topic (code units). */
  readonly offsets: readonly TopicOffsets[];
}

export interface GroupTimer {
  readonly name: string;
  readonly at: Micros;
  /** What set it. */
  readonly cause: Seq;
}

export interface TopicOffsets {
  readonly topic: string;
  /** By partition number; null: nothing committed. */
  readonly partitions: Vec<CommittedOffset | null>;
}

/** org.apache.kafka.coordinator.group.OffsetAndMetadata. */
export interface CommittedOffset {
  readonly offset: number;
  /** -1: not told. */
  readonly leaderEpoch: number;
  readonly metadata: string;
  /** Milliseconds. */
  readonly commitTimestamp: number;
}

/** A commit, or with null the end of one, that counts as soon as it is below the high watermark. */
export interface OffsetChange {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly committed: CommittedOffset | null;
}

/** A batch of records in a shard's log above the high watermark (CoordinatorWriteEvent in the DeferredEventQueue). */
export interface PendingWrite {
  readonly shard: number;
  /** It is committed when the high watermark is here. */
  readonly requiredOffset: number;
  /** When those who wait are told that it took too long; null: nobody waits (any more). */
  readonly deadline: Micros | null;
  readonly offsets: readonly OffsetChange[];
  readonly after: readonly AfterCommit[];
}

export const NO_GROUPS: GroupCoordinatorState = { shards: [], groups: [], pending: [] };
