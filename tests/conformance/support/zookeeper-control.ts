import { present } from '../../../src/lib/assert.ts';
import type {
  AlterPartitionRequest,
  LeaderAndIsrPartition,
  UpdateMetadataRequest,
} from '../../../src/sim/protocol/cluster.ts';
import { registeredBrokers } from '../../../src/sim/read/znodes.ts';
import { MS } from '../../../src/sim/time.ts';
import type { ConnectionId } from '../../../src/sim/world.ts';
import { configData } from '../../../src/sim/zookeeper/data.ts';
import { configPath } from '../../../src/sim/zookeeper/paths.ts';
import type { Bench } from './bench.ts';
import { OUTSIDE, OUTSIDE_NAME, type Control, type Part, type Proposal } from './control.ts';
import { fillZooKeeper, znode } from './fill-zookeeper.ts';

const EPOCH = 5;

/** A controller of ZooKeeper mode: it tells brokers in requests of its own. They have a real ZooKeeper. */
export class ZooKeeperControl implements Control {
  private readonly bench: Bench;
  private readonly connections = new Map<number, ConnectionId>();
  private readonly live: readonly number[];
  private partitionEpoch = 0;

  /**
   * Starts the real brokers.
   * @param live all brokers, those that are played too
   */
  constructor(
    bench: Bench,
    brokers: readonly number[],
    live: readonly number[],
    topicConfig: { readonly [name: string]: string },
  ) {
    this.bench = bench;
    this.live = live;
    // The office is taken, so no real broker stands for election.
    fillZooKeeper(bench, OUTSIDE, EPOCH, [znode(configPath('topics', 't'), configData(topicConfig))]);
    for (const id of brokers) bench.do({ type: 'start', node: `broker-${id}` });
    bench
      .until('the brokers are registered', () => brokers.every((id) => registeredBrokers(bench.world).includes(id)))
      .run(20 * MS);
    for (const id of brokers) {
      this.connections.set(id, bench.connect(OUTSIDE_NAME, `broker-${id}`));
      this.tellWhoIsThere(id);
    }
  }

  on(bench: Bench): Control {
    return Object.assign(Object.create(ZooKeeperControl.prototype) as ZooKeeperControl, this, { bench });
  }

  tell(broker: number, part: Part): void {
    this.partitionEpoch += 1;
    const state: LeaderAndIsrPartition = {
      ...part,
      partitionIndex: 0,
      controllerEpoch: EPOCH,
      partitionEpoch: this.partitionEpoch,
      addingReplicas: [],
      removingReplicas: [],
      isNew: false,
      leaderRecoveryState: 'RECOVERED',
    };
    const { partitionErrors } = this.bench.ask(
      OUTSIDE_NAME,
      this.connectionTo(broker),
      {
        type: 'LeaderAndIsrRequest',
        controllerId: OUTSIDE,
        controllerEpoch: EPOCH,
        brokerEpoch: -1,
        requestType: 'INCREMENTAL',
        partitionStates: [state],
        liveLeaders: this.live,
      },
      'LeaderAndIsrResponse',
    );
    const [error] = partitionErrors;
    if (error === undefined || error.errorCode !== 'NONE')
      throw new Error(`broker ${broker} does not take its part: ${error?.errorCode ?? 'no answer'}`);
    // The topic's settings come from ZooKeeper.
    this.bench.run(10 * MS);
  }

  publish(broker: number, part: Part): void {
    const state = { ...part, partitionIndex: 0, controllerEpoch: EPOCH, zkVersion: 1, offlineReplicas: [] };
    this.tellWhoIsThere(broker, [state]);
  }

  without(broker: number, dead: readonly number[]): void {
    this.tellWhoIsThere(broker, [], dead);
  }

  proposed(): Proposal | null {
    return this.open();
  }

  accept(): void {
    const open = this.open();
    if (open === null) return;
    this.partitionEpoch += 1;
    const topics = open.request.topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex, leaderEpoch, newIsr }) => ({
        partitionIndex,
        errorCode: 'NONE' as const,
        leaderId: open.request.brokerId,
        leaderEpoch,
        isr: newIsr,
        leaderRecoveryState: 'RECOVERED' as const,
        partitionEpoch: this.partitionEpoch,
      })),
    }));
    const response = { type: 'AlterPartitionResponse', errorCode: 'NONE', topics } as const;
    this.bench.respond(OUTSIDE_NAME, open.connection, response).run(10 * MS);
  }

  brokerEpoch(): number {
    return -1;
  }

  private open(): (Proposal & { readonly connection: ConnectionId; readonly request: AlterPartitionRequest }) | null {
    this.greet();
    for (const { body, connection } of this.bench.openRequests(OUTSIDE_NAME)) {
      if (body.type === 'AlterPartitionRequest')
        return { connection, request: body, newIsr: body.topics[0]?.partitions[0]?.newIsr ?? [] };
    }
    return null;
  }

  /** Brokers ask their controller for its versions first. */
  private greet(): void {
    this.bench.run(10 * MS);
    for (const { body, connection } of this.bench.openRequests(OUTSIDE_NAME)) {
      if (body.type !== 'ApiVersionsRequest') continue;
      this.bench.respond(OUTSIDE_NAME, connection, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
    }
    this.bench.run(10 * MS);
  }

  private connectionTo(broker: number): ConnectionId {
    return present(this.connections.get(broker), `a connection of the controller to broker ${broker}`);
  }

  private tellWhoIsThere(
    broker: number,
    partitionStates: UpdateMetadataRequest['partitionStates'] = [],
    dead: readonly number[] = [],
  ): void {
    const liveBrokers = this.live.filter((id) => !dead.includes(id)).map((id) => ({ id, rack: null }));
    const common = { controllerId: OUTSIDE, controllerEpoch: EPOCH, brokerEpoch: -1 };
    const request = { type: 'UpdateMetadataRequest' as const, ...common, partitionStates, liveBrokers };
    this.bench.ask(OUTSIDE_NAME, this.connectionTo(broker), request, 'UpdateMetadataResponse');
  }
}
