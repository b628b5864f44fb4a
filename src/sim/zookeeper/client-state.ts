import type { Kept } from '../machine.ts';
import type { ZkOp } from '../protocol/zookeeper.ts';
import type { ConnectionId } from '../world.ts';

/** org.apache.zookeeper.ZooKeeper.States, as far as a broker meets them. */
export type ZkSessionState = 'NOT_CONNECTED' | 'CONNECTING' | 'CONNECTED' | 'CLOSED' | 'EXPIRED';

/** A broker's side of its ZooKeeper session (kafka.zookeeper.ZooKeeperClient). */
export interface ZkClientState {
  readonly session: Kept<ZkSessionState>;
  readonly connection: ConnectionId | null;
  /** 0: none yet. */
  readonly sessionId: number;
  readonly timeoutMs: number;
  /** Which of `setup.zookeeperNodes` it is, or was last, connected to. */
  readonly server: number;
  /** Requests asked for while there was no connection, in order. `tag` finds the way back to who asked. */
  readonly queued: readonly { readonly tag: string; readonly ops: readonly ZkOp[]; readonly multi: boolean }[];
  /** Requests under way, oldest first; ZooKeeper answers in order. */
  readonly asked: readonly { readonly tag: string; readonly ops: readonly ZkOp[]; readonly multi: boolean }[];
}
