import type { Json } from '../../lib/json.ts';

/* ZooKeeper's own requests (org.apache.zookeeper.ZooDefs.OpCode), with znode data as the JSON value that Kafka stores. */

export type ZkError =
  | 'Ok'
  | 'NoNode'
  | 'NodeExists'
  | 'BadVersion'
  | 'NotEmpty'
  | 'NoChildrenForEphemerals'
  | 'RuntimeInconsistency'
  | 'SessionExpired'
  | 'ConnectionLoss';

export interface ZkStat {
  readonly version: number;
  readonly cversion: number;
  readonly ephemeralOwner: number;
  readonly czxid: number;
  readonly mzxid: number;
}

/** sessionId 0 asks for a new session; another resumes it. */
export interface ZkConnectRequest {
  readonly type: 'ZkConnectRequest';
  readonly sessionId: number;
  readonly timeOutMs: number;
}
/** timeOutMs 0: the session has expired. */
export interface ZkConnectResponse {
  readonly type: 'ZkConnectResponse';
  readonly sessionId: number;
  readonly timeOutMs: number;
}
export interface ZkPingRequest {
  readonly type: 'ZkPingRequest';
}
export interface ZkPingResponse {
  readonly type: 'ZkPingResponse';
}
export interface ZkCloseSessionRequest {
  readonly type: 'ZkCloseSessionRequest';
}
export interface ZkCloseSessionResponse {
  readonly type: 'ZkCloseSessionResponse';
}

export interface ZkCreateOp {
  readonly op: 'create';
  readonly path: string;
  readonly data: Json;
  readonly ephemeral: boolean;
  readonly sequential: boolean;
}
/** version -1: any. */
export interface ZkDeleteOp {
  readonly op: 'delete';
  readonly path: string;
  readonly version: number;
}
export interface ZkSetDataOp {
  readonly op: 'setData';
  readonly path: string;
  readonly data: Json;
  readonly version: number;
}
export interface ZkCheckOp {
  readonly op: 'check';
  readonly path: string;
  readonly version: number;
}
export interface ZkExistsOp {
  readonly op: 'exists';
  readonly path: string;
  readonly watch: boolean;
}
export interface ZkGetDataOp {
  readonly op: 'getData';
  readonly path: string;
  readonly watch: boolean;
}
export interface ZkGetChildrenOp {
  readonly op: 'getChildren';
  readonly path: string;
  readonly watch: boolean;
}
export type ZkWriteOp = ZkCreateOp | ZkDeleteOp | ZkSetDataOp | ZkCheckOp;
/** All or nothing, as one of several pipelined operations: how the controller fences each of its writes. */
export interface ZkMultiOp {
  readonly op: 'multi';
  readonly ops: readonly ZkWriteOp[];
}
export type ZkOp = ZkWriteOp | ZkExistsOp | ZkGetDataOp | ZkGetChildrenOp | ZkMultiOp;

/**
 * Results in the order of the operations. `path` is the created path (sequential nodes get their number). Of a `multi` that failed,
 * operations before the one that was refused say Ok and those after it RuntimeInconsistency; none of them was done.
 */
export interface ZkResult {
  readonly error: ZkError;
  readonly path: string;
  readonly data: Json;
  readonly stat: ZkStat | null;
  readonly children: readonly string[];
  readonly results?: readonly ZkResult[];
}

/** One operation, or several pipelined (each for itself), or a `multi`: all or nothing. */
export interface ZkRequest {
  readonly type: 'ZkRequest';
  readonly ops: readonly ZkOp[];
  readonly multi: boolean;
}
/** zxid: the last transaction that the server had applied (the reply header's). */
export interface ZkResponse {
  readonly type: 'ZkResponse';
  readonly error: ZkError;
  readonly zxid: number;
  readonly results: readonly ZkResult[];
}

/** After a reconnection the client asks again for its watches; what changed after `relativeZxid` is told at once. */
export interface ZkSetWatchesRequest {
  readonly type: 'ZkSetWatchesRequest';
  readonly relativeZxid: number;
  readonly dataWatches: readonly string[];
  readonly existWatches: readonly string[];
  readonly childWatches: readonly string[];
}
export interface ZkSetWatchesResponse {
  readonly type: 'ZkSetWatchesResponse';
}

/** A watch that fired; one-shot. */
export interface ZkWatcherEvent {
  readonly type: 'ZkWatcherEvent';
  readonly event: 'NodeCreated' | 'NodeDeleted' | 'NodeDataChanged' | 'NodeChildrenChanged';
  readonly path: string;
}

export type ZkBody =
  | ZkConnectRequest
  | ZkConnectResponse
  | ZkPingRequest
  | ZkPingResponse
  | ZkCloseSessionRequest
  | ZkCloseSessionResponse
  | ZkRequest
  | ZkResponse
  | ZkSetWatchesRequest
  | ZkSetWatchesResponse
  | ZkWatcherEvent;
