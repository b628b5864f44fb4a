import { present } from '../../../../src/lib/assert.ts';
import { drawn, nextState } from '../../../../src/lib/rng.ts';
import type { Intervention } from '../../../../src/sim/intervention.ts';
import type { Body, BodyOf, BodyType } from '../../../../src/sim/protocol/body.ts';
import type { MetadataPartition, MetadataResponse } from '../../../../src/sim/protocol/client.ts';
import type { Micros } from '../../../../src/sim/time.ts';
import type { EntryArgs, EntryType, TraceEntry } from '../../../../src/sim/trace/entry.ts';
import type { Behaviour, DisconnectReason, Stimulus, Turn } from '../../../../src/sim/turn.ts';
import type { ConnectionId, NodeId, PartitionId, Seq, Setup } from '../../../../src/sim/world.ts';

export { setupOf } from './client-setup.ts';

export const ms = (count: number): Micros => count * 1000;

interface Flying {
  readonly connection: ConnectionId;
  readonly correlationId: number;
  readonly body: Body;
  readonly timeout: Micros | null;
}

/** The kernel's side of one client, and the brokers it talks to, played by the test. */
export class ClientBench<S> implements Turn {
  now: Micros = 0;
  readonly self: NodeId = 30;
  readonly setup: Setup;
  desk: unknown = null;
  cause: Seq = -1;
  readonly entries: TraceEntry[] = [];
  readonly connects: {
    readonly connection: ConnectionId;
    readonly to: NodeId;
    readonly timeout: Micros;
    readonly at: Micros;
  }[] = [];
  readonly closed: ConnectionId[] = [];
  /** Numbers that the next draws give, before chance takes over. */
  draws: number[] = [];
  exited = false;
  state: S;
  private flying: Flying[] = [];
  private dialling: { readonly connection: ConnectionId; readonly to: NodeId }[] = [];
  private readonly peers: NodeId[] = [];
  private readonly timers = new Map<number, Micros>();
  private rng = 7;
  private correlationId = 0;
  private readonly behaviour: Behaviour<S>;
  private readonly names: { readonly topic: string; readonly partition: number }[] = [];

  constructor(setup: Setup, behaviour: Behaviour<S>, state: S) {
    this.setup = setup;
    this.behaviour = behaviour;
    this.state = state;
  }

  take(stimulus: Stimulus): this {
    this.state = this.behaviour.handle(this, this.state, stimulus);
    return this;
  }

  do(intervention: Intervention): this {
    return this.take({ type: 'intervention', intervention });
  }

  /** Lets time pass, firing timers on the way. */
  advance(to: Micros): this {
    for (;;) {
      let first: number | null = null;
      for (const [slot, at] of this.timers)
        if (at <= to && (first === null || at < (this.timers.get(first) ?? 0))) first = slot;
      if (first === null) break;
      this.now = Math.max(this.now, this.timers.get(first) ?? 0);
      this.timers.delete(first);
      this.take({ type: 'timer', slot: first });
    }
    this.now = to;
    return this;
  }

  /** Every connection that is being made is made, and its handshake answered; new ones that this leads to as well. */
  accept(): this {
    while (this.dialling.length > 0) {
      const { connection, to } = present(this.dialling.shift(), 'a connection');
      this.take({ type: 'connected', connection, peer: to });
      this.answer('ApiVersionsRequest', { type: 'ApiVersionsResponse', errorCode: 'NONE' });
    }
    return this;
  }

  /** Connections that are being made fail. */
  refuse(reason: DisconnectReason = 'refused'): this {
    const dialling = this.dialling;
    this.dialling = [];
    for (const { connection, to } of dialling)
      this.take({ type: 'disconnected', connection, peer: to, reason, inFlight: [] });
    return this;
  }

  /** Lets time pass, and connections be made, until a request of this type is there; for two seconds at most. */
  await(type: BodyType): this {
    const limit = this.now + ms(2000);
    this.accept();
    while (this.open(type).length === 0 && this.now < limit) this.advance(this.now + ms(1)).accept();
    return this;
  }

  /** Requests of a type that have no answer yet, oldest first. */
  open<T extends BodyType>(type: T): BodyOf<T>[] {
    return this.flying.filter(({ body }) => body.type === type).map(({ body }) => body as BodyOf<T>);
  }

  /** How long the oldest request of a type may take; null: as long as it likes. */
  timeoutOf(type: BodyType): Micros | null {
    return this.flying.find(({ body }) => body.type === type)?.timeout ?? null;
  }

  /** Answers the oldest request of a type. */
  answer<T extends BodyType>(type: T, body: Body | ((request: BodyOf<T>) => Body)): this {
    const request = present(
      this.flying.find((flying) => flying.body.type === type),
      `a ${type} in flight`,
    );
    this.flying = this.flying.filter((flying) => flying !== request);
    const response = typeof body === 'function' ? body(request.body as BodyOf<T>) : body;
    return this.take({
      type: 'response',
      connection: request.connection,
      peer: this.peerOf(request.connection),
      request: request.body,
      body: response,
    });
  }

  /** Breaks the connection to this broker that was made last; everything in flight on it fails. */
  break(broker: number, reason: DisconnectReason = 'reset'): this {
    const node = this.setup.nodeOfBroker[broker];
    const connection = present(
      [...this.connects].reverse().find(({ to, connection: id }) => to === node && !this.closed.includes(id)),
      'a connection',
    ).connection;
    const inFlight = this.flying.filter((flying) => flying.connection === connection);
    this.flying = this.flying.filter((flying) => flying.connection !== connection);
    this.closed.push(connection);
    return this.take({
      type: 'disconnected',
      connection,
      peer: this.peerOf(connection),
      reason,
      inFlight: inFlight.map(({ correlationId, body }) => ({ correlationId, body })),
    });
  }

  entriesOf<T extends EntryType>(type: T): EntryArgs[T][] {
    return this.entries.filter((entry) => entry.type === type).map((entry) => entry.args as EntryArgs[T]);
  }

  private peerOf(connection: ConnectionId): NodeId {
    return present(this.peers[connection], 'a peer');
  }

  /** Broker ids that this client has tried to connect to, in order. */
  get dialled(): number[] {
    return this.connects.map(({ to }) => this.setup.nodeOfBroker.indexOf(to));
  }

  emit<T extends EntryType>(type: T, args: EntryArgs[T], causes?: readonly Seq[]): Seq {
    const seq = this.entries.length;
    this.entries.push({
      t: this.now,
      seq,
      type,
      node: this.self,
      causes: causes ?? [this.cause],
      args,
    } as unknown as TraceEntry);
    return seq;
  }

  connect(to: NodeId, timeout: Micros = 0): ConnectionId {
    const connection = this.connects.length;
    this.connects.push({ connection, to, timeout, at: this.now });
    this.dialling.push({ connection, to });
    this.peers.push(to);
    return connection;
  }

  send(
    connection: ConnectionId,
    body: Body,
    options?: { readonly timeout?: Micros | null; readonly oneWay?: boolean },
  ): number {
    const correlationId = this.correlationId++;
    if (options?.oneWay !== true)
      this.flying.push({ connection, correlationId, body, timeout: options?.timeout ?? null });
    return correlationId;
  }

  respond(): void {}
  respondNothing(): void {}
  notify(): void {}

  close(connection: ConnectionId): void {
    this.closed.push(connection);
    this.flying = this.flying.filter((flying) => flying.connection !== connection);
  }

  isOpen(): boolean {
    return true;
  }

  setTimer(slot: number, at: Micros): void {
    this.timers.set(slot, at);
  }

  clearTimer(slot: number): void {
    this.timers.delete(slot);
  }

  deadline(slot: number): Micros | null {
    return this.timers.get(slot) ?? null;
  }

  draw(bound: number): number {
    const given = this.draws.shift();
    if (given !== undefined) return given % bound;
    const value = drawn(this.rng, bound);
    this.rng = nextState(this.rng);
    return value;
  }

  partitionId(topic: string, partition: number): PartitionId {
    const known = this.names.findIndex((name) => name.topic === topic && name.partition === partition);
    return known >= 0 ? known : this.names.push({ topic, partition }) - 1;
  }

  wroteToDisk(): void {}

  partitionName(id: PartitionId): { readonly topic: string; readonly partition: number } {
    return present(this.names[id], 'a partition must have been named');
  }

  topicId(topic: string): string {
    return `id-of-${topic}`;
  }

  newTopicId(topic: string): string {
    return this.topicId(topic);
  }

  nameOf(node: NodeId): string {
    return `node-${node}`;
  }

  exit(): void {
    this.exited = true;
  }
}

/** A Metadata response in which partition p of each topic is led by the p-th of these leaders (-1: none). */
export function metadata(
  topics: { readonly [name: string]: readonly number[] },
  more: { readonly epoch?: number; readonly brokers?: readonly number[]; readonly controller?: number } = {},
): MetadataResponse {
  const { epoch = 0, brokers = [1, 2, 3], controller = 1 } = more;
  const partition = (leaderId: number, partitionIndex: number): MetadataPartition => ({
    errorCode: leaderId < 0 ? 'LEADER_NOT_AVAILABLE' : 'NONE',
    partitionIndex,
    leaderId,
    leaderEpoch: epoch,
    replicaNodes: [1, 2, 3],
    isrNodes: [1, 2, 3],
    offlineReplicas: [],
  });
  return {
    type: 'MetadataResponse',
    brokers: brokers.map((nodeId) => ({ nodeId, host: `broker-${nodeId}`, port: 9092, rack: null })),
    controllerId: controller,
    topics: Object.entries(topics).map(([name, leaders]) => ({
      errorCode: 'NONE',
      name,
      topicId: name,
      isInternal: false,
      partitions: leaders.map(partition),
    })),
  };
}

/** The answer to a Metadata request about a topic that nobody knows. */
export function unknownTopic(name: string): MetadataResponse {
  const response = metadata({});
  return {
    ...response,
    topics: [{ errorCode: 'UNKNOWN_TOPIC_OR_PARTITION', name, topicId: '', isInternal: false, partitions: [] }],
  };
}
