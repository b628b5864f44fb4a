import { withLast } from '../lib/lists.ts';
import { assert } from '../lib/assert.ts';
import { drawn, nextState } from '../lib/rng.ts';
import { emptyVec, vecGet, vecPush, type Vec } from '../lib/vec.ts';
import { closeAll, closeClientSide, closeServerSide } from './hangup.ts';
import { CONNECT_TIMEOUT, newConnection } from './new-connection.ts';
import { nameNewTopic, namePartition, nameTopic } from './names.ts';
import { transmit } from './network.ts';
import type { Draft } from './draft.ts';
import type { Body } from './protocol/body.ts';
import { apiVersionOf } from './protocol/versions.ts';
import type { Micros } from './time.ts';
import type { EntryArgs, EntryType } from './trace/entry.ts';
import type { Behaviour, SendOptions, Turn } from './turn.ts';
import type {
  ConnectionId,
  InFlight,
  NodeId,
  NodeRecord,
  PartitionId,
  Seq,
  Setup,
  SlowDisk,
  TimerSlot,
} from './world.ts';

const UNSET: TimerSlot = { deadline: null, armed: null, cause: -1 };

/** The kernel's side of a {@link Turn}. Timers and the random stream are kept here and written back once. */
export class KernelTurn implements Turn {
  now: Micros;
  self: NodeId;
  readonly setup: Setup;
  cause: Seq;
  private timers: Vec<TimerSlot>;
  private rng: number;
  private disk: SlowDisk | null;
  /** When what is sent leaves: now, or when the disk has done its writes. */
  private departure: Micros;
  private exiting = false;
  private readonly draft: Draft;
  private node: NodeRecord;

  constructor(draft: Draft, node: NodeRecord, timers: Vec<TimerSlot>, cause: Seq) {
    this.draft = draft;
    this.node = node;
    this.now = draft.now;
    this.self = node.id;
    this.setup = draft.setup;
    this.cause = cause;
    this.timers = timers;
    this.rng = node.rng;
    this.disk = node.disk;
    this.departure = draft.now;
  }

  /** Another turn of the same draft, after this one has ended. */
  begin(node: NodeRecord, timers: Vec<TimerSlot>, cause: Seq): void {
    this.node = node;
    this.now = this.draft.now;
    this.self = node.id;
    this.cause = cause;
    this.timers = timers;
    this.rng = node.rng;
    this.disk = node.disk;
    this.departure = this.now;
    this.exiting = false;
  }

  get desk(): unknown {
    return this.draft.desks?.[this.self] ?? null;
  }

  set desk(kept: unknown) {
    if (this.draft.desks !== null) this.draft.desks[this.self] = kept;
  }

  finish(state: unknown, behaviour: Behaviour<unknown>): void {
    const { node, draft } = this;
    if (this.exiting) {
      const seq = draft.emit(node.id, 'ProcessExited', {}, [this.cause]);
      draft.setNode({
        ...node,
        status: 'down',
        rng: this.rng,
        timers: emptyVec(),
        inbox: [],
        state: behaviour.crash(state, 'clean'),
      });
      closeAll(draft, node.id, 'close', seq);
      return;
    }
    if (state !== node.state || this.timers !== node.timers || this.rng !== node.rng || this.disk !== node.disk) {
      if (draft.owns(node)) {
        const own = node as { -readonly [K in keyof NodeRecord]: NodeRecord[K] };
        own.rng = this.rng;
        own.timers = this.timers;
        own.disk = this.disk;
        own.state = state;
        return;
      }
      draft.giveNode({
        id: node.id,
        name: node.name,
        kind: node.kind,
        status: node.status,
        incarnation: node.incarnation,
        rng: this.rng,
        timers: this.timers,
        inbox: node.inbox,
        links: node.links,
        disk: this.disk,
        state,
      });
    }
  }

  emit<T extends EntryType>(type: T, args: EntryArgs[T], causes?: readonly Seq[]): Seq {
    return this.draft.emit(this.self, type, args, causes ?? [this.cause]);
  }

  connect(to: NodeId, timeout: Micros = CONNECT_TIMEOUT): ConnectionId {
    const { draft } = this;
    const id = draft.connections.length;
    const deadline = this.now + timeout;
    draft.addConnection(newConnection(draft, id, this.self, to, deadline, this.cause));
    draft.plan({ kind: 'overdue', at: deadline, order: draft.nextOrder++, connection: id });
    transmit(draft, draft.open(id), true, 'connect', null, 0, 0, this.cause);
    return id;
  }

  send(id: ConnectionId, body: Body, options?: SendOptions): number {
    const { draft } = this;
    const connection = draft.connection(id);
    assert(
      connection !== null && connection.client === this.self && connection.clientSide === 'open',
      'a request must be sent on an open connection of its own',
    );
    const correlationId = connection.nextCorrelationId;
    const seq = draft.emit(
      this.self,
      'RequestSent',
      { api: body.type, to: connection.server, connection: id, correlationId },
      [options?.cause ?? this.cause],
    );
    const timeout = options?.timeout ?? null;
    const deadline = timeout === null ? null : this.now + timeout;
    const opened = draft.open(id);
    opened.nextCorrelationId = correlationId + 1;
    if (options?.oneWay !== true) {
      const request: InFlight = { correlationId, body, deadline, seq };
      opened.inFlight = withLast(opened.inFlight, request);
      if (deadline !== null && (opened.overdueCheck === null || opened.overdueCheck > deadline)) {
        draft.plan({ kind: 'overdue', at: deadline, order: draft.nextOrder++, connection: id });
        opened.overdueCheck = deadline;
      }
    }
    const { era } = draft.setup;
    const theirs = apiVersionOf(body.type, era);
    const release = options?.release ?? era;
    const version = release === era ? theirs : Math.min(theirs, apiVersionOf(body.type, release));
    transmit(draft, opened, true, 'request', body, correlationId, version, seq, this.departure);
    return correlationId;
  }

  respond(id: ConnectionId, body: Body, cause?: Seq): void {
    const { draft } = this;
    const connection = draft.connection(id);
    if (connection === null || connection.serverSide !== 'open') return;
    assert(connection.serving !== null, 'an answer must have a request');
    const { correlationId } = connection.serving;
    const seq = draft.emit(
      this.self,
      'ResponseSent',
      { api: body.type, to: connection.client, connection: id, correlationId },
      [cause ?? this.cause],
    );
    this.unmute(id);
    transmit(draft, draft.open(id), false, 'response', body, correlationId, 0, seq, this.departure);
  }

  respondNothing(id: ConnectionId): void {
    const connection = this.draft.connection(id);
    if (connection === null || connection.serverSide !== 'open') return;
    this.unmute(id);
  }

  /** The connection's next request may be served. */
  private unmute(id: ConnectionId): void {
    const opened = this.draft.open(id);
    opened.serving = null;
    if (opened.waiting.length > 0)
      this.draft.plan({ kind: 'serve', at: this.now, order: this.draft.nextOrder++, connection: id });
  }

  notify(id: ConnectionId, body: Body, cause?: Seq): void {
    const { draft } = this;
    const connection = draft.connection(id);
    if (connection === null || connection.serverSide !== 'open') return;
    const seq = draft.emit(this.self, 'NotificationSent', { api: body.type, to: connection.client, connection: id }, [
      cause ?? this.cause,
    ]);
    transmit(draft, draft.open(id), false, 'notification', body, 0, 0, seq);
  }

  close(id: ConnectionId): void {
    const { draft } = this;
    const connection = draft.connection(id);
    if (connection === null) return;
    const opened = draft.open(id);
    if (connection.client === this.self && connection.clientSide !== 'closed') {
      closeClientSide(opened);
      transmit(draft, opened, true, 'close', null, 0, 0, this.cause);
    } else if (connection.server === this.self && connection.serverSide === 'open') {
      closeServerSide(opened);
      transmit(draft, opened, false, 'close', null, 0, 0, this.cause);
    }
  }

  isOpen(id: ConnectionId): boolean {
    const connection = this.draft.connection(id);
    if (connection === null) return false;
    return (
      (connection.client === this.self && connection.clientSide === 'open') ||
      (connection.server === this.self && connection.serverSide === 'open')
    );
  }

  setTimer(slot: number, at: Micros, cause: Seq = this.cause): void {
    assert(at >= this.now, 'a timer must be set for the present or the future');
    const old = vecGet(this.timers, slot) ?? UNSET;
    if (old.deadline === at) return;
    let { armed } = old;
    if (armed === null || armed > at) {
      this.draft.plan({
        kind: 'timer',
        at,
        order: this.draft.nextOrder++,
        node: this.self,
        slot,
        incarnation: this.node.incarnation,
      });
      armed = at;
    }
    while (this.timers.length <= slot) this.timers = vecPush(this.timers, UNSET);
    this.timers = this.draft.withTimer(this.self, this.timers, slot, { deadline: at, armed, cause });
  }

  clearTimer(slot: number): void {
    const old = vecGet(this.timers, slot);
    if (old === undefined || old.deadline === null) return;
    const cleared = { deadline: null, armed: old.armed, cause: old.cause };
    this.timers = this.draft.withTimer(this.self, this.timers, slot, cleared);
  }

  deadline(slot: number): Micros | null {
    return vecGet(this.timers, slot)?.deadline ?? null;
  }

  wroteToDisk(): void {
    if (this.disk === null) return;
    const { extra, freeAt } = this.disk;
    this.departure = Math.max(this.now, freeAt) + extra;
    this.disk = { extra, freeAt: this.departure };
  }

  draw(bound: number): number {
    const value = drawn(this.rng, bound);
    this.rng = nextState(this.rng);
    return value;
  }

  partitionId(topic: string, partition: number): PartitionId {
    const known = this.draft.names.index[topic]?.[partition];
    return known !== undefined && known >= 0 ? known : namePartition(this.draft, topic, partition);
  }

  partitionName(id: PartitionId): { readonly topic: string; readonly partition: number } {
    const name = this.draft.names.partitions[id];
    assert(name !== undefined, 'a partition must have been named');
    return name;
  }

  topicId(topic: string): string {
    return nameTopic(this.draft, topic);
  }

  newTopicId(topic: string): string {
    return nameNewTopic(this.draft, topic);
  }

  nameOf(node: NodeId): string {
    return this.draft.node(node).name;
  }

  exit(): void {
    this.exiting = true;
  }
}
