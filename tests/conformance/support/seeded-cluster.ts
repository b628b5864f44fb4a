import type { ZkOp } from '../../../src/sim/protocol/zookeeper.ts';
import { partitionView, type PartitionView } from '../../../src/sim/read/partitions.ts';
import { partitionIdOf } from '../../../src/sim/read/nodes.ts';
import { controllerOf, registeredBrokers } from '../../../src/sim/read/znodes.ts';
import { MS, SECOND } from '../../../src/sim/time.ts';
import type { ConnectionId, Era } from '../../../src/sim/world.ts';
import { configData, partitionStateData, topicData } from '../../../src/sim/zookeeper/data.ts';
import {
  configPath,
  CONTROLLER_PATH,
  partitionStatePath,
  topicPartitionPath,
  topicPartitionsPath,
  topicPath,
} from '../../../src/sim/zookeeper/paths.ts';
import { Bench } from './bench.ts';
import { fillZooKeeper, znode, type Write } from './fill-zookeeper.ts';

/** What ZooKeeper holds of topic `t` when the brokers start. */
export interface SeededPartition {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly unclean: boolean;
}

/** A broker that hosts nothing and becomes the controller; and one that only keeps the others from it meanwhile. */
export const CONTROLLER = 8;
const NOBODY = 900;

/**
 * A cluster whose ZooKeeper was filled before its brokers started, over a connection like any other, as if the cluster had had a
 * past. Its controller, which loads all of that, is a broker without replicas. Live replicas outside the ISR are cut off from the others, or
 * they would catch up at once.
 */
export class SeededCluster {
  readonly bench: Bench;
  readonly controller: ConnectionId;
  private readonly write: Write;

  constructor(
    partition: SeededPartition | null,
    brokers: readonly number[],
    live: readonly number[],
    era: Era = '3.9',
  ) {
    const ids = [...new Set([...brokers, CONTROLLER])].sort((a, b) => a - b);
    const listed = [...ids.map((id) => ({ id, up: false })), { id: NOBODY }];
    const bench = new Bench(
      JSON.stringify({ era, brokers: listed, config: { broker: { 'auto.leader.rebalance.enable': false } } }),
      [`broker-${NOBODY}`],
    );
    this.bench = bench;
    this.write = fillZooKeeper(bench, NOBODY, 1, partition === null ? [] : znodesOf(partition));
    const outside = partition === null ? [] : live.filter((id) => !partition.isr.includes(id));
    for (const id of outside) {
      for (const other of brokers) if (other !== id) bench.link(`broker-${id}`, `broker-${other}`, 'cutLink');
    }
    for (const id of [...live, CONTROLLER]) bench.do({ type: 'start', node: `broker-${id}` });
    const registered = (): boolean => [...live, CONTROLLER].every((id) => registeredBrokers(bench.world).includes(id));
    bench.until('every broker is registered', registered).run(100 * MS);
    // Nobody gives the office up; the broker without replicas is the quickest to take it.
    for (const id of live) bench.do({ type: 'slowLink', from: `broker-${id}`, to: 'zookeeper-1', extra: 200 * MS });
    this.write([{ op: 'delete', path: CONTROLLER_PATH, version: -1 }]);
    bench.until('the controller is ready', () => bench.entries.some((entry) => entry.type === 'ControllerReady'));
    for (const id of live) bench.do({ type: 'healLink', from: `broker-${id}`, to: 'zookeeper-1' });
    bench.run(2 * SECOND);
    if (controllerOf(bench.world).broker !== CONTROLLER) throw new Error('another broker became the controller');
    this.controller = bench.connect('peer', `broker-${CONTROLLER}`);
  }

  /** Somebody else writes the partition's state: the controller finds it so when it looks next. */
  overwrite(partition: SeededPartition): void {
    this.write([{ op: 'setData', path: partitionStatePath('t', 0), data: stateData(partition), version: -1 }]);
  }

  /** The partition as ZooKeeper holds it now. */
  partition(): PartitionView {
    const { world } = this.bench;
    return partitionView(world, partitionIdOf(world, 't', 0));
  }
}

function stateData({ leader, leaderEpoch, isr }: SeededPartition): ReturnType<typeof partitionStateData> {
  return partitionStateData({ leader, leaderEpoch, controllerEpoch: 1, isr, leaderRecoveryState: 'RECOVERED' });
}

function znodesOf(partition: SeededPartition): ZkOp[] {
  const { replicas, unclean } = partition;
  return [
    znode(configPath('topics', 't'), configData({ 'unclean.leader.election.enable': String(unclean) })),
    znode(topicPath('t'), topicData('AAAAAAAAAAAAAAAAAAAAAQ', [replicas])),
    znode(topicPartitionsPath('t'), null),
    znode(topicPartitionPath('t', 0), null),
    znode(partitionStatePath('t', 0), stateData(partition)),
  ];
}
