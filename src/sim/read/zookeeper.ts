import type { Micros } from '../time.ts';
import type { NodeId, World } from '../world.ts';
import type { Znode } from '../zookeeper/state.ts';
import { nameOfNode, nodeOf } from './nodes.ts';
import { controllerOf, registeredBrokers, zooKeeperState } from './znodes.ts';

/** ZooKeeper as someone who watches sees it. */
export interface ZooKeeperView {
  readonly servers: readonly { readonly node: NodeId; readonly name: string; readonly up: boolean }[];
  /** The broker id in /controller; -1: nobody. */
  readonly controller: number;
  readonly controllerEpoch: number;
  /** Broker ids under /brokers/ids, ascending. */
  readonly ids: readonly number[];
  readonly sessions: readonly SessionView[];
  /** The root of the tree of znodes. */
  readonly root: Znode;
}

export interface SessionView {
  readonly id: number;
  readonly client: NodeId;
  readonly name: string;
  /** When it ends if ZooKeeper hears nothing until then. */
  readonly expiresAt: Micros;
  readonly timeout: Micros;
}

/** ZooKeeper's servers, sessions and znodes; null in a cluster without it. */
export function zookeeperView(world: World): ZooKeeperView | null {
  const state = zooKeeperState(world);
  if (state === null) return null;
  const controller = controllerOf(world);
  return {
    servers: world.setup.zookeeperNodes.map((id) => {
      const node = nodeOf(world, id);
      return { node: id, name: node.name, up: node.status === 'running' };
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
