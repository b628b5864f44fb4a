import { present } from '../../../src/lib/assert.ts';
import { vecGet } from '../../../src/lib/vec.ts';
import { ISR_EXPIRATION } from '../../../src/sim/broker/timer-slots.ts';
import type {
  FetchPartitionResponse,
  FetchRequest,
  FetchResponse,
  ProducePartitionResponse,
} from '../../../src/sim/protocol/client.ts';
import type {
  AlterPartitionRequest,
  LeaderAndIsrPartition,
  UpdateMetadataRequest,
} from '../../../src/sim/protocol/cluster.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { nodeOf } from '../../../src/sim/read/nodes.ts';
import { registeredBrokers } from '../../../src/sim/read/znodes.ts';
import { MS, type Micros } from '../../../src/sim/time.ts';
import type { ConnectionId, Era } from '../../../src/sim/world.ts';
import { configData } from '../../../src/sim/zookeeper/data.ts';
import { configPath } from '../../../src/sim/zookeeper/paths.ts';
import { Bench } from './bench.ts';
import { fetchRequest } from './fetch-request.ts';
import { fillZooKeeper, znode } from './fill-zookeeper.ts';

/** The broker whose part as controller, and as a leader that feeds logs, a peer plays. */
export const OUTSIDE = 9;
const OUTSIDE_NAME = `broker-${OUTSIDE}`;
const EPOCH = 5;

export interface RigSetup {
  /** Real brokers. */
  readonly brokers: readonly number[];
  /** Brokers whose part a peer plays. */
  readonly peers?: readonly number[];
  readonly era?: Era;
  readonly config?: { readonly [name: string]: string | number };
  readonly topicConfig?: { readonly [name: string]: string };
  /** Consumers, as a scenario has them. */
  readonly consumers?: readonly object[];
  /** By default Highwater's own: latency and jitter. */
  readonly network?: { readonly latency: string; readonly jitter: string };
}

/**
 * Real brokers under a controller that a test plays: it says who leads and who follows, and answers what leaders propose.
 * They are told so in the controller's own requests, and they have a real ZooKeeper.
 */
export class Rig {
  readonly bench: Bench;
  private readonly control = new Map<number, ConnectionId>();
  private readonly live: readonly number[];
  private partitionEpoch = 0;

  constructor({ brokers, peers = [], era = '3.9', config = {}, topicConfig = {}, consumers = [], network }: RigSetup) {
    const remotes = [...peers, OUTSIDE];
    this.live = [...brokers, ...remotes].sort((a, b) => a - b);
    const listed = this.live.map((id) => ({ id, up: remotes.includes(id) }));
    const scenario = { era, brokers: listed, config: { broker: config }, consumers, ...(network && { network }) };
    const bench = new Bench(
      JSON.stringify(scenario),
      remotes.map((id) => `broker-${id}`),
    );
    this.bench = bench;
    // The office is taken, so no real broker stands for election.
    fillZooKeeper(bench, OUTSIDE, EPOCH, [znode(configPath('topics', 't'), configData(topicConfig))]);
    for (const id of brokers) bench.do({ type: 'start', node: `broker-${id}` });
    bench
      .until('the brokers are registered', () => brokers.every((id) => registeredBrokers(bench.world).includes(id)))
      .run(20 * MS);
    for (const id of brokers) {
      this.control.set(id, bench.connect(OUTSIDE_NAME, `broker-${id}`));
      this.tellWhoIsThere(id);
    }
  }

  private controlOf(broker: number): ConnectionId {
    return present(this.control.get(broker), `a connection of the controller to broker ${broker}`);
  }

  private tellWhoIsThere(
    broker: number,
    partitionStates: UpdateMetadataRequest['partitionStates'] = [],
    dead: readonly number[] = [],
  ): void {
    const liveBrokers = this.live.filter((id) => !dead.includes(id)).map((id) => ({ id, rack: null }));
    const common = { controllerId: OUTSIDE, controllerEpoch: EPOCH, brokerEpoch: -1 };
    const request = { type: 'UpdateMetadataRequest' as const, ...common, partitionStates, liveBrokers };
    this.bench.ask(OUTSIDE_NAME, this.controlOf(broker), request, 'UpdateMetadataResponse');
  }

  /** The controller tells a broker that others are not alive. */
  without(broker: number, dead: readonly number[]): this {
    this.tellWhoIsThere(broker, [], dead);
    return this;
  }

  /** The controller tells a broker what to answer clients about partition 0 of a topic. */
  publish(leader: number, leaderEpoch: number, replicas: readonly number[], topicName = 't'): this {
    const state = {
      topicName,
      partitionIndex: 0,
      controllerEpoch: EPOCH,
      leader,
      leaderEpoch,
      isr: replicas,
      zkVersion: 1,
      replicas,
      offlineReplicas: [],
    };
    this.tellWhoIsThere(leader, [state]);
    return this;
  }

  /** The controller tells one broker who leads partition 0 of a topic. */
  tell(
    broker: number,
    leader: number,
    leaderEpoch: number,
    replicas: readonly number[],
    isr: readonly number[],
    topicName = 't',
  ): this {
    this.partitionEpoch += 1;
    const state: LeaderAndIsrPartition = {
      topicName,
      partitionIndex: 0,
      controllerEpoch: EPOCH,
      leader,
      leaderEpoch,
      isr,
      partitionEpoch: this.partitionEpoch,
      replicas,
      addingReplicas: [],
      removingReplicas: [],
      isNew: false,
      leaderRecoveryState: 'RECOVERED',
    };
    const { partitionErrors } = this.bench.ask(
      OUTSIDE_NAME,
      this.controlOf(broker),
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
    return this;
  }

  /** Appends at the leader; the answer of a Produce with acks=1. */
  produce(leader: number, batch: RecordBatch): ProducePartitionResponse {
    const connection = this.bench.connect('peer', `broker-${leader}`);
    const answer = this.bench.ask(
      'peer',
      connection,
      {
        type: 'ProduceRequest',
        transactionalId: null,
        acks: 1,
        timeoutMs: 1000,
        topicData: [{ name: 't', partitionData: [{ index: 0, records: batch }] }],
      },
      'ProduceResponse',
    );
    return present(answer.responses[0]?.partitionResponses[0], 'an answer to a Produce');
  }

  /** One Fetch without a session, as a follower (`replicaId`) or a consumer (-1) sends it. */
  fetch(
    leader: number,
    replicaId: number,
    fetchOffset: number,
    change: Partial<FetchRequest> = {},
  ): FetchPartitionResponse {
    const from = replicaId < 0 ? 'peer' : `broker-${replicaId}`;
    const connection = this.bench.connect(from, `broker-${leader}`);
    const request = fetchRequest(replicaId, fetchOffset, change);
    const answer = this.bench.ask(from, connection, request, 'FetchResponse');
    return present(answer.responses[0]?.partitions[0], 'an answer to a Fetch');
  }

  /** Answers the next Fetch that a real follower sends to the peer that leads; the answer has been dealt with afterwards. */
  feed(broker: number, answer: Partial<FetchPartitionResponse>): this {
    const connection = this.bench.asked(OUTSIDE_NAME, 'FetchRequest', `broker-${broker}`);
    const partition: FetchPartitionResponse = {
      partitionIndex: 0,
      errorCode: 'NONE',
      highWatermark: 0,
      lastStableOffset: -1,
      logStartOffset: 0,
      divergingEpoch: null,
      currentLeader: null,
      abortedTransactions: [],
      preferredReadReplica: -1,
      records: [],
      ...answer,
    };
    const response: FetchResponse = {
      type: 'FetchResponse',
      errorCode: 'NONE',
      sessionId: 0,
      responses: [{ topic: 't', partitions: [partition] }],
    };
    this.bench.respond(OUTSIDE_NAME, connection, response).run(10 * MS);
    return this;
  }

  /** Lets a real follower begin anew at an offset: the leader that the peer plays has nothing before it. */
  restartAt(broker: number, offset: number, logEndOffset: number): this {
    this.feed(broker, { errorCode: 'OFFSET_OUT_OF_RANGE', highWatermark: -1 });
    for (const end of [logEndOffset, offset]) {
      const connection = this.bench.asked(OUTSIDE_NAME, 'ListOffsetsRequest', `broker-${broker}`);
      const partition = { partitionIndex: 0, errorCode: 'NONE' as const, timestamp: -1, offset: end, leaderEpoch: 0 };
      this.bench
        .respond(OUTSIDE_NAME, connection, {
          type: 'ListOffsetsResponse',
          topics: [{ name: 't', partitions: [partition] }],
        })
        .run(10 * MS);
    }
    return this;
  }

  /** What the leader proposes and has had no answer to; null: nothing. */
  proposed(): {
    readonly connection: ConnectionId;
    readonly request: AlterPartitionRequest;
    readonly newIsr: readonly number[];
  } | null {
    this.greet();
    for (const { body, connection } of this.bench.openRequests(OUTSIDE_NAME)) {
      if (body.type === 'AlterPartitionRequest')
        return { connection, request: body, newIsr: body.topics[0]?.partitions[0]?.newIsr ?? [] };
    }
    return null;
  }

  /** The controller accepts what the leader proposes, if it proposes something. */
  accept(): this {
    const open = this.proposed();
    if (open === null) return this;
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
    this.bench
      .respond(OUTSIDE_NAME, open.connection, { type: 'AlterPartitionResponse', errorCode: 'NONE', topics })
      .run(10 * MS);
    return this;
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

  /** When a broker looks next for followers that lag. */
  nextIsrCheck(broker: number): Micros {
    const node = nodeOf(this.bench.world, this.bench.node(`broker-${broker}`));
    return present(vecGet(node.timers, ISR_EXPIRATION)?.deadline, 'the timer of the ISR check');
  }

  /** Waits so that a broker looks for followers that lag `after` from then. */
  alignIsrCheck(broker: number, after: Micros, period: Micros): this {
    const wait = (this.nextIsrCheck(broker) - this.bench.world.now - after) % period;
    this.bench.run(wait < 0 ? wait + period : wait);
    return this;
  }

  /** Lets the broker look for followers that lag. */
  isrCheck(broker: number): this {
    this.bench.run(this.nextIsrCheck(broker) - this.bench.world.now);
    return this;
  }
}
