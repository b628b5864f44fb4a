import type { TopicPartitions } from '../../../../protocol/group.ts';
import type { Micros } from '../../../../time.ts';
import type { MemberState } from './member-state.ts';

/** A member by the consumer protocol of KIP-848 (ConsumerMembershipManager and its heartbeats). */
export interface ModernMember {
  readonly protocol: 'consumer';
  readonly state: MemberState;
  /** Made before it joins for the first time, and kept as long as the process lives; '': none yet. */
  readonly memberId: string;
  /** 0 while it joins; -1 and -2 when it leaves. */
  readonly epoch: number;
  /** What it has taken over; null: nothing since it joined (LocalAssignment.NONE). */
  readonly current: LocalAssignment | null;
  /** What the coordinator wants it to have. */
  readonly target: LocalAssignment | null;
  /** What it is taking over, while offsets are being committed first; null: nothing. */
  readonly reconciling: LocalAssignment | null;
  /** It has left because poll() was not called in time, and joins again when it is. */
  readonly pollExpired: boolean;
  readonly heartbeat: Heartbeat;
  readonly sent: SentFields;
}

/** An assignment with a count of its own: the same partitions again after others are another assignment. */
export interface LocalAssignment {
  readonly localEpoch: number;
  readonly partitions: readonly TopicPartitions[];
}

export interface Heartbeat {
  /** As the coordinator said last; 0: it has not said. */
  readonly interval: Micros;
  readonly dueAt: Micros;
  /** After a failure: not before. */
  readonly notBefore: Micros;
  /** Failures in a row. */
  readonly failures: number;
  readonly inFlight: boolean;
}

/** What the last heartbeats have told the coordinator: only changes are sent (HeartbeatState.SentFields). */
export interface SentFields {
  readonly rebalanceTimeout: Micros;
  readonly topics: readonly string[] | null;
  readonly assignor: string | null;
  /** -1: nothing. */
  readonly localEpoch: number;
}

export const NOTHING_SENT: SentFields = { rebalanceTimeout: -1, topics: null, assignor: null, localEpoch: -1 };

/** A member that has never joined. */
export function newModernMember(): ModernMember {
  return {
    protocol: 'consumer',
    state: 'UNSUBSCRIBED',
    memberId: '',
    epoch: 0,
    current: null,
    target: null,
    reconciling: null,
    pollExpired: false,
    heartbeat: { interval: 0, dueAt: 0, notBefore: 0, failures: 0, inFlight: false },
    sent: NOTHING_SENT,
  };
}
