import type { NodeId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that a ZooKeeper server writes, and those of a broker about its session. */
export interface ZooKeeperEntries {
  SessionOpened: { readonly session: number; readonly client: NodeId; readonly timeoutMs: number };
  SessionExpired: { readonly session: number; readonly client: NodeId };
  SessionClosed: { readonly session: number; readonly client: NodeId };
  ZnodeCreated: { readonly path: string; readonly ephemeral: boolean; readonly session: number };
  ZnodeChanged: { readonly path: string; readonly version: number };
  ZnodeDeleted: { readonly path: string };
  /** A write was refused: NodeExists, BadVersion ... */
  ZnodeWriteRefused: { readonly path: string; readonly error: string; readonly client: NodeId };
  /** A server of an ensemble looks for a leader, follows or leads; `leader` -1: nobody yet. */
  ZooKeeperRoleChanged: { readonly from: string; readonly to: string; readonly leader: NodeId; readonly epoch: number };
  WatchFired: { readonly path: string; readonly event: string; readonly client: NodeId };
}

export const zooKeeperInterest: { readonly [T in keyof ZooKeeperEntries]: Interest } = {
  SessionOpened: 'detail',
  SessionExpired: 'beat',
  SessionClosed: 'detail',
  ZnodeCreated: 'detail',
  ZnodeChanged: 'detail',
  ZnodeDeleted: 'detail',
  ZnodeWriteRefused: 'detail',
  ZooKeeperRoleChanged: 'beat',
  WatchFired: 'detail',
};
