import type { Json } from '../../lib/json.ts';
import type { NodeId, World } from '../world.ts';
import type { Znode, ZooKeeperState } from '../zookeeper/state.ts';
import { znodeAt as znodeIn } from '../zookeeper/znode-tree.ts';
import { nodeOf } from './nodes.ts';

/** What ZooKeeper holds, as the server has it that knows most; null in a cluster without it. */
export function zooKeeperState(world: World): ZooKeeperState | null {
  const server = zooKeeperServer(world);
  return server === null ? null : (nodeOf(world, server).state as ZooKeeperState);
}

/** The leader of the ensemble, or the server with the longest history while there is none; null in a cluster without ZooKeeper. */
export function zooKeeperServer(world: World): NodeId | null {
  let best: NodeId | null = null;
  for (const node of world.setup.zookeeperNodes) if (best === null || knowsMore(world, node, best)) best = node;
  return best;
}

function knowsMore(world: World, node: NodeId, than: NodeId): boolean {
  const [a, b] = [rankOf(world, node), rankOf(world, than)];
  const at = a.findIndex((rank, i) => rank !== b[i]);
  return at >= 0 && (a[at] as number) > (b[at] as number);
}

/** A leader that serves first, the later epoch of two; then the later epoch, then the longer history. */
function rankOf(world: World, node: NodeId): readonly number[] {
  const { status, state } = nodeOf(world, node);
  const { ensemble } = state as ZooKeeperState;
  if (ensemble === null) return [0, 0, 0];
  const leads = status === 'running' && ensemble.role === 'LEADING' && ensemble.serving;
  return [leads ? 1 : 0, ensemble.epoch, ensemble.counter - ensemble.log.length];
}

/** The znode at a path such as `/brokers/ids/1`; null when there is none. */
export function znodeAt(world: World, path: string): Znode | null {
  const root = zooKeeperState(world)?.root;
  return root === undefined ? null : znodeIn(root, path);
}

/** A member of a znode's data, which Kafka stores as a JSON object; null when there is no such member. */
export function field(data: Json | undefined, name: string): Json {
  if (data === null || data === undefined || typeof data !== 'object' || Array.isArray(data)) return null;
  return (data as { readonly [key: string]: Json })[name] ?? null;
}

/** A whole number, which some znodes hold as a text (/controller_epoch); `otherwise` for anything else. */
export function integer(value: Json, otherwise: number): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : otherwise;
}

/** A list of whole numbers; empty for anything else. */
export function integers(value: Json): readonly number[] {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
}

/** The broker whose ephemeral /controller exists, and the epoch of /controller_epoch; -1 and 0 before there is one. */
export function controllerOf(world: World): { readonly broker: number; readonly epoch: number } {
  const controller = znodeAt(world, '/controller');
  const epoch = znodeAt(world, '/controller_epoch');
  return {
    broker: integer(field(controller?.data, 'brokerid'), -1),
    epoch: integer(epoch?.data ?? null, 0),
  };
}

/** Broker ids registered under /brokers/ids, ascending. */
export function registeredBrokers(world: World): readonly number[] {
  const ids = znodeAt(world, '/brokers/ids');
  return ids === null ? [] : ids.children.map((child) => Number(child.name)).sort((a, b) => a - b);
}
