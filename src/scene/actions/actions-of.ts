import { inFlightOf } from '../../sim/read/in-flight.ts';
import { brokerIdOf, brokerNode, nodeOf } from '../../sim/read/nodes.ts';
import type { NodeId, World } from '../../sim/world.ts';
import { isThere } from '../there.ts';
import type { Thing } from '../thing.ts';
import type { Action, Doable, Done, Values } from './action.ts';
import { consumerActions, producerActions, seekActions } from './client.ts';
import { groupActions } from './group.ts';
import { linkActions, linksOfNode } from './link.ts';
import { diskActions, networkActions } from './network.ts';
import { adminActions, partitionActions, topicActions } from './partition.ts';
import { processActions } from './process.ts';

/** What can be done to a thing at this instant, the most telling first. An action that cannot be done now says why. */
export function actionsOf(world: World, thing: Thing): readonly Action[] {
  return doablesOf(world, thing);
}

/**
 * What an action comes to with these values in its fields.
 * @param id an action of {@link actionsOf} for this thing; one that is refused now comes to a complaint, and so does one of a thing that went
 * while its actions were read
 */
export function interventionsOf(world: World, thing: Thing, id: string, values: Values): Done {
  const found = doablesOf(world, thing).find((one) => one.id === id);
  if (found === undefined)
    return {
      complaint: 'Too late; what this would be done to is not there any more; go back to an instant at which it is',
    };
  return found.refused === null
    ? found.make(values)
    : { complaint: `${found.label}; ${found.refused}; do something else first` };
}

function doablesOf(world: World, thing: Thing): readonly Doable[] {
  if (!isThere(world, thing)) return [];
  switch (thing.kind) {
    case 'broker':
    case 'session':
      return brokerActions(world, thing.broker);
    case 'zookeeper': {
      const node = nodeOf(world, thing.node);
      return [
        ...processActions(
          node.name,
          world.setup.zookeeperNodes.length > 1 ? node.name : 'ZooKeeper',
          node.status,
          'zookeeper',
        ),
        ...linksOfNode(world, node.id),
        ...networkActions(world, node.id),
      ];
    }
    case 'controller':
      return controllerActions(world, thing.node);
    case 'producer':
      return [...producerActions(world, thing.node), ...linksOfNode(world, thing.node)];
    case 'consumer':
      return [...consumerActions(world, thing.node), ...linksOfNode(world, thing.node)];
    case 'group':
      return groupActions(world, thing.group);
    case 'admin':
      return adminActions(world);
    case 'topic':
      return topicActions(world, thing.topic);
    case 'partition':
      return partitionActions(world, thing.partition);
    case 'replica':
      return [...brokerActions(world, thing.broker), ...partitionActions(world, thing.partition)];
    case 'record':
      return seekActions(world, thing.partition, thing.offset);
    case 'metadata':
      return [];
    case 'link':
      return linkActions(world, thing.from, thing.to);
    case 'packet': {
      const packet = inFlightOf(world).find(({ key }) => key === thing.key);
      return packet === undefined ? [] : linkActions(world, packet.from, packet.to);
    }
  }
}

/** A voter that is a broker too is one process with it. */
function controllerActions(world: World, id: NodeId): readonly Doable[] {
  const broker = brokerIdOf(world, id);
  if (broker >= 0) return brokerActions(world, broker);
  const node = nodeOf(world, id);
  const name = `controller ${node.name.replace('controller-', '')}`;
  return [
    ...processActions(node.name, name, node.status, 'controller'),
    ...linksOfNode(world, id),
    ...networkActions(world, id),
  ];
}

function brokerActions(world: World, broker: number): readonly Doable[] {
  const node = brokerNode(world, broker);
  return node === null
    ? []
    : [
        ...processActions(node.name, `broker ${broker}`, node.status, 'broker'),
        ...diskActions(world, node.id),
        ...linksOfNode(world, node.id),
        ...networkActions(world, node.id),
      ];
}
