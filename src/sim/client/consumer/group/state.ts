import type { CommitPolicy } from '../../../intervention.ts';
import type { RecordBatch } from '../../../protocol/record-batch.ts';
import type { Config } from '../../../scenario.ts';
import type { Micros } from '../../../time.ts';
import type { PartitionId } from '../../../world.ts';
import type { ClassicMember } from './classic/state.ts';
import type { ModernMember } from './modern/state.ts';
import type { MemberSettings } from './settings.ts';

/** What a consumer with a group.id keeps besides positions; null in a consumer without one. */
export interface GroupState {
  readonly settings: MemberSettings;
  /** subscribe(): the group says which partitions. False after assign(): the group only keeps offsets. */
  readonly subscribed: boolean;
  /** Where the coordinator is, as an index of brokers; -1: unknown. */
  readonly coordinator: number;
  /** A FindCoordinator request is under way. */
  readonly finding: boolean;
  /** No FindCoordinator before this time. */
  readonly findAt: Micros;
  /** How many in a row have failed. */
  readonly findFailures: number;
  readonly member: ClassicMember | ModernMember;

  /** Assigned partitions whose committed offset is still to be asked for. */
  readonly initializing: readonly PartitionId[];
  readonly offsetFetch: OffsetFetch;
  /** Nothing is fetched and returned any more: what was assigned is about to be revoked (SubscriptionState.markPendingRevocation). */
  readonly revoking: boolean;
  /** The same for some partitions alone, while the others are read on. */
  readonly withheld: readonly PartitionId[];

  /** Of assigned partitions, in clients that commit what is stored: see {@link StoredOffset}; empty in others. */
  readonly stored: readonly StoredOffset[];
  /** When poll() commits by itself next (auto.commit.interval.ms). */
  readonly autoCommitAt: Micros;
  /** OffsetCommit requests without an answer, oldest first: does somebody wait for it? */
  readonly commitsUnderWay: readonly ('waited' | 'auto')[];
  /** A commit that somebody waits for: the program, a rebalance, close(). */
  readonly commit: WaitedCommit | null;

  readonly program: Program;
  /** The last call of poll(): the time of max.poll.interval.ms runs from here while the program is out of it. */
  readonly polledAt: Micros;
  /** close(): the program has left its loop, and what happens before the process ends. */
  readonly closing: 'asked' | 'committing' | 'leaving' | null;
  readonly closeBy: Micros;
  /** When it is closed, the program makes itself a new consumer with this configuration; null: it ends. */
  readonly next: Config | null;
}

/** The question for them. */
export interface OffsetFetch {
  readonly underWay: boolean;
  /** After a failure: not before. */
  readonly notBefore: Micros;
  /** Failures in a row. */
  readonly failures: number;
}

export const NOT_ASKED: OffsetFetch = { underWay: false, notBefore: 0, failures: 0 };

/** An offset to be committed: of the next record to read, with the epoch of the one before it. */
export interface CommitOffset {
  readonly partition: PartitionId;
  readonly offset: number;
  readonly leaderEpoch: number;
}

/** What librdkafka keeps of a partition (rktp_stored_offset, rktp_committed_offset); -1: none. */
export interface StoredOffset {
  readonly partition: PartitionId;
  /** The offset after the last record that was handed over since the partition was assigned. */
  readonly offset: number;
  readonly leaderEpoch: number;
  /** The group's offset, as far as this member knows. */
  readonly committed: number;
}

/** What a commit is for; `auto`: auto.commit.interval.ms is over, and nobody waits for it. */
export type CommitHow = 'program' | 'rejoin' | 'close' | 'auto';

export interface WaitedCommit {
  readonly offsets: readonly CommitOffset[];
  readonly how: Exclude<CommitHow, 'auto'>;
  /** It is sent again until then when that may help. */
  readonly until: Micros;
  readonly retryAt: Micros;
  readonly sent: boolean;
  /** How often it has been refused with an error that trying again may help against. */
  readonly failures: number;
}

/** What the program around the consumer does. */
export interface Program {
  readonly commit: CommitPolicy;
  /** What it does outside Kafka for each record; null: nothing. */
  readonly effect: string | null;
  /** `polling`: in poll(); `processing`: works on records; `committing`: in commitSync(). */
  readonly step: 'polling' | 'processing' | 'committing';
  /** What poll() returned and is not processed yet. */
  readonly handed: readonly Handed[];
  /** How many of them are done when the program's timer fires. */
  readonly chunk: number;
}

/** Records of one partition that a poll() returned: those at offsets [from, to) of the batches. */
export interface Handed {
  readonly partition: PartitionId;
  readonly from: number;
  readonly to: number;
  readonly batches: readonly RecordBatch[];
}
