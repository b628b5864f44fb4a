import { isInternal } from '../scene/shape.ts';
import { keyOf, type Thing } from '../scene/thing.ts';
import { namesOf } from '../scene/words/names.ts';
import { nodesOfKind } from '../sim/read/clients.ts';
import { groupIdOf } from '../sim/read/group-sides.ts';
import { topicsOf } from '../sim/read/partitions.ts';
import type { NodeId, World } from '../sim/world.ts';
import type { ThingGroup } from '../view/sandbox/things.ts';

/** More partitions than this are not listed one by one; the picture and the tables have them. */
const MOST_PARTITIONS = 60;

/** Everything in a World that something can be done to, in groups. Kafka's own topics come last, in groups of their own. */
export function thingGroups(world: World): readonly ThingGroup[] {
  const names = namesOf(world);
  const one = (thing: Thing, name: string): ThingGroup['things'][number] => ({ key: keyOf(thing), name });
  const node = (kind: 'zookeeper' | 'controller') => (id: NodeId) => one({ kind, node: id }, names.node(id));
  const clients = [
    ...nodesOfKind(world, 'producer').map(({ id, name }) => one({ kind: 'producer', node: id }, `producer ${name}`)),
    ...nodesOfKind(world, 'consumer').map(({ id, name }) => one({ kind: 'consumer', node: id }, `consumer ${name}`)),
  ];
  const ids = new Set(nodesOfKind(world, 'consumer').flatMap((client) => groupIdOf(client) ?? []));
  const topics = (own: boolean) =>
    topicsOf(world)
      .filter(({ name }) => isInternal(name) === own)
      .map(({ name }) => one({ kind: 'topic', topic: name }, `topic ${name}`));
  const partitions = (own: boolean) =>
    world.names.partitions
      .flatMap(({ topic }, id) => (isInternal(topic) === own ? [id] : []))
      .slice(0, MOST_PARTITIONS)
      .map((id) => one({ kind: 'partition', partition: id }, `partition ${names.partition(id)}`));
  const links = linksOf(world).map(([from, to]) =>
    one({ kind: 'link', from, to }, `${names.node(from)} and ${names.node(to)}`),
  );
  const brokers = world.setup.brokerIds.map((broker) => one({ kind: 'broker', broker }, `broker ${broker}`));
  const admin = one({ kind: 'admin', node: world.setup.adminNode }, 'a new topic');
  const group = (name: string, things: ThingGroup['things'], internal = false): ThingGroup => ({
    name,
    internal,
    things,
  });
  return [
    group('Brokers', brokers),
    group('Controllers', world.setup.voters.map(({ node: id }) => id).map(node('controller'))),
    group('ZooKeeper', world.setup.zookeeperNodes.map(node('zookeeper'))),
    group('Topics', [...topics(false), admin]),
    group('Partitions', partitions(false)),
    group('Clients', clients),
    group(
      'Consumer groups',
      [...ids].map((id) => one({ kind: 'group', group: id }, `group ${id}`)),
    ),
    group('Links', links),
    group('Kafka’s own topics', topics(true), true),
    group('Kafka’s own partitions', partitions(true), true),
  ].filter(({ things }) => things.length > 0);
}

/** Links that matter: between brokers, and from each broker to ZooKeeper or the controllers, and to the clients. */
function linksOf(world: World): readonly (readonly [NodeId, NodeId])[] {
  const brokers = world.setup.brokerIds.map((id) => world.setup.nodeOfBroker[id] as NodeId);
  const others = [
    ...world.setup.zookeeperNodes,
    ...nodesOfKind(world, 'controller').map(({ id }) => id),
    ...nodesOfKind(world, 'producer').map(({ id }) => id),
    ...nodesOfKind(world, 'consumer').map(({ id }) => id),
  ];
  const links: [NodeId, NodeId][] = [];
  brokers.forEach((a, i) => {
    for (const b of brokers.slice(i + 1)) links.push([a, b]);
  });
  for (const other of others) for (const broker of brokers) links.push([other, broker]);
  return links;
}
