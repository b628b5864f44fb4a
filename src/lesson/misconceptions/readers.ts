import { consumersOf } from '../../sim/read/clients.ts';
import { partitionIdOf } from '../../sim/read/nodes.ts';
import type { World } from '../../sim/world.ts';

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
