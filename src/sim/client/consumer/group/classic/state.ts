import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { ConsumerProtocolAssignment, JoinGroupResponse, TopicPartitions } from '../../../../protocol/group.ts';
import type { Micros } from '../../../../time.ts';

/** AbstractCoordinator.MemberState. */
export type MemberState = 'UNJOINED' | 'PREPARING_REBALANCE' | 'COMPLETING_REBALANCE' | 'STABLE';

/** A member by the classic protocol (AbstractCoordinator, ConsumerCoordinator). */
export interface ClassicMember {
  readonly protocol: 'classic';
  readonly state: MemberState;
  /** -1: none (Generation.NO_GENERATION). */
  readonly generationId: number;
  /** '': none. */
  readonly memberId: string;
  /** The assignor that the coordinator chose. */
  readonly protocolName: string | null;
  readonly rejoinNeeded: boolean;
  /** Why it joins again, as JoinGroup says it. */
  readonly rejoinReason: string;
  readonly needsJoinPrepare: boolean;
  /** A JoinGroup or SyncGroup is under way. */
  readonly joining: boolean;
  /** No JoinGroup before this time. */
  readonly retryAt: Micros;
  /** JoinGroup was answered while the program was out of poll(), and nobody else reads from the network. */
  readonly unread: JoinGroupResponse | null;
  /** It leads this generation and waits for metadata of the group's topics. */
  readonly leading: JoinGroupResponse | null;
  /** SyncGroup was answered; poll() takes it over. */
  readonly received: ConsumerProtocolAssignment | null;
  readonly isLeader: boolean;
  /** As the leader last shared them out: how many partitions each topic had. Null when it does not lead. */
  readonly assignmentSnapshot: { readonly [topic: string]: number } | null;
  readonly joinedSubscription: readonly string[] | null;
  /** What StickyAssignor remembers by itself, also when everything was revoked: its last assignment, and of which generation. */
  readonly lastAssignment: { readonly partitions: readonly TopicPartitions[]; readonly generationId: number } | null;
  /** The commit before a rejoin has been made, or tried. */
  readonly preparing: boolean;
  /** A LeaveGroup is under way. */
  readonly leaving: boolean;
  readonly heartbeatAt: Micros;
  /** Without an answer to a heartbeat until then the coordinator counts as lost. */
  readonly sessionUntil: Micros;
  /** What the heartbeats' thread failed with: the next poll() throws it. */
  readonly failed: ErrorCode | null;
}

/** A member that has never joined. */
export function newClassicMember(): ClassicMember {
  return {
    protocol: 'classic',
    state: 'UNJOINED',
    generationId: -1,
    memberId: '',
    protocolName: null,
    rejoinNeeded: true,
    rejoinReason: '',
    needsJoinPrepare: true,
    joining: false,
    retryAt: 0,
    unread: null,
    leading: null,
    received: null,
    isLeader: false,
    assignmentSnapshot: null,
    joinedSubscription: null,
    lastAssignment: null,
    preparing: false,
    leaving: false,
    heartbeatAt: 0,
    sessionUntil: 0,
    failed: null,
  };
}
