import { consumersOf, nodesOfKind } from '../../sim/read/clients.ts';
import { partitionIdOf } from '../../sim/read/nodes.ts';
import type { NodeRecord, World } from '../../sim/world.ts';

/** The names of all consumers that are there. */
export function readersIn(world: World): readonly string[] {
  return consumersOf(world).map(({ name }) => name);
}

/** How far each consumer has got in a partition; those that do not read it are left out. */
export function positionsIn(
  world: World,
  topic: string,
  partition: number,
): readonly { readonly name: string; readonly position: number }[] {
  const id = partitionIdOf(world, topic, partition);
  return consumersOf(world).flatMap(({ name, positions }) => {
    const position = positions.find((one) => one.partition === id)?.position ?? null;
    return position === null ? [] : [{ name, position }];
  });
}

/** The names of the clients that run, the operator's too, in the order in which they joined. */
export function clientsIn(world: World, is: (node: NodeRecord) => boolean = () => true): readonly string[] {
  return [...nodesOfKind(world, 'admin'), ...nodesOfKind(world, 'producer'), ...nodesOfKind(world, 'consumer')]
    .filter((node) => node.status === 'running' && is(node))
    .sort((a, b) => a.id - b.id)
    .map(({ name }) => name);
}
