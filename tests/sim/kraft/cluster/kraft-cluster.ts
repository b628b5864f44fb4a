import '../../../../src/sim/kraft/load.ts';
import type { BrokerState } from '../../../../src/sim/broker/state.ts';
import type { Scenario } from '../../../../src/sim/scenario.ts';
import type { Era, World } from '../../../../src/sim/world.ts';
import { controllerNow } from '../../../../src/sim/read/controller.ts';
import { nodeNamed } from '../../../../src/sim/read/nodes.ts';
import { partitionView, type PartitionView } from '../../../../src/sim/read/partitions.ts';
import { Cluster, consumer, producer, s, scenario, topic } from '../../cluster/build.ts';

export { Cluster, consumer, producer, s, topic };

export type Roles = 'separate' | 'combined';

/** Both eras that have KRaft, with both layouts of roles. */
export const LAYOUTS: readonly { readonly era: Era; readonly roles: Roles }[] = [
  { era: '3.9', roles: 'separate' },
  { era: '3.9', roles: 'combined' },
  { era: '4.0', roles: 'separate' },
  { era: '4.0', roles: 'combined' },
];

/** `orders` with one partition on brokers 1, 2 and 3, in this order. */
export const ORDERS = topic('orders', 1, 3, { assignment: [[1, 2, 3]] });

/** Three brokers and three voters; one topic, if nothing else is said. */
export function kraft(
  { era, roles }: { readonly era: Era; readonly roles: Roles },
  more: Partial<Scenario> & { brokerCount?: number } = {},
): Scenario {
  return scenario({ era, mode: 'kraft', kraft: { controllers: 3, roles }, topics: [ORDERS], ...more });
}

/** The partition that {@link ORDERS} has. */
export function orders(world: World): PartitionView {
  return partitionView(world, world.names.index['orders']?.[0] as number);
}

/** The name of the process that is the active controller now. */
export function activeController({ world }: Cluster): string {
  const { id } = controllerNow(world);
  const voter = world.setup.voters.find((each) => each.id === id);
  if (voter === undefined) throw new Error('there is no active controller');
  return world.setup.nodeOfBroker.includes(voter.node) ? `broker-${id}` : `controller-${id}`;
}

export function broker(world: World, id: number): BrokerState {
  return nodeNamed(world, `broker-${id}`)?.state as BrokerState;
}

/** How many records producers have been told are safe, and how many consumers have printed. */
export function traffic(cluster: Cluster): { readonly acknowledged: number; readonly printed: number } {
  return {
    acknowledged: cluster.entries('RecordsAcknowledged').reduce((sum, { args }) => sum + args.count, 0),
    printed: cluster.entries('RecordsPrinted').reduce((sum, { args }) => sum + args.to - args.from, 0),
  };
}
