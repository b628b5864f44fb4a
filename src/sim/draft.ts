import { heapItems, heapOf, heapPush, type Heap } from '../lib/heap.ts';
import { present } from '../lib/assert.ts';
import { vecGet, vecOpened, vecPush, vecSet, vecSetTwo, vecWrite, type Vec } from '../lib/vec.ts';
import type { KernelTurn } from './kernel-turn.ts';
import type { EntryArgs, EntryType, TraceEntry } from './trace/entry.ts';
import type {
  AgendaItem,
  Connection,
  ConnectionId,
  Names,
  NodeId,
  NodeRecord,
  PendingScript,
  Seq,
  Setup,
  TimerSlot,
  World,
} from './world.ts';

/** A connection that has been copied for this step and may be written until the step is sealed. Its arrays are replaced, not written. */
export type OpenConnection = { -readonly [K in keyof Connection]: Connection[K] };

/**
 * A World in the making: is filled by the kernel and by turns through one step or a stretch of them, and sealed into the World
 * after. What it writes in place is its own; everything else is persistent, and only the references here change.
 */
export class Draft {
  now: number;
  steps: number;
  nextSeq: Seq;
  nextOrder: number;
  agenda: Heap<AgendaItem>;
  /** Up to date at any time; written through {@link setNode} and {@link addNode}. */
  nodes: Vec<NodeRecord>;
  connections: Vec<Connection | null>;
  names: Names;
  readonly setup: Setup;
  pendingScript: readonly PendingScript[];
  /** Those of this step. */
  entries: TraceEntry[] = [];
  private ownNodes = false;
  /** Connections opened in this step. Most steps open one or two: no list for these. */
  private first: OpenConnection | null = null;
  private second: OpenConnection | null = null;
  private more: OpenConnection[] | null = null;
  /** Connections opened in earlier steps of this stretch, null those that are gone since: one copy each, however many steps touch them. */
  private kept: Map<ConnectionId, OpenConnection | null> | null = null;

  /** What behaviours keep between the turns of a stretch, by node; null where the draft is for a single step. */
  readonly desks: unknown[] | null;
  /** The record of each node that this stretch has made, which nobody else has seen yet. */
  private readonly records: NodeRecord[] | null;
  /** The timers of each node that this stretch has made. */
  private readonly timers: Vec<TimerSlot>[] | null;
  /** A turn that has ended and may begin again. */
  lentTurn: KernelTurn | null = null;

  /** @param stretch for more than one step */
  constructor(world: World, stretch = false) {
    this.desks = stretch ? [] : null;
    this.records = stretch ? [] : null;
    this.timers = stretch ? [] : null;
    this.now = world.now;
    this.steps = world.steps;
    this.nextSeq = world.nextSeq;
    this.nextOrder = world.nextOrder;
    this.agenda = world.agenda;
    this.nodes = world.nodes;
    this.connections = world.connections;
    this.names = world.names;
    this.setup = world.setup;
    this.pendingScript = world.pendingScript;
  }

  /** The World that this draft has become; the draft has done its work. */
  seal(): World {
    this.keepOpened();
    this.ownNodes = false;
    return {
      now: this.now,
      steps: this.steps,
      nextSeq: this.nextSeq,
      nextOrder: this.nextOrder,
      agenda: this.agenda,
      nodes: this.nodes,
      connections: this.connections,
      names: this.names,
      setup: this.setup,
      pendingScript: this.pendingScript,
    };
  }

  /** The step is done and another will follow in this draft. @returns the step's entries */
  endStep(): readonly TraceEntry[] {
    const { entries, first, second, more } = this;
    this.entries = [];
    if (first === null) return entries;
    // eslint-disable-next-line no-restricted-syntax -- beside the World, never in it: it lives for one stretch
    this.kept ??= new Map();
    this.kept.set(first.id, unlessGone(first));
    if (second !== null) this.kept.set(second.id, unlessGone(second));
    if (more !== null) for (const connection of more) this.kept.set(connection.id, unlessGone(connection));
    this.first = null;
    this.second = null;
    this.more = null;
    return entries;
  }

  /** Puts an item on the agenda. Its `order` is the next of this draft (`draft.nextOrder++`), so it goes after those already planned for the same time. */
  plan(item: AgendaItem): void {
    this.agenda = heapPush(this.agenda, item);
  }

  /** Takes items off the agenda (a link was cut). Faults are rare, so all items are looked at, in their order. */
  keepOnly(keep: (item: AgendaItem) => boolean): void {
    const items = heapItems(this.agenda).sort((a, b) => a.at - b.at || a.order - b.order);
    this.agenda = heapOf(items.filter(keep));
  }

  node(id: NodeId): NodeRecord {
    return present(vecGet(this.nodes, id), 'node');
  }

  setNode(node: NodeRecord): void {
    if (!this.ownNodes) {
      this.nodes = vecOpened(this.nodes);
      this.ownNodes = true;
    }
    vecWrite(this.nodes, node.id, node);
  }

  /** Is this record the draft's own, to be written in place? */
  owns(node: NodeRecord): boolean {
    return this.records !== null && this.records[node.id] === node && this.node(node.id) === node;
  }

  /** The same as {@link setNode} for a record that was made for it and that nobody else has. */
  giveNode(node: NodeRecord): void {
    this.setNode(node);
    if (this.records !== null) this.records[node.id] = node;
  }

  /** A node's timers with one of them set anew. In a stretch they are copied once. */
  withTimer(node: NodeId, timers: Vec<TimerSlot>, slot: number, timer: TimerSlot): Vec<TimerSlot> {
    if (this.timers === null) return vecSet(timers, slot, timer);
    const own = this.timers[node] === timers ? timers : vecOpened(timers);
    this.timers[node] = own;
    vecWrite(own, slot, timer);
    return own;
  }

  addNode(node: NodeRecord): void {
    this.nodes = vecPush(this.nodes, node);
    this.ownNodes = false;
  }

  /** The connection, or null when both sides have closed it. */
  connection(id: ConnectionId): Connection | null {
    const opened = this.opened(id);
    if (opened !== null) return opened;
    const kept = this.kept?.get(id);
    return kept === undefined ? (vecGet(this.connections, id) ?? null) : kept;
  }

  private opened(id: ConnectionId): OpenConnection | null {
    if (this.first?.id === id) return this.first;
    if (this.second?.id === id) return this.second;
    if (this.more !== null) for (const connection of this.more) if (connection.id === id) return connection;
    return null;
  }

  /** The connection, copied once for this draft, to be written. What was read of it before is not its past any more. */
  open(id: ConnectionId): OpenConnection {
    const known = this.opened(id);
    if (known !== null) return known;
    const opened = this.kept?.get(id) ?? copyOf(present(vecGet(this.connections, id) ?? null, 'a connection'));
    if (this.first === null) this.first = opened;
    else if (this.second === null) this.second = opened;
    else (this.more ??= []).push(opened);
    return opened;
  }

  /** Puts the copies where the connections were. */
  private keepOpened(): void {
    if (this.kept !== null) {
      this.endStep();
      this.connections = vecOpened(this.connections);
      for (const [id, connection] of this.kept) vecWrite(this.connections, id, connection);
      this.kept = null;
      return;
    }
    const { first, second, more } = this;
    if (first === null) return;
    this.connections =
      second === null
        ? vecSet(this.connections, first.id, unlessGone(first))
        : vecSetTwo(this.connections, first.id, unlessGone(first), second.id, unlessGone(second));
    if (more === null) return;
    for (const connection of more) this.connections = vecSet(this.connections, connection.id, unlessGone(connection));
  }

  addConnection(connection: Connection): void {
    this.connections = vecPush(this.connections, connection);
  }

  /** Writes a trace entry and returns its number. */
  emit<T extends EntryType>(node: NodeId, type: T, args: EntryArgs[T], causes: readonly Seq[]): Seq {
    const seq = this.nextSeq++;
    this.entries.push({ t: this.now, seq, type, node, causes, args } as unknown as TraceEntry);
    return seq;
  }
}

/** A connection that both sides have closed is gone. */
function unlessGone(connection: OpenConnection): Connection | null {
  return connection.clientSide === 'closed' && connection.serverSide === 'closed' ? null : connection;
}

/** Field by field: several times faster than a spread, on the path of every packet. */
function copyOf(connection: Connection): OpenConnection {
  return {
    id: connection.id,
    client: connection.client,
    server: connection.server,
    clientSide: connection.clientSide,
    serverSide: connection.serverSide,
    lastToServer: connection.lastToServer,
    lastToClient: connection.lastToClient,
    rngToServer: connection.rngToServer,
    rngToClient: connection.rngToClient,
    nextCorrelationId: connection.nextCorrelationId,
    inFlight: connection.inFlight,
    overdueCheck: connection.overdueCheck,
    serving: connection.serving,
    waiting: connection.waiting,
    stalledToServer: connection.stalledToServer,
    stalledToClient: connection.stalledToClient,
  };
}
