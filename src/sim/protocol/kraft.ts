import type { ErrorCode } from './errors.ts';

/*
 * Between voters, brokers and the active controller (KRaft mode). Names are those of Kafka's message definitions; __cluster_metadata-0
 * is the only Raft log, and followers and observers read it with an ordinary Fetch.
 */

export interface VoteRequest {
  readonly type: 'VoteRequest';
  readonly candidateId: number;
  readonly candidateEpoch: number;
  readonly lastOffsetEpoch: number;
  readonly lastOffset: number;
  /** KIP-996, in 4.0. */
  readonly preVote: boolean;
}
export interface VoteResponse {
  readonly type: 'VoteResponse';
  readonly errorCode: ErrorCode;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly voteGranted: boolean;
}
export interface BeginQuorumEpochRequest {
  readonly type: 'BeginQuorumEpochRequest';
  readonly leaderId: number;
  readonly leaderEpoch: number;
}
export interface BeginQuorumEpochResponse {
  readonly type: 'BeginQuorumEpochResponse';
  readonly errorCode: ErrorCode;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}
export interface EndQuorumEpochRequest {
  readonly type: 'EndQuorumEpochRequest';
  readonly leaderId: number;
  readonly leaderEpoch: number;
  /** Most caught-up first. */
  readonly preferredSuccessors: readonly number[];
}
export interface EndQuorumEpochResponse {
  readonly type: 'EndQuorumEpochResponse';
  readonly errorCode: ErrorCode;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export interface BrokerRegistrationRequest {
  readonly type: 'BrokerRegistrationRequest';
  readonly brokerId: number;
  readonly incarnationId: string;
  readonly rack: string | null;
  /** The epoch it had when it last stopped cleanly; -1: it did not (KIP-966's clean shutdown file). */
  readonly previousBrokerEpoch: number;
}
export interface BrokerRegistrationResponse {
  readonly type: 'BrokerRegistrationResponse';
  readonly errorCode: ErrorCode;
  readonly brokerEpoch: number;
}
export interface BrokerHeartbeatRequest {
  readonly type: 'BrokerHeartbeatRequest';
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly currentMetadataOffset: number;
  readonly wantFence: boolean;
  readonly wantShutDown: boolean;
}
export interface BrokerHeartbeatResponse {
  readonly type: 'BrokerHeartbeatResponse';
  readonly errorCode: ErrorCode;
  readonly isCaughtUp: boolean;
  readonly isFenced: boolean;
  readonly shouldShutDown: boolean;
}

export type KRaftBody =
  | VoteRequest
  | VoteResponse
  | BeginQuorumEpochRequest
  | BeginQuorumEpochResponse
  | EndQuorumEpochRequest
  | EndQuorumEpochResponse
  | BrokerRegistrationRequest
  | BrokerRegistrationResponse
  | BrokerHeartbeatRequest
  | BrokerHeartbeatResponse;
