import { keyOf, type Thing } from '../scene/thing.ts';
import { namesOf } from '../scene/words/names.ts';
import { nodesOfKind } from '../sim/read/clients.ts';
import { groupIdOf } from '../sim/read/group-sides.ts';
import { topicsOf } from '../sim/read/partitions.ts';
import type { NodeId, World } from '../sim/world.ts';
import type { ThingGroup } from '../view/sandbox/things.ts';

/** More partitions than this are not listed one by one; the picture and the tables have them. */
const MOST_PARTITIONS = 60;

/** Everything in a World that something can be done to, in groups. */
export function thingGroups(world: World): readonly ThingGroup[] {
  const names = namesOf(world);
  const one = (thing: Thing, name: string): ThingGroup['things'][number] => ({ key: keyOf(thing), name });
  const brokers = world.setup.brokerIds.map((broker) => one({ kind: 'broker', broker }, `broker ${broker}`));
  const clients = [
    ...nodesOfKind(world, 'producer').map(({ id, name }) => one({ kind: 'producer', node: id }, `${name}, producer`)),
    ...nodesOfKind(world, 'consumer').map(({ id, name }) => one({ kind: 'consumer', node: id }, `${name}, consumer`)),
  ];
  const keepers = world.setup.zookeeperNodes.map((node) => one({ kind: 'zookeeper', node }, names.node(node)));
  const controllers = world.setup.voters.map(({ id, node }) => one({ kind: 'controller', node }, `controller ${id}`));
  const ids = new Set(nodesOfKind(world, 'consumer').flatMap((node) => groupIdOf(node) ?? []));
  const consumerGroups = [...ids].map((group) => one({ kind: 'group', group }, `group ${group}`));
  const topics = topicsOf(world).map(({ name }) => one({ kind: 'topic', topic: name }, `topic ${name}`));
  const partitions = world.names.partitions
    .slice(0, MOST_PARTITIONS)
    .map((_, partition) => one({ kind: 'partition', partition }, `partition ${names.partition(partition)}`));
  const groups: ThingGroup[] = [
    { name: 'Brokers', things: brokers },
    { name: 'ZooKeeper', things: keepers },
    { name: 'Controllers', things: controllers },
    { name: 'Clients', things: clients },
    { name: 'Consumer groups', things: consumerGroups },
    {
      name: 'Links',
      things: linksOf(world).map(([from, to]) =>
        one({ kind: 'link', from, to }, `${names.node(from)} and ${names.node(to)}`),
      ),
    },
    {
      name: 'Topics',
      things: [...topics, ...partitions, one({ kind: 'admin', node: world.setup.adminNode }, 'a new topic')],
    },
  ];
  return groups.filter(({ things }) => things.length > 0);
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
