import type { Kept } from '../machine.ts';
import type { ZkOp, ZkResult } from '../protocol/zookeeper.ts';
import type { ConnectionId, Seq } from '../world.ts';
import type { ZkSessionState } from './session-machine.ts';

export type { ZkSessionState } from './session-machine.ts';

/** A broker's side of its ZooKeeper session (kafka.zookeeper.ZooKeeperClient). */
export interface ZkClientState {
  readonly session: Kept<ZkSessionState>;
  readonly connection: ConnectionId | null;
  /** 0: none yet. */
  readonly sessionId: number;
  /** The session's timeout: asked for, then as ZooKeeper has granted it. */
  readonly timeoutMs: number;
  /** Which of `setup.zookeeperNodes` it is, or was last, connected to. */
  readonly server: number;
  /** Servers tried in vain since it was last connected. */
  readonly tried: number;
  /** Last transaction that an answer told of: what happened later may have been missed while disconnected. */
  readonly lastZxid: number;
  /** Requests asked for while there was no connection, in order. `tag` finds the way back to who asked. */
  readonly queued: readonly ZkCall[];
  /** Requests under way, oldest first; ZooKeeper answers in order. */
  readonly asked: readonly ZkCall[];
  /** One-shot watches that have not fired, as the ZooKeeper client remembers them; by path and kind. */
  readonly watches: readonly ClientWatch[];
  /** The session is being closed: a lost connection is not looked for again. */
  readonly closing: boolean;
  /** Has this process read its configurations and made sure of the top-level znodes? That is done once. */
  readonly startedUp: boolean;
  /** Number of the last /config/changes notification that was acted upon; -1: none. */
  readonly lastConfigChange: number;
}

/** A request of the broker's: a `multi`, or operations each for itself, sent at most ten at a time. */
export interface ZkCall {
  readonly tag: string;
  readonly ops: readonly ZkOp[];
  readonly multi: boolean;
  readonly cause: Seq;
  /** Results of the operations already answered. */
  readonly done: readonly ZkResult[];
}

export interface ClientWatch {
  readonly path: string;
  /** `exists`: for a znode that was not there. */
  readonly kind: 'children' | 'data' | 'exists';
  /** Always 0: a client's watches are all its own. */
  readonly session: number;
}

/** The ZooKeeper side of a broker's process that has just started. */
export const NEW_ZK_CLIENT: ZkClientState = {
  session: { value: 'NOT_CONNECTED', context: null },
  connection: null,
  sessionId: 0,
  timeoutMs: 0,
  server: 0,
  tried: 0,
  lastZxid: 0,
  queued: [],
  asked: [],
  watches: [],
  closing: false,
  startedUp: false,
  lastConfigChange: -1,
};

/** The ZooKeeper side of a broker's process that has just started. */
export function newZkClientState(): ZkClientState {
  return NEW_ZK_CLIENT;
}
