import { present } from '../../../src/lib/assert.ts';
import { vecGet, vecSet } from '../../../src/lib/vec.ts';
import type { BrokerState, Replica } from '../../../src/sim/broker/state.ts';
import { behaviours, createWorld } from '../../../src/sim/cluster.ts';
import { Draft } from '../../../src/sim/draft.ts';
import type { Behaviours } from '../../../src/sim/dispatch.ts';
import type { Intervention } from '../../../src/sim/intervention.ts';
import { interveneNow, step } from '../../../src/sim/kernel.ts';
import { addNode } from '../../../src/sim/newcomers.ts';
import type { Body, BodyOf, BodyType } from '../../../src/sim/protocol/body.ts';
import { replicaOf } from '../../../src/sim/read/replicas.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import { SECOND, type Micros } from '../../../src/sim/time.ts';
import type { TraceEntry } from '../../../src/sim/trace/entry.ts';
import type { Stimulus } from '../../../src/sim/turn.ts';
import type { ConnectionId, NodeId, World, Era } from '../../../src/sim/world.ts';
import type { ZooKeeperState } from '../../../src/sim/zookeeper/state.ts';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';
import { newPeer, peerBehaviour, type Order, type PeerState, type Received } from './peer.ts';

/** A World under test: run it, tell its peers what to do, look at it. */
export class Bench {
  world: World;
  readonly entries: TraceEntry[] = [];
  /** Called with everything that reaches a node, before the node reacts. */
  onStimulus: ((node: NodeId, stimulus: Stimulus, world: World) => void) | null = null;
  /** Called after every step. */
  onStep: ((before: World, after: World, entries: readonly TraceEntry[]) => void) | null = null;
  private readonly behaviours: Behaviours;

  /**
   * @param scenario YAML
   * @param remotes nodes of the scenario whose place a peer takes; and a peer of no machine's name, `peer`, is always there
   */
  constructor(scenario: string, remotes: readonly string[] = []) {
    const parsed = parseScenario('bench.yaml', scenario);
    if (parsed.scenario === null) throw new Error(JSON.stringify(parsed.mistakes));
    const draft = new Draft(createWorld(parsed.scenario));
    addNode(draft, 'peer', 'remote', newPeer);
    for (const name of [...remotes, 'peer']) {
      const node = present(nodeNamed(draft.seal(), name), name);
      draft.setNode({ ...node, kind: 'remote', status: 'running', incarnation: 1, state: newPeer });
    }
    this.world = draft.seal();
    this.behaviours = this.listening();
  }

  /** A copy that goes its own way from here; a World is a value, so it costs nothing. */
  fork(): Bench {
    const copy = Object.create(Bench.prototype) as Bench;
    Object.assign(copy, this, { entries: [...this.entries], onStimulus: null, onStep: null });
    Object.assign(copy, { behaviours: copy.listening() });
    return copy;
  }

  /** The simulator's own behaviours, inherited so that KRaft's part is looked up only when it is asked for; peers, and brokers that are listened to. */
  private listening(): Behaviours {
    return Object.assign(Object.create(behaviours) as Behaviours, {
      remote: peerBehaviour as never,
      broker: this.spiedOn(),
    });
  }

  private spiedOn(): NonNullable<Behaviours['broker']> {
    const own = present(behaviours.broker, 'the behaviour of brokers') as unknown as {
      handle: (turn: { self: NodeId }, state: unknown, stimulus: Stimulus) => unknown;
    };
    const handle = (turn: { self: NodeId }, state: unknown, stimulus: Stimulus): unknown => {
      this.onStimulus?.(turn.self, stimulus, this.world);
      return own.handle(turn, state, stimulus);
    };
    return { ...own, handle } as never;
  }

  node(name: string): NodeId {
    return present(nodeNamed(this.world, name), name).id;
  }

  zookeeper(): ZooKeeperState {
    return present(nodeNamed(this.world, 'zookeeper-1'), 'zookeeper-1').state as ZooKeeperState;
  }

  broker(id: number): BrokerState {
    return present(nodeNamed(this.world, `broker-${id}`), `broker ${id}`).state as BrokerState;
  }

  replica(broker: number, topic = 't', partition = 0): Replica {
    const id = this.world.names.index[topic]?.[partition] ?? -1;
    return present(replicaOf(this.world, broker, id), `replica of ${topic}-${partition} on broker ${broker}`);
  }

  /** Runs for some time. */
  run(time: Micros): this {
    const until = this.world.now + time;
    for (
      let taken = step(this.world, this.behaviours, until);
      taken !== null;
      taken = step(this.world, this.behaviours, until)
    ) {
      this.take(taken);
    }
    // Time stands at the last step; what is done next is done at the end of the time asked for.
    this.world = { ...this.world, now: until };
    return this;
  }

  /** Runs until something holds; fails when it does not come about. */
  until(what: string, holds: () => boolean, within: Micros = 120 * SECOND): this {
    const end = this.world.now + within;
    while (!holds()) {
      const taken = step(this.world, this.behaviours, end);
      if (taken === null) throw new Error(`it did not come about in ${within / SECOND} s that ${what}`);
      this.take(taken);
    }
    return this;
  }

  do(intervention: Intervention): this {
    const taken = interveneNow(this.world, this.behaviours, this.world.now, intervention);
    this.take(taken);
    return this;
  }

  private take({ world, entries }: { readonly world: World; readonly entries: readonly TraceEntry[] }): void {
    const before = this.world;
    this.world = world;
    this.entries.push(...entries);
    this.onStep?.(before, world, entries);
  }

  order(peer: string, order: Order): this {
    return this.do({ type: 'flush', node: peer, order } as unknown as Intervention);
  }

  inbox(peer: string): readonly Received[] {
    return (present(nodeNamed(this.world, peer), peer).state as PeerState).inbox;
  }

  /** Opens a connection from a peer. */
  connect(peer: string, to: string): ConnectionId {
    const before = this.inbox(peer).length;
    const node = this.node(to);
    this.order(peer, { do: 'connect', to: node });
    const opened = (): Received | undefined =>
      this.inbox(peer)
        .slice(before)
        .find((one) => one.peer === node && (one.type === 'connected' || one.type === 'disconnected'));
    this.until(`${peer} is connected to ${to}`, () => opened() !== undefined);
    const found = present(opened(), 'a connection');
    if (found.type !== 'connected') throw new Error(`${to} refuses ${peer}`);
    return found.connection;
  }

  /** Sends a request and does not wait. */
  send(peer: string, connection: ConnectionId, body: Body, release?: Era): this {
    return this.order(peer, { do: 'send', connection, body, oneWay: false, ...(release && { release }) });
  }

  /** Sends a request and waits for its answer. */
  ask<T extends BodyType>(peer: string, connection: ConnectionId, body: Body, answer: T, release?: Era): BodyOf<T> {
    const before = this.inbox(peer).length;
    this.send(peer, connection, body, release);
    const answered = (): Received | undefined =>
      this.inbox(peer)
        .slice(before)
        .find((one) => one.connection === connection && (one.type === 'response' || one.type === 'disconnected'));
    this.until(`${peer} has an answer to its ${body.type}`, () => answered() !== undefined);
    const found = present(answered(), 'an answer');
    if (found.type !== 'response' || found.body.type !== answer)
      throw new Error(`${body.type} is answered with ${JSON.stringify(found)}`);
    return found.body as BodyOf<T>;
  }

  /** Waits until a peer has a request of a type from a node that it has not answered. */
  asked(peer: string, type: BodyType, from: string): ConnectionId {
    const node = this.node(from);
    const found = (): Received | undefined =>
      this.openRequests(peer).find((one) => one.peer === node && one.body.type === type);
    this.until(`${peer} is asked by ${from} with ${type}`, () => found() !== undefined);
    return present(found(), type).connection;
  }

  /** Requests that a peer is serving. */
  openRequests(peer: string): readonly Extract<Received, { readonly type: 'request' | 'response' }>[] {
    const node = this.node(peer);
    const serving: Extract<Received, { readonly type: 'request' | 'response' }>[] = [];
    for (let id = 0; id < this.world.connections.length; id++) {
      const connection = vecGet(this.world.connections, id);
      if (connection === null || connection === undefined || connection.server !== node || connection.serving === null)
        continue;
      const last = this.inbox(peer).findLast((one) => one.type === 'request' && one.connection === id);
      if (last !== undefined && last.type === 'request') serving.push(last);
    }
    return serving;
  }

  respond(peer: string, connection: ConnectionId, body: Body): this {
    return this.order(peer, { do: 'respond', connection, body });
  }

  /** Cuts or heals the link between two nodes, both ways. */
  link(a: string, b: string, how: 'cutLink' | 'healLink'): this {
    return this.do({ type: how, from: a, to: b }).do({ type: how, from: b, to: a });
  }

  /** Sets the random stream of a node so that its next numbers are the wanted ones. */
  seedNode(name: string, rng: number): this {
    const node = present(nodeNamed(this.world, name), name);
    this.world = { ...this.world, nodes: vecSet(this.world.nodes, node.id, { ...node, rng }) };
    return this;
  }
}
