import { present } from '../../../src/lib/assert.ts';
import { drawn, nextState } from '../../../src/lib/rng.ts';
import type { Body } from '../../../src/sim/protocol/body.ts';
import type { Micros } from '../../../src/sim/time.ts';
import type { EntryArgs, EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import type { Turn } from '../../../src/sim/turn.ts';
import type { ConnectionId, Era, NodeId, PartitionId, Seq, Setup } from '../../../src/sim/world.ts';

export interface Sent {
  readonly connection: ConnectionId;
  readonly body: Body;
  readonly cause: Seq;
}

/** Broker N is node N, ZooKeeper is node 0, and whatever else a test likes. */
export function setupOf(era: Era, brokerIds: readonly number[]): Setup {
  return {
    engine: 'test',
    era,
    mode: 'zookeeper',
    seed: 1,
    network: { latency: 1000, jitter: 0 },
    nodeOfBroker: Array.from({ length: Math.max(...brokerIds) + 1 }, (_, id) => (brokerIds.includes(id) ? id : -1)),
    brokerIds,
    zookeeperNodes: [0],
    voters: [],
    adminNode: 99,
    announcedTopics: [],
    clientConfig: { producer: {}, consumer: {} },
  };
}

/** A kernel of one node that only writes down what the node asks for. */
export class FakeTurn implements Turn {
  now: Micros = 0;
  readonly self: NodeId;
  readonly setup: Setup;
  desk: unknown = null;
  cause: Seq = -1;
  readonly entries: TraceEntry[] = [];
  readonly sent: Sent[] = [];
  readonly responses: Sent[] = [];
  readonly connects: { readonly connection: ConnectionId; readonly to: NodeId }[] = [];
  readonly closed: ConnectionId[] = [];
  readonly silent: ConnectionId[] = [];
  readonly timers = new Map<number, Micros>();
  exited = false;
  private rng = 12345;
  private readonly names: { readonly topic: string; readonly partition: number }[] = [];

  constructor(self: NodeId, setup: Setup) {
    this.self = self;
    this.setup = setup;
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

  connect(to: NodeId): ConnectionId {
    const connection = 1000 + this.connects.length;
    this.connects.push({ connection, to });
    return connection;
  }

  send(connection: ConnectionId, body: Body, options?: { readonly cause?: Seq }): number {
    this.sent.push({ connection, body, cause: options?.cause ?? this.cause });
    return this.sent.length;
  }

  respond(connection: ConnectionId, body: Body, cause?: Seq): void {
    this.responses.push({ connection, body, cause: cause ?? this.cause });
  }

  respondNothing(connection: ConnectionId): void {
    this.silent.push(connection);
  }

  notify(): void {}

  close(connection: ConnectionId): void {
    this.closed.push(connection);
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
    return node === 0 ? 'zookeeper-1' : `broker-${node}`;
  }

  exit(): void {
    this.exited = true;
  }
}
