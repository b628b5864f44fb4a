import { vecGet } from '../../lib/vec.ts';
import type { ConsumerState } from '../../sim/client/state.ts';
import type { History } from '../../sim/facts/fold.ts';
import type { Bytes } from '../../sim/intervention.ts';
import { nodesOfKind } from '../../sim/read/clients.ts';
import { recordsOf } from '../../sim/read/log.ts';
import { logOf } from '../../sim/read/replicas.ts';
import type { NodeId, PartitionId, World } from '../../sim/world.ts';
import { groupsPart } from '../groups/part.ts';
import { memberText } from './member-id.ts';
import { quoted } from './phrases.ts';

/** What sentences call things. */
export interface Names {
  /** `broker 2`, `controller 101`, `ZooKeeper`, `the admin client`, or a client's own name. */
  node(id: NodeId): string;
  /** The same for a node's name as scenarios write it: `broker-2`. */
  named(name: string): string;
  /** `orders-0`. */
  partition(id: PartitionId): string;
  /** A member of a group by its member id: its client's name, as far as that is known. */
  member(memberId: string): string;
  /** The values in [from, to) of a broker's copy, while it has them all and they are few; else none. Of __consumer_offsets the kinds: `OffsetCommit`. */
  values(broker: number, partition: PartitionId, from: number, to: number): readonly (Bytes | null)[];
}

/** A name longer than this is cut in a sentence. */
const LONGEST_NAME = 60;
/** Members of the consumer protocol (KIP-848) draw a UUID, which says nothing to a reader; older ids begin with the client's. */
const CONSUMER_PROTOCOL_ID = /^[\w-]{22}$/;
/** Values of more records are not looked up: no sentence tells them. */
const MOST_VALUES = 3;

/**
 * The names of a World's things. The World may be later than the entry that a sentence is about: names never change.
 * @param history what is remembered there: without it nobody knows who a member was whose process has started again since
 */
export function namesOf(world: World, history?: History): Names {
  return {
    node(id) {
      if (id < 0) return 'the network';
      const node = vecGet(world.nodes, id);
      if (node === undefined) return 'somebody';
      if (node.kind === 'zookeeper') return world.setup.zookeeperNodes.length > 1 ? spoken(node.name) : 'ZooKeeper';
      return spoken(node.name);
    },
    named: (name) => (name === 'zookeeper-1' && world.setup.zookeeperNodes.length <= 1 ? 'ZooKeeper' : spoken(name)),
    partition(id) {
      const named = world.names.partitions[id];
      return named === undefined ? 'an unknown partition' : `${quoted(named.topic, LONGEST_NAME)}-${named.partition}`;
    },
    member(memberId) {
      if (!CONSUMER_PROTOCOL_ID.test(memberId)) return memberText(memberId).replace(/#[0-9a-f]{4}$/, '');
      const client = clientOfMember(world, memberId);
      if (client !== null) return quoted(client, LONGEST_NAME);
      const former = vecGet(world.nodes, groupsPart()?.ownerOfMember(history, memberId) ?? -1);
      if (former === undefined) return `a member that is gone (${memberId.slice(0, 4)}…)`;
      return `an earlier life of ${quoted(former.name, LONGEST_NAME)}`;
    },
    values(broker, partition, from, to) {
      if (to - from > MOST_VALUES) return [];
      const log = logOf(world, broker, partition);
      if (log === null) return [];
      const found = recordsOf(log, from, to).map(({ record }) => record);
      const meaning =
        world.names.partitions[partition]?.topic === '__consumer_offsets' ? groupsPart()?.recordMeaning : null;
      if (meaning == null) return found.map(({ value }) => value);
      // What a coordinator writes is called by its kind: its value is no text for a reader. Several of a kind are counted.
      const kinds = found.map((record) => meaning(record)?.type ?? record.value);
      return new Set(kinds).size < kinds.length ? [] : kinds;
    },
  };
}

/** The client that has, or had until its next start, this id of the consumer protocol; null: none. */
function clientOfMember(world: World, memberId: string): string | null {
  for (const { name, state } of nodesOfKind(world, 'consumer')) {
    const member = (state as ConsumerState).group?.member;
    if (member?.protocol === 'consumer' && member.memberId === memberId) return name;
  }
  return null;
}

function spoken(name: string): string {
  if (name === 'admin') return 'the admin client';
  if (/^zookeeper-\d+$/.test(name)) return `ZooKeeper server ${name.slice(10)}`;
  if (name.startsWith('controller-')) return `controller ${name.slice(11)}`;
  return name.startsWith('broker-') ? `broker ${name.slice(7)}` : quoted(name, LONGEST_NAME);
}
