import type { Micros } from '../time.ts';
import type { NodeId, World } from '../world.ts';
import type { Znode, ZooKeeperState } from '../zookeeper/state.ts';
import { nameOfNode, nodeOf } from './nodes.ts';
import { controllerOf, registeredBrokers, zooKeeperState } from './znodes.ts';

/** ZooKeeper as someone who watches sees it. */
export interface ZooKeeperView {
  readonly servers: readonly ZooKeeperServerView[];
  /** The broker id in /controller; -1: nobody. */
  readonly controller: number;
  readonly controllerEpoch: number;
  /** Broker ids under /brokers/ids, ascending. */
  readonly ids: readonly number[];
  readonly sessions: readonly SessionView[];
  /** The root of the tree of znodes. */
  readonly root: Znode;
}

export interface ZooKeeperServerView {
  readonly node: NodeId;
  readonly name: string;
  /** Does its process run? */
  readonly up: boolean;
  /** `alone`: there is no other. */
  readonly role: 'alone' | 'leader' | 'follower' | 'looking';
  /** Does it serve clients? */
  readonly serving: boolean;
}

export interface SessionView {
  readonly id: number;
  readonly client: NodeId;
  readonly name: string;
  /** When it ends if ZooKeeper hears nothing until then. */
  readonly expiresAt: Micros;
  readonly timeout: Micros;
}

const ROLES = { LOOKING: 'looking', FOLLOWING: 'follower', LEADING: 'leader' } as const;

/** ZooKeeper's servers, sessions and znodes; null in a cluster without it. */
export function zookeeperView(world: World): ZooKeeperView | null {
  const state = zooKeeperState(world);
  if (state === null) return null;
  const controller = controllerOf(world);
  return {
    servers: world.setup.zookeeperNodes.map((id) => {
      const node = nodeOf(world, id);
      const up = node.status === 'running';
      const { ensemble } = node.state as ZooKeeperState;
      const role = ensemble === null ? 'alone' : ROLES[ensemble.role];
      return { node: id, name: node.name, up, role, serving: up && (ensemble?.serving ?? true) };
    }),
    controller: controller.broker,
    controllerEpoch: controller.epoch,
    ids: registeredBrokers(world),
    sessions: state.sessions.map(({ id, client, expiresAt, timeout }) => ({
      id,
      client,
      name: nameOfNode(world, client),
      expiresAt,
      timeout,
    })),
    root: state.root,
  };
}
