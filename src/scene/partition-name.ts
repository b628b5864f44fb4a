import type { PartitionId, World } from '../sim/world.ts';

/** A partition as Kafka writes it: `orders-0`. */
export function partitionName(world: World, id: PartitionId): string {
  const named = world.names.partitions[id];
  return named === undefined ? 'an unnamed partition' : `${named.topic}-${named.partition}`;
}
