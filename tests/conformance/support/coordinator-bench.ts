import '../../../src/sim/kraft/load.ts';

import { present } from '../../../src/lib/assert.ts';
import { nodeOf } from '../../../src/sim/read/nodes.ts';
import type { ConnectionId, Era, NodeId, ProcessStatus } from '../../../src/sim/world.ts';
import type { GroupEntry } from '../../../src/sim/broker/groups/state.ts';
import type { FindCoordinatorResponse, GroupRequest, GroupResponse } from '../../../src/sim/protocol/group.ts';
import { MS, SECOND } from '../../../src/sim/time.ts';
import { Bench } from './bench.ts';

export interface CoordinatorSetup {
  readonly era?: Era;
  readonly brokers?: number;
  readonly config?: { readonly [name: string]: string | number };
  /** By default Highwater's own: latency and jitter. */
  readonly network?: { readonly latency: string; readonly jitter: string };
  /** Topics and their partition counts; `t` with three by default. */
  readonly topics?: { readonly [name: string]: number };
}

type AnswerTo<R extends GroupRequest> = R extends { readonly type: `${infer Name}Request` }
  ? Extract<GroupResponse, { readonly type: `${Name}Response` }>
  : never;

/**
 * Real brokers, and peers that play the members of groups: they find the coordinator as clients do, and what they send goes to it over
 * connections of their own. __consumer_offsets has few partitions, replicated to all brokers.
 */
export class CoordinatorBench {
  readonly bench: Bench;
  private readonly connections = new Map<string, ConnectionId>();

  constructor({ era = '4.0', brokers = 1, config = {}, topics = { t: 3 }, network }: CoordinatorSetup = {}) {
    const shared = {
      'offsets.topic.replication.factor': brokers,
      'offsets.topic.num.partitions': 3,
      'group.initial.rebalance.delay.ms': 0,
      ...config,
    };
    const scenario = {
      era,
      ...(era === '4.0' ? { mode: 'kraft' } : {}),
      brokers,
      ...(network && { network }),
      topics: Object.entries(topics).map(([name, partitions]) => ({ name, partitions, replicationFactor: brokers })),
      config: { broker: shared },
    };
    this.bench = new Bench(JSON.stringify(scenario));
    const ready = (): boolean =>
      Object.keys(topics).every((name) => this.bench.broker(1).metadata.topics.some((topic) => topic.name === name));
    this.bench.until('the topics are there', ready).run(SECOND);
  }

  /** One FindCoordinator, asked of a broker. */
  find(group: string, broker = 1): FindCoordinatorResponse['coordinators'][number] {
    const connection = this.connection(`find ${broker}`, broker);
    const request = { type: 'FindCoordinatorRequest', keyType: 0, coordinatorKeys: [group] } as const;
    const answer = this.bench.ask('peer', connection, request, 'FindCoordinatorResponse');
    return present(answer.coordinators[0], 'a coordinator');
  }

  /** The group's coordinator, once there is one that has read its partition. */
  coordinator(group: string, askedOf = 1): number {
    let found = this.find(group, askedOf);
    for (let tries = 0; found.errorCode !== 'NONE' && tries < 100; tries++) {
      this.bench.run(100 * MS);
      found = this.find(group, askedOf);
    }
    this.bench.run(20 * MS);
    return found.nodeId;
  }

  /**
   * Sends a request to the group's coordinator and waits for the answer. One `who` is one connection.
   * @param release whose version of the request it is; the brokers' unless it says otherwise
   */
  ask<R extends GroupRequest>(who: string, group: string, request: R, release?: Era): AnswerTo<R> {
    const connection = this.connectionOf(who, group);
    const type = request.type.replace('Request', 'Response') as GroupResponse['type'];
    return this.bench.ask('peer', connection, request, type, release) as AnswerTo<R>;
  }

  /** Sends a request to a broker, coordinator or not, and waits for the answer. */
  askBroker<R extends GroupRequest>(who: string, broker: number, request: R): AnswerTo<R> {
    const type = request.type.replace('Request', 'Response') as GroupResponse['type'];
    return this.bench.ask('peer', this.connection(`${who} ${broker}`, broker), request, type) as AnswerTo<R>;
  }

  /** Sends a request to the group's coordinator. */
  send(who: string, group: string, request: GroupRequest): this {
    this.bench.send('peer', this.connectionOf(who, group), request);
    return this;
  }

  /** What `who` has been answered so far, oldest first. */
  answers(who: string): readonly GroupResponse[] {
    const mine = [...this.connections].filter(([name]) => name.startsWith(`${who} `)).map(([, id]) => id);
    return this.bench
      .inbox('peer')
      .flatMap((one) => (one.type === 'response' && mine.includes(one.connection) ? [one.body as GroupResponse] : []));
  }

  /** What the coordinator of a group has of it; null: nothing. */
  entry(group: string): GroupEntry | null {
    for (const id of this.bench.world.setup.brokerIds) {
      const found = this.bench.broker(id).groups.groups.find(({ groupId }) => groupId === group);
      if (found !== undefined) return found;
    }
    return null;
  }

  nodeStatus(node: NodeId): ProcessStatus {
    return nodeOf(this.bench.world, node).status;
  }

  private connectionOf(who: string, group: string): ConnectionId {
    const coordinator = this.coordinators.get(group) ?? this.coordinator(group);
    this.coordinators.set(group, coordinator);
    return this.connection(`${who} ${coordinator}`, coordinator);
  }

  private readonly coordinators = new Map<string, number>();

  /** The coordinator of a group may be another from now on. */
  forgetCoordinator(group: string): this {
    this.coordinators.delete(group);
    return this;
  }

  private connection(name: string, broker: number): ConnectionId {
    const known = this.connections.get(name);
    if (known !== undefined) return known;
    const connection = this.bench.connect('peer', `broker-${broker}`);
    this.connections.set(name, connection);
    return connection;
  }
}
