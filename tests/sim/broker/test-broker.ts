import { present } from '../../../src/lib/assert.ts';
import { vecGet } from '../../../src/lib/vec.ts';
import { brokerBehaviour, newBrokerState } from '../../../src/sim/broker/broker.ts';
import { brokerRegistered } from '../../../src/sim/broker/startup.ts';
import type { BrokerState, Replica } from '../../../src/sim/broker/state.ts';
import type { Body, BodyOf, BodyType } from '../../../src/sim/protocol/body.ts';
import type { FetchPartition, FetchRequest, FetchResponse, ProduceRequest } from '../../../src/sim/protocol/client.ts';
import type { LeaderAndIsrPartition } from '../../../src/sim/protocol/cluster.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { apiVersionOf } from '../../../src/sim/protocol/versions.ts';
import type { ZkOp } from '../../../src/sim/protocol/zookeeper.ts';
import type { Config } from '../../../src/sim/scenario.ts';
import { fromMs } from '../../../src/sim/time.ts';
import type { EntryArgs, EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import type { Stimulus } from '../../../src/sim/turn.ts';
import type { ConnectionId, Era, NodeId } from '../../../src/sim/world.ts';
import { configsAnswered, HOSTING_TAG } from '../../../src/sim/zookeeper/configs.ts';
import { resultOf } from '../../../src/sim/zookeeper/transactions.ts';
import { FakeTurn, setupOf } from './fake-turn.ts';

export const TOPIC = 'orders';

export interface Options {
  readonly id?: number;
  readonly era?: Era;
  readonly config?: Config;
  readonly brokers?: readonly number[];
}

/** One broker, driven by hand: what the controller, its followers and clients would say to it. */
export class TestBroker {
  readonly turn: FakeTurn;
  readonly id: number;
  state: BrokerState;
  /** What it has asked ZooKeeper before it hosted topics. */
  readonly settingsAsked: ZkOp[] = [];
  private readonly live: readonly number[];
  private nextConnection = 1;
  private readonly connections = new Map<string, ConnectionId>();

  /** A broker that runs, is registered, and knows of its fellows. */
  constructor({ id = 1, era = '3.9', config = {}, brokers = [1, 2, 3] }: Options = {}) {
    this.id = id;
    this.live = brokers;
    this.turn = new FakeTurn(id, setupOf(era, brokers));
    this.state = newBrokerState(this.turn.setup, { id, rack: null, config, up: true }, {});
    this.start();
  }

  /** The process starts and registers. */
  start(): void {
    this.deliver({ type: 'start' });
    this.register();
  }

  /** The broker is registered, and hears from the controller who is there. */
  register(): void {
    this.state = brokerRegistered(this.turn, { ...this.state, brokerEpoch: 10 });
    this.metadata();
  }

  deliver(stimulus: Stimulus): void {
    this.turn.cause = this.turn.emit(
      'RequestReceived',
      { api: stimulus.type, from: 0, connection: 0, correlationId: 0 },
      [],
    );
    this.state = brokerBehaviour.handle(this.turn, this.state, stimulus);
  }

  crash(kind: 'process' | 'power' | 'disk' | 'clean'): void {
    this.turn.timers.clear();
    this.connections.clear();
    this.state = brokerBehaviour.crash(this.state, kind);
  }

  /** The connection of a client or broker, made on first use. */
  connection(name: string): ConnectionId {
    const known = this.connections.get(name);
    if (known !== undefined) return known;
    const connection = this.nextConnection++;
    this.connections.set(name, connection);
    return connection;
  }

  /** Sends a request; the answer, or null while there is none. */
  ask<T extends BodyType>(from: string, body: Body, type: T, peer: NodeId = 50): BodyOf<T> | null {
    const connection = this.connection(from);
    const before = this.turn.responses.length;
    const apiVersion = apiVersionOf(body.type, this.turn.setup.era);
    this.deliver({ type: 'request', connection, peer, correlationId: 0, apiVersion, body });
    this.tellSettings();
    const answer = this.turn.responses.slice(before).find((sent) => sent.connection === connection);
    if (answer === undefined) return null;
    if (answer.body.type !== type) throw new Error(`expected ${type}; got ${answer.body.type}`);
    return answer.body as BodyOf<T>;
  }

  /** ZooKeeper has the settings that the broker asks for before it hosts a topic; here no topic has any of its own. */
  private tellSettings(): void {
    const call = this.state.zk.queued.find(({ tag }) => tag === HOSTING_TAG);
    if (call === undefined) return;
    const { zk } = this.state;
    this.state = { ...this.state, zk: { ...zk, queued: zk.queued.filter((other) => other !== call) } };
    this.settingsAsked.push(...call.ops);
    const results = call.ops.map((op) => resultOf('NoNode', op.op === 'multi' ? '' : op.path));
    this.state = configsAnswered(this.turn, this.state, 'topics', { tag: call.tag, ops: call.ops, results });
  }

  /** The last answer that went to a client. */
  lastAnswer(to: string): Body {
    const connection = this.connection(to);
    return present(
      this.turn.responses.findLast((sent) => sent.connection === connection),
      `an answer to ${to}`,
    ).body;
  }

  answersTo(to: string): number {
    const connection = this.connection(to);
    return this.turn.responses.filter((sent) => sent.connection === connection).length;
  }

  /** The controller tells who is alive, and what it says of the topic. */
  metadata(controllerEpoch = 1, live = this.live, partitions: readonly number[] = []): void {
    this.ask(
      'controller',
      {
        type: 'UpdateMetadataRequest',
        controllerId: 1,
        controllerEpoch,
        brokerEpoch: -1,
        partitionStates: partitions.map((partitionIndex) => ({
          topicName: TOPIC,
          partitionIndex,
          controllerEpoch,
          leader: this.id,
          leaderEpoch: 0,
          isr: live,
          zkVersion: 0,
          replicas: live,
          offlineReplicas: [],
        })),
        liveBrokers: live.map((id) => ({ id, rack: null })),
      },
      'UpdateMetadataResponse',
    );
  }

  /** The controller says who leads the partition. */
  leaderAndIsr(changes: Partial<LeaderAndIsrPartition> = {}, controllerEpoch = 1): BodyOf<'LeaderAndIsrResponse'> {
    const state: LeaderAndIsrPartition = {
      topicName: TOPIC,
      partitionIndex: 0,
      controllerEpoch,
      leader: this.id,
      leaderEpoch: 0,
      isr: [1, 2, 3],
      partitionEpoch: 0,
      replicas: [1, 2, 3],
      addingReplicas: [],
      removingReplicas: [],
      isNew: false,
      leaderRecoveryState: 'RECOVERED',
      ...changes,
    };
    const body = {
      type: 'LeaderAndIsrRequest',
      controllerId: 1,
      controllerEpoch,
      brokerEpoch: -1,
      requestType: 'INCREMENTAL',
      partitionStates: [state],
      liveLeaders: [state.leader],
    } as const;
    return present(this.ask('controller', body, 'LeaderAndIsrResponse'), 'an answer to LeaderAndIsr');
  }

  produce(batch: RecordBatch, acks = 1, from = 'p1', partition = 0): BodyOf<'ProduceResponse'> | null {
    const body: ProduceRequest = {
      type: 'ProduceRequest',
      transactionalId: null,
      acks,
      timeoutMs: 30_000,
      topicData: [{ name: TOPIC, partitionData: [{ index: partition, records: batch }] }],
    };
    return this.ask(from, body, 'ProduceResponse');
  }

  /** A follower or (-1) a consumer fetches, with a full fetch and no session unless it says otherwise. */
  fetch(
    replicaId: number,
    fetchOffset: number,
    partition: Partial<FetchPartition> = {},
    request: Partial<FetchRequest> = {},
  ): FetchResponse | null {
    const epoch = this.replica(partition.partition ?? 0)?.leaderEpoch ?? 0;
    const asked: FetchPartition = {
      partition: 0,
      currentLeaderEpoch: epoch,
      fetchOffset,
      lastFetchedEpoch: -1,
      logStartOffset: replicaId < 0 ? -1 : 0,
      partitionMaxBytes: 1_048_576,
      ...partition,
    };
    const body: FetchRequest = {
      type: 'FetchRequest',
      replicaId,
      maxWaitMs: 500,
      minBytes: 1,
      maxBytes: 10_485_760,
      isolationLevel: 'read_uncommitted',
      sessionId: 0,
      sessionEpoch: -1,
      topics: [{ topic: TOPIC, partitions: [asked] }],
      forgottenTopicsData: [],
      rackId: '',
      ...request,
    };
    return this.ask(
      replicaId < 0 ? 'consumer' : `broker-${replicaId}`,
      body,
      'FetchResponse',
      replicaId < 0 ? 50 : replicaId,
    );
  }

  replica(partition = 0): Replica | null {
    return vecGet(this.state.replicas, this.turn.partitionId(TOPIC, partition)) ?? null;
  }

  /** The replica, which must be there. */
  get it(): Replica {
    return present(this.replica(), 'a replica of orders-0');
  }

  follower(brokerId: number): NonNullable<Replica['duties']>['followers'][number] {
    const { duties } = this.it;
    return present(
      duties?.followers.find((follower) => follower.brokerId === brokerId),
      `follower ${brokerId}`,
    );
  }

  /** Lets time pass; the timers that come due on the way fire in their order. */
  sleep(ms: number): void {
    const until = this.turn.now + fromMs(ms);
    for (;;) {
      const due = [...this.turn.timers].filter(([, at]) => at <= until).sort(([a, at], [b, bt]) => at - bt || a - b)[0];
      if (due === undefined) break;
      const [slot, at] = due;
      this.turn.now = at;
      this.turn.timers.delete(slot);
      this.deliver({ type: 'timer', slot });
    }
    this.turn.now = until;
  }

  /** Entries of a type, in order. */
  entries<T extends EntryType>(type: T): readonly EntryArgs[T][] {
    return this.turn.entries.filter((entry) => entry.type === type).map((entry) => entry.args as EntryArgs[T]);
  }

  lastEntry(type: EntryType): TraceEntry {
    return present(
      this.turn.entries.findLast((entry) => entry.type === type),
      `an entry ${type}`,
    );
  }

  /** Requests of a type that the broker has sent, with their connections. */
  requests<T extends BodyType>(type: T): readonly { readonly connection: ConnectionId; readonly body: BodyOf<T> }[] {
    return this.turn.sent
      .filter((sent) => sent.body.type === type)
      .map(({ connection, body }) => ({ connection, body: body as BodyOf<T> }));
  }

  /** The connection the broker has opened last to a node is there. */
  connectTo(node: NodeId): ConnectionId {
    const { connection } = present(
      this.turn.connects.findLast((connect) => connect.to === node),
      `a connection to ${node}`,
    );
    this.deliver({ type: 'connected', connection, peer: node });
    return connection;
  }

  /** Answers a request that the broker has sent. */
  answer(connection: ConnectionId, request: Body, body: Body, peer: NodeId = 1): void {
    this.deliver({ type: 'response', connection, peer, request, body });
  }
}
