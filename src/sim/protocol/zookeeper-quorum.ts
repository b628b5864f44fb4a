import type { Znode, ZkSession } from '../zookeeper/state.ts';
import type { NodeId } from '../world.ts';
import type { ZkRequest } from './zookeeper.ts';

/* Between the servers of a ZooKeeper ensemble: leader election and atomic broadcast (Zab; org.apache.zookeeper.server.quorum). */

/** Whom a server would follow, and how much that one has seen: its epoch, then how many transactions (Vote). */
export interface ZkVote {
  readonly leader: number;
  readonly epoch: number;
  readonly counter: number;
}

export type ZkServerRole = 'LOOKING' | 'FOLLOWING' | 'LEADING';

/** FastLeaderElection's Notification. */
export interface ZkVoteNotice {
  readonly type: 'ZkVoteNotice';
  readonly server: number;
  readonly round: number;
  readonly role: ZkServerRole;
  readonly vote: ZkVote;
}

/** A follower introduces itself to the leader (FOLLOWERINFO, ACKEPOCH). */
export interface ZkFollowerInfo {
  readonly type: 'ZkFollowerInfo';
  readonly server: number;
  readonly epoch: number;
}

/** What a server does for a client, agreed by all: the client's request, or the end of its session. */
export type ZkTransaction =
  | { readonly kind: 'open'; readonly client: NodeId; readonly timeOutMs: number }
  | { readonly kind: 'resume'; readonly session: number }
  | { readonly kind: 'close'; readonly session: number }
  | { readonly kind: 'expire'; readonly session: number }
  | { readonly kind: 'request'; readonly session: number; readonly request: ZkRequest };

/** A transaction in its place. `server` and `connection` say who answers for it; -1: nobody waits. */
export interface ZkProposed {
  readonly counter: number;
  readonly transaction: ZkTransaction;
  readonly server: number;
  readonly connection: number;
}

/** The leader's history: NEWLEADER with a snapshot (SNAP). */
export interface ZkSnapshot {
  readonly type: 'ZkSnapshot';
  readonly epoch: number;
  readonly counter: number;
  readonly zxid: number;
  readonly nextSession: number;
  readonly root: Znode;
  readonly sessions: readonly ZkSession[];
}
export interface ZkUpToDate {
  readonly type: 'ZkUpToDate';
}
export interface ZkProposal {
  readonly type: 'ZkProposal';
  readonly proposed: ZkProposed;
}
/** Everything up to `counter` is in the follower's log. */
export interface ZkAck {
  readonly type: 'ZkAck';
  readonly counter: number;
}
export interface ZkCommit {
  readonly type: 'ZkCommit';
  readonly counter: number;
}
/** A follower passes on what a client wants written (REQUEST). */
export interface ZkForward {
  readonly type: 'ZkForward';
  readonly transaction: ZkTransaction;
  readonly connection: number;
}
export interface ZkLeaderPing {
  readonly type: 'ZkLeaderPing';
}
/** The answer to it tells of whom the follower has heard: the leader alone lets sessions expire. */
export interface ZkLearnerPing {
  readonly type: 'ZkLearnerPing';
  readonly touched: readonly number[];
}

export type ZkQuorumBody =
  | ZkVoteNotice
  | ZkFollowerInfo
  | ZkSnapshot
  | ZkUpToDate
  | ZkProposal
  | ZkAck
  | ZkCommit
  | ZkForward
  | ZkLeaderPing
  | ZkLearnerPing;
