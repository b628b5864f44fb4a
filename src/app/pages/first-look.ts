import type { Thing } from '../../scene/thing.ts';
import type { World } from '../../sim/world.ts';

/** What each sentence of the first look points at. */
export function thingsAt(step: number, world: World): readonly Thing[] {
  const broker = world.setup.brokerIds[0] ?? 1;
  const hasPartition = world.names.partitions.length > 0;
  if (step === 0)
    return [{ kind: 'broker', broker }, ...(hasPartition ? [{ kind: 'partition' as const, partition: 0 }] : [])];
  if (step === 1) return hasPartition ? [{ kind: 'replica', partition: 0, broker }] : [];
  const { zookeeperNodes, voters } = world.setup;
  if (zookeeperNodes[0] !== undefined) return [{ kind: 'zookeeper', node: zookeeperNodes[0] }];
  return voters.map(({ node }) => ({ kind: 'controller', node }));
}
