import { heapItems, heapOf, heapPush, type Heap } from '../lib/heap.ts';
import { present } from '../lib/assert.ts';
import { vecGet, vecPush, vecSet, vecSetTwo, type Vec } from '../lib/vec.ts';
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
  World,
} from './world.ts';

/** A connection that has been copied for this step and may be written until the step is sealed. Its arrays are replaced, not written. */
export type OpenConnection = { -readonly [K in keyof Connection]: Connection[K] };

/**
 * A World in the making: lives for one step, is filled by the kernel and by turns, and is sealed into the next World.
 * Its collections are persistent; only the references here change.
 */
export class Draft {
  now: number;
  steps: number;
  nextSeq: Seq;
  nextOrder: number;
  agenda: Heap<AgendaItem>;
  nodes: Vec<NodeRecord>;
  connections: Vec<Connection | null>;
  names: Names;
  readonly setup: Setup;
  pendingScript: readonly PendingScript[];
  readonly entries: TraceEntry[] = [];
  /** Connections copied in this step: one copy each, however often a step touches them. Most steps open one or two: no list for these. */
  private first: OpenConnection | null = null;
  private second: OpenConnection | null = null;
  private more: OpenConnection[] | null = null;

  constructor(world: World) {
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

  /** The World that this draft has become. */
  seal(): World {
    this.keepOpened();
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
    this.nodes = vecSet(this.nodes, node.id, node);
  }

  /** The connection, or null when both sides have closed it. */
  connection(id: ConnectionId): Connection | null {
    return this.opened(id) ?? vecGet(this.connections, id) ?? null;
  }

  private opened(id: ConnectionId): OpenConnection | null {
    if (this.first?.id === id) return this.first;
    if (this.second?.id === id) return this.second;
    if (this.more !== null) for (const connection of this.more) if (connection.id === id) return connection;
    return null;
  }

  /** The connection, copied once for this step, to be written. */
  open(id: ConnectionId): OpenConnection {
    const known = this.opened(id);
    if (known !== null) return known;
    const copy = copyOf(present(vecGet(this.connections, id) ?? null, 'a connection'));
    if (this.first === null) this.first = copy;
    else if (this.second === null) this.second = copy;
    else (this.more ??= []).push(copy);
    return copy;
  }

  /** Puts the copies where the connections were. */
  private keepOpened(): void {
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
