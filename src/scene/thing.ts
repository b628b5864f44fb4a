import { assert } from '../lib/assert.ts';
import type { NodeId, PartitionId } from '../sim/world.ts';

/** Whatever a student can point at: drawn in the picture, named in the tables, opened in the inspector. */
export type Thing =
  | { readonly kind: 'broker'; readonly broker: number }
  | { readonly kind: 'zookeeper'; readonly node: NodeId }
  /** A voter of KRaft's quorum; with combined roles its node is a broker's. */
  | { readonly kind: 'controller'; readonly node: NodeId }
  /** A broker's session with ZooKeeper. */
  | { readonly kind: 'session'; readonly broker: number }
  | { readonly kind: 'producer'; readonly node: NodeId }
  | { readonly kind: 'consumer'; readonly node: NodeId }
  | { readonly kind: 'admin'; readonly node: NodeId }
  /** A consumer group; its members are consumers. */
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'topic'; readonly topic: string }
  | { readonly kind: 'partition'; readonly partition: PartitionId }
  | { readonly kind: 'replica'; readonly partition: PartitionId; readonly broker: number }
  | { readonly kind: 'record'; readonly partition: PartitionId; readonly broker: number; readonly offset: number }
  /** A record of __cluster_metadata in the copy of a member of the quorum. */
  | { readonly kind: 'metadata'; readonly node: NodeId; readonly offset: number }
  /** A link between two machines, both ways. */
  | { readonly kind: 'link'; readonly from: NodeId; readonly to: NodeId }
  /** A request or a response under way; gone as soon as it has arrived. */
  | { readonly kind: 'packet'; readonly key: string };

/** A text that names the thing and nothing else: the same thing gives the same key in every World of a run. */
export function keyOf(thing: Thing): string {
  switch (thing.kind) {
    case 'broker':
    case 'session':
      return `${thing.kind}:${thing.broker}`;
    case 'zookeeper':
    case 'controller':
    case 'producer':
    case 'consumer':
    case 'admin':
      return `${thing.kind}:${thing.node}`;
    case 'group':
      return `group:${thing.group}`;
    case 'topic':
      return `topic:${thing.topic}`;
    case 'partition':
      return `partition:${thing.partition}`;
    case 'replica':
      return `replica:${thing.partition}:${thing.broker}`;
    case 'record':
      return `record:${thing.partition}:${thing.broker}:${thing.offset}`;
    case 'metadata':
      return `metadata:${thing.node}:${thing.offset}`;
    case 'link':
      return `link:${Math.min(thing.from, thing.to)}:${Math.max(thing.from, thing.to)}`;
    case 'packet':
      return `packet:${thing.key}`;
  }
}

/** The thing that a key of {@link keyOf} names. */
export function thingOf(key: string): Thing {
  const colon = key.indexOf(':');
  const kind = key.slice(0, colon);
  const rest = key.slice(colon + 1);
  const [a = 0, b = 0, c = 0] = rest.split(':').map(Number);
  switch (kind) {
    case 'broker':
    case 'session':
      return { kind, broker: a };
    case 'zookeeper':
    case 'controller':
    case 'producer':
    case 'consumer':
    case 'admin':
      return { kind, node: a };
    case 'group':
      return { kind, group: rest };
    case 'topic':
      return { kind, topic: rest };
    case 'partition':
      return { kind, partition: a };
    case 'replica':
      return { kind, partition: a, broker: b };
    case 'record':
      return { kind, partition: a, broker: b, offset: c };
    case 'metadata':
      return { kind, node: a, offset: b };
    case 'link':
      return { kind, from: a, to: b };
    default:
      assert(kind === 'packet', () => `a thing's key begins with its kind; found ${key.slice(0, 40)}`);
      return { kind, key: rest };
  }
}

/** Are these the same thing (or both none)? */
export function sameThing(a: Thing | null, b: Thing | null): boolean {
  if (a === null || b === null) return a === b;
  return a === b || keyOf(a) === keyOf(b);
}
