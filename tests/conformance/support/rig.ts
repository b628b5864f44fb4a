import { present } from '../../../src/lib/assert.ts';
import { vecGet } from '../../../src/lib/vec.ts';
import { ISR_EXPIRATION } from '../../../src/sim/broker/timer-slots.ts';
import type {
  FetchPartitionResponse,
  FetchRequest,
  FetchResponse,
  ProducePartitionResponse,
} from '../../../src/sim/protocol/client.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';
import { nodeOf } from '../../../src/sim/read/nodes.ts';
import { MS, type Micros } from '../../../src/sim/time.ts';
import type { Era } from '../../../src/sim/world.ts';
import { Bench } from './bench.ts';
import { OUTSIDE, OUTSIDE_NAME, type Control, type Proposal } from './control.ts';
import { fetchRequest } from './fetch-request.ts';
import { KRaftControl, OFFICE_NAME } from './kraft-control.ts';
import { ZooKeeperControl } from './zookeeper-control.ts';

/** A played quorum is silent when it has nothing to say, and is not to be asked whether it is there. */
const PATIENT = {
  'controller.quorum.fetch.timeout.ms': 1_000_000_000,
  'controller.quorum.request.timeout.ms': 1_000_000_000,
  'broker.heartbeat.interval.ms': 1_000_000_000,
};

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
 * Real brokers under a controller that a test plays: it says who leads and who follows, and answers what leaders propose. In 2.8 and 3.9
 * they have a real ZooKeeper and are told in the controller's requests; in 4.0 it is the quorum, whose log they read.
 */
export class Rig {
  readonly bench: Bench;
  private readonly control: Control;

  constructor({ brokers, peers = [], era = '4.0', config = {}, topicConfig = {}, consumers = [], network }: RigSetup) {
    const remotes = [...peers, OUTSIDE];
    const live = [...brokers, ...remotes].sort((a, b) => a - b);
    const listed = live.map((id) => ({ id, up: remotes.includes(id) }));
    const kraft = era === '4.0';
    const mode = kraft ? { mode: 'kraft', controllers: 1 } : {};
    const broker = kraft ? { ...PATIENT, ...config } : config;
    const scenario = { era, ...mode, brokers: listed, config: { broker }, consumers, ...(network && { network }) };
    const names = remotes.map((id) => `broker-${id}`);
    this.bench = new Bench(JSON.stringify(scenario), kraft ? [...names, OFFICE_NAME] : names);
    this.control = kraft
      ? new KRaftControl(this.bench, brokers, remotes, topicConfig)
      : new ZooKeeperControl(this.bench, brokers, live, topicConfig);
  }

  /** A copy that goes its own way from here. */
  fork(): Rig {
    const bench = this.bench.fork();
    return Object.assign(Object.create(Rig.prototype) as Rig, { bench, control: this.control.on(bench) });
  }

  /** The controller tells a broker that others are not alive. */
  without(broker: number, dead: readonly number[]): this {
    this.control.without(broker, dead);
    return this;
  }

  /** The controller tells a broker what to answer clients about partition 0 of a topic. */
  publish(leader: number, leaderEpoch: number, replicas: readonly number[], topicName = 't'): this {
    this.control.publish(leader, { topicName, leader, leaderEpoch, replicas, isr: replicas });
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
    this.control.tell(broker, { topicName, leader, leaderEpoch, replicas, isr });
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
    const replicaEpoch = replicaId < 0 ? -1 : this.control.brokerEpoch(leader, replicaId);
    const request = fetchRequest(replicaId, fetchOffset, { replicaEpoch, ...change });
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
  proposed(): Proposal | null {
    return this.control.proposed();
  }

  /** The controller accepts what the leader proposes, if it proposes something. */
  accept(): this {
    this.control.accept();
    return this;
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
