import { vecGet } from '../../../src/lib/vec.ts';
import type { BrokerState } from '../../../src/sim/broker/state.ts';
import { behaviours as realBehaviours, createWorld } from '../../../src/sim/cluster.ts';
import type { Behaviours } from '../../../src/sim/dispatch.ts';
import { Draft } from '../../../src/sim/draft.ts';
import type { Intervention } from '../../../src/sim/intervention.ts';
import { interveneNow, step } from '../../../src/sim/kernel.ts';
import { addNode } from '../../../src/sim/newcomers.ts';
import type { Body, BodyOf, BodyType } from '../../../src/sim/protocol/body.ts';
import type { ZkOp } from '../../../src/sim/protocol/zookeeper.ts';
import type { Config, Scenario } from '../../../src/sim/scenario.ts';
import type { EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import type { Behaviour } from '../../../src/sim/turn.ts';
import type { Era, World } from '../../../src/sim/world.ts';
import type { Znode, ZooKeeperState } from '../../../src/sim/zookeeper/state.ts';
import { znodeAt } from '../../../src/sim/zookeeper/znode-tree.ts';
import { asker, NEW_ASKER, type Asker } from './asker.ts';

/** Inherited, not copied: KRaft's part is looked up only when it is asked for. */
const behaviours = Object.assign(Object.create(realBehaviours) as Behaviours, {
  admin: asker as unknown as Behaviour<never>,
});

export interface ClusterOptions {
  readonly era?: Era;
  readonly brokers?: number;
  readonly racks?: readonly string[];
  readonly config?: Config;
  readonly seed?: number;
  /** In microseconds; without any, the same broker wins every election. */
  readonly jitter?: number;
}

const SECOND = 1_000_000;

/** A cluster of one ZooKeeper server, brokers 1 to n and somebody who asks, 1 ms apart (and a little jitter); its World is replaced as it runs. */
export class TestCluster {
  world: World;
  readonly entries: TraceEntry[] = [];
  readonly brokers: number;

  constructor(options: ClusterOptions = {}) {
    const { era = '3.9', brokers = 3, config = {}, seed = 1, jitter = 300 } = options;
    this.brokers = brokers;
    const scenario: Scenario = {
      name: 'test',
      era,
      mode: 'zookeeper',
      seed,
      network: { latency: 1000, jitter },
      zookeeper: { servers: 1 },
      kraft: { controllers: 3, roles: 'separate' },
      brokers: Array.from({ length: brokers }, (_, at) => ({
        id: at + 1,
        rack: options.racks?.[at] ?? null,
        config: {},
        up: true,
      })),
      config: { broker: config, producer: {}, consumer: {} },
      topics: [],
      producers: [],
      consumers: [],
      script: [],
    };
    const draft = new Draft(createWorld(scenario));
    // The operator asks what the test wants, and nothing else.
    draft.setNode({ ...draft.node(draft.setup.adminNode), state: NEW_ASKER });
    const other = addNode(draft, 'other', 'admin', NEW_ASKER);
    draft.plan({ kind: 'start', at: 0, node: other.id, order: draft.nextOrder++ });
    this.world = draft.seal();
  }

  /** Runs until a time in seconds since the run began. */
  runTo(seconds: number): this {
    for (;;) {
      const taken = step(this.world, behaviours, Math.round(seconds * SECOND));
      if (taken === null) break;
      this.world = taken.world;
      this.entries.push(...taken.entries);
    }
    this.world = { ...this.world, now: Math.max(this.world.now, Math.round(seconds * SECOND)) };
    return this;
  }

  /** Runs on for some seconds. */
  run(seconds: number): this {
    return this.runTo(this.world.now / SECOND + seconds);
  }

  /** Takes one step more. */
  step(): this {
    const taken = step(this.world, behaviours);
    if (taken === null) return this;
    this.world = taken.world;
    this.entries.push(...taken.entries);
    return this;
  }

  intervene(intervention: Intervention): this {
    const taken = interveneNow(this.world, behaviours, this.world.now, intervention);
    this.world = taken.world;
    this.entries.push(...taken.entries);
    return this;
  }

  crash(node: string, kind: 'process' | 'power' | 'disk' = 'process'): this {
    return this.intervene({ type: 'crash', node, kind });
  }

  start(node: string): this {
    return this.intervene({ type: 'start', node });
  }

  stop(node: string): this {
    return this.intervene({ type: 'stop', node });
  }

  /** Tells `who` to connect to a node (-1: to use the connection it has) and to send a request there. */
  private tell(who: string, node: number, body: Body): void {
    const text = JSON.stringify([node, body]);
    const admin = this.world.setup.adminNode;
    this.world = { ...this.world, setup: { ...this.world.setup, adminNode: who === 'admin' ? admin : admin + 1 } };
    this.intervene({
      type: 'createTopic',
      topic: { name: text, partitions: 1, replicationFactor: 1, assignment: null, config: {} },
    });
    this.world = { ...this.world, setup: { ...this.world.setup, adminNode: admin } };
  }

  private asker(who: string): Asker {
    const admin = this.world.setup.adminNode;
    return vecGet(this.world.nodes, who === 'admin' ? admin : admin + 1)?.state as Asker;
  }

  /** Sends a request to a node (ZooKeeper is 0, broker n is n) and runs until it is answered, ten seconds at most. */
  ask<T extends BodyType>(node: number, body: Body, type: T, who = 'admin'): BodyOf<T> {
    this.tell(who, node, body);
    for (let i = 0; i < 10_000 && this.asker(who).answer === null; i++) this.run(0.001);
    const { answer } = this.asker(who);
    if (answer?.type !== type) throw new Error(`expected ${type}, got ${JSON.stringify(answer)}`);
    return answer as BodyOf<T>;
  }

  /** Sends a request without waiting for the answer. */
  send(node: number, body: Body, who = 'admin'): this {
    this.tell(who, node, body);
    return this;
  }

  answer(who = 'admin'): Body | null {
    return this.asker(who).answer;
  }

  /** What ZooKeeper has told the asker of its own accord. */
  told(who = 'admin'): readonly Body[] {
    return this.asker(who).told;
  }

  zookeeper(): ZooKeeperState {
    return vecGet(this.world.nodes, 0)?.state as ZooKeeperState;
  }

  broker(id: number): BrokerState {
    return vecGet(this.world.nodes, id)?.state as BrokerState;
  }

  znode(path: string): Znode | null {
    return znodeAt(this.zookeeper().root, path);
  }

  data(path: string): Record<string, unknown> {
    return this.znode(path)?.data as Record<string, unknown>;
  }

  /** The controller epoch as ZooKeeper has it. */
  epoch(): number {
    return Number(this.data('/controller_epoch'));
  }

  /** The broker id in /controller; -1: nobody. */
  controller(): number {
    return (this.znode('/controller')?.data as { brokerid: number } | undefined)?.brokerid ?? -1;
  }

  /** Leader, leader epoch and ISR as the state znode has them. */
  state(topic: string, partition: number): { leader: number; leaderEpoch: number; isr: readonly number[] } {
    const {
      leader,
      leader_epoch: leaderEpoch,
      isr,
    } = this.data(`/brokers/topics/${topic}/partitions/${partition}/state`) as {
      leader: number;
      leader_epoch: number;
      isr: number[];
    };
    return { leader, leaderEpoch, isr };
  }

  of<T extends EntryType>(type: T): readonly Extract<TraceEntry, { readonly type: T }>[] {
    return this.entries.filter((entry) => entry.type === type) as unknown as readonly Extract<
      TraceEntry,
      { readonly type: T }
    >[];
  }

  /** Types of all entries that led to one, itself first. */
  ancestry(seq: number): readonly string[] {
    const seen: number[] = [];
    const open = [seq];
    while (open.length > 0) {
      const at = open.pop() as number;
      if (at < 0 || seen.includes(at)) continue;
      seen.push(at);
      open.push(...(this.entries[at]?.causes ?? []));
    }
    return seen.map((at) => this.entries[at]?.type ?? '?');
  }

  /** Asks ZooKeeper as an operator with zkCli would, in a session of its own. */
  zk(ops: readonly ZkOp[], multi = false): BodyOf<'ZkResponse'> {
    this.ask(0, { type: 'ZkConnectRequest', sessionId: 0, timeOutMs: 18_000 }, 'ZkConnectResponse');
    return this.ask(-1, { type: 'ZkRequest', ops, multi }, 'ZkResponse');
  }

  /** Writes a partition's state and has a controller, which is to be `controller`, read it. */
  putState(
    topic: string,
    state: { readonly leader: number; readonly leaderEpoch: number; readonly isr: readonly number[] },
  ): void {
    const { leader, leaderEpoch, isr } = state;
    const data = {
      version: 1,
      leader,
      leader_epoch: leaderEpoch,
      controller_epoch: this.epoch(),
      isr,
    };
    this.zk([{ op: 'setData', path: `/brokers/topics/${topic}/partitions/0/state`, data, version: -1 }]);
  }

  /** Deletes /controller until that broker has won the election. */
  makeController(broker: number): this {
    for (let i = 0; i < 20 && this.controller() !== broker; i++) {
      this.zk([{ op: 'delete', path: '/controller', version: -1 }]);
      this.run(0.2);
    }
    if (this.controller() !== broker) throw new Error(`broker ${broker} did not become the controller`);
    return this;
  }

  /** Creates a topic with a given assignment. */
  createTopic(name: string, assignment: readonly (readonly number[])[], config: Config = {}): void {
    const topic = {
      name,
      numPartitions: -1,
      replicationFactor: -1,
      assignments: assignment.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
      configs: Object.entries(config).map(([setting, value]) => ({ name: setting, value })),
    };
    const { topics } = this.ask(
      this.controller(),
      { type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 5000 },
      'CreateTopicsResponse',
    );
    const [result] = topics;
    if (result?.errorCode !== 'NONE')
      throw new Error(`${name}: ${result?.errorCode ?? ''} ${result?.errorMessage ?? ''}`);
  }
}
