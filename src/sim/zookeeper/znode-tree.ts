import type { Json } from '../../lib/json.ts';
import type { ZkStat } from '../protocol/zookeeper.ts';
import type { Znode, ZnodeChild } from './state.ts';

/* ZooKeeper's tree of znodes (org.apache.zookeeper.server.DataTree) as a persistent value: a change copies one path. */

/** The root of a new ZooKeeper. */
export const EMPTY_ROOT: Znode = {
  data: null,
  version: 0,
  cversion: 0,
  czxid: 0,
  mzxid: 0,
  pzxid: 0,
  ephemeralOwner: 0,
  children: [],
};

/** `/brokers/ids` of `/brokers/ids/1`; the root of `/brokers`. */
export function parentOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}

function segments(path: string): readonly string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** Index of the child of that name, or of where it belongs as `-index - 1`. */
function findChild(children: readonly ZnodeChild[], name: string): number {
  let low = 0;
  let high = children.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = (children[middle] as ZnodeChild).name;
    if (found === name) return middle;
    if (found < name) low = middle + 1;
    else high = middle - 1;
  }
  return -low - 1;
}

/** The znode at `path`; null when there is none. */
export function znodeAt(root: Znode, path: string): Znode | null {
  let node = root;
  for (const name of segments(path)) {
    const child = node.children[findChild(node.children, name)];
    if (child === undefined) return null;
    node = child.node;
  }
  return node;
}

/** The tree with `change` applied to the znode at `path`, which must exist. */
function changeAt(node: Znode, names: readonly string[], depth: number, change: (node: Znode) => Znode): Znode {
  const name = names[depth];
  if (name === undefined) return change(node);
  const at = findChild(node.children, name);
  const child = node.children[at] as ZnodeChild;
  const children = node.children.slice();
  children[at] = { name, node: changeAt(child.node, names, depth + 1, change) };
  return { ...node, children };
}

/**
 * The tree with a znode more; its parent must exist and the path must be free.
 * @param owner session that owns an ephemeral; 0: persistent
 */
export function withZnode(root: Znode, path: string, data: Json, owner: number, zxid: number): Znode {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const node: Znode = {
    data,
    version: 0,
    cversion: 0,
    czxid: zxid,
    mzxid: zxid,
    pzxid: zxid,
    ephemeralOwner: owner,
    children: [],
  };
  return changeAt(root, segments(parentOf(path)), 0, (parent) => {
    const children = parent.children.slice();
    children.splice(-findChild(children, name) - 1, 0, { name, node });
    return { ...parent, children, cversion: parent.cversion + 1, pzxid: zxid };
  });
}

/** The tree without the znode at `path`, which must exist and have no children. */
export function withoutZnode(root: Znode, path: string, zxid: number): Znode {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return changeAt(root, segments(parentOf(path)), 0, (parent) => {
    const children = parent.children.slice();
    children.splice(findChild(children, name), 1);
    return { ...parent, children, pzxid: zxid };
  });
}

/** The tree with other data in the znode at `path`, which must exist: its version grows by one. */
export function withData(root: Znode, path: string, data: Json, zxid: number): Znode {
  return changeAt(root, segments(path), 0, (node) => ({ ...node, data, version: node.version + 1, mzxid: zxid }));
}

/**
 * What ZooKeeper tells of a znode. Its `cversion` counts children created and deleted, while the tree counts those created
 * (DataNode.copyStat).
 */
export function statOf(node: Znode): ZkStat {
  return {
    version: node.version,
    cversion: node.cversion * 2 - node.children.length,
    ephemeralOwner: node.ephemeralOwner,
    czxid: node.czxid,
    mzxid: node.mzxid,
  };
}

/** Name suffix of the next sequential child: ten digits. */
export function sequenceOf(parent: Znode): string {
  return String(parent.cversion).padStart(10, '0');
}
