import type { Json } from '../../lib/json.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, NodeId, Seq } from '../world.ts';
import type { EnsembleState } from './ensemble/state.ts';

/** A ZooKeeper server, alone or in an ensemble; its znodes survive a crash of the process (they are logged before an answer). */
export interface ZooKeeperState {
  readonly serverId: number;
  /** Session timeouts are kept between 2 and 20 of these (ZooKeeperServer.getMinSessionTimeout). */
  readonly tickTimeMs: number;
  /** Znodes by path; a persistent tree keyed by path segment, so that a change copies one path. */
  readonly root: Znode;
  readonly zxid: number;
  readonly nextSession: number;
  /** By id, ascending. */
  readonly sessions: readonly ZkSession[];
  /** By path, kind and session (code units), for look-up by binary search. Memory only: a restarted server has none. */
  readonly watches: readonly ZkWatch[];
  /** Connections of clients that wait for their session to be agreed upon; without an ensemble none ever does. */
  readonly newcomers: readonly ConnectionId[];
  /** Its part in an ensemble; null: it is the only server. */
  readonly ensemble: EnsembleState | null;
}

export interface Znode {
  readonly data: Json;
  readonly version: number;
  /** How many children have ever been created here: the number of the next sequential one. */
  readonly cversion: number;
  readonly czxid: number;
  readonly mzxid: number;
  /** Transaction that last created or deleted a child. */
  readonly pzxid: number;
  /** Session that owns an ephemeral; 0: persistent. */
  readonly ephemeralOwner: number;
  /** Sorted by name (code units), for look-up by binary search. */
  readonly children: readonly ZnodeChild[];
}

export interface ZnodeChild {
  readonly name: string;
  readonly node: Znode;
}

export interface ZkSession {
  readonly id: number;
  /** The node whose session it is. */
  readonly client: NodeId;
  readonly connection: ConnectionId | null;
  readonly timeout: Micros;
  /** When it expires if nothing is heard until then. */
  readonly expiresAt: Micros;
  /** Trace entry of what was heard last: cause of the expiry. */
  readonly heard: Seq;
  /** The server's timer slot for its expiry. */
  readonly slot: number;
  /** Paths of its ephemerals, sorted by code units. */
  readonly ephemerals: readonly string[];
}

/** A one-shot watch: data (set by getData and exists) or children. */
export interface ZkWatch {
  readonly path: string;
  readonly kind: 'data' | 'children';
  readonly session: number;
}
