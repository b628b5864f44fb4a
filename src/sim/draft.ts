import { heapItems, heapOf, heapPush, type Heap } from '../lib/heap.ts';
import { present } from '../lib/assert.ts';
import { vecGet, vecPush, vecSet, type Vec } from '../lib/vec.ts';
import type { EntryArgs, EntryType, TraceEntry } from './trace/entry.ts';
import type { AgendaItem, Connection, ConnectionId, Names, NodeId, NodeRecord, PendingScript, Seq, Setup, World } from './world.ts';

/** An agenda item before it has its place among ties. */
export type Unordered = AgendaItem extends infer Item ? (Item extends AgendaItem ? Omit<Item, 'order'> : never) : never;

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

  /** Puts an item on the agenda, after those already planned for the same time. */
  plan(item: Unordered): void {
    const order = this.nextOrder++;
    this.agenda = heapPush(this.agenda, { ...item, order } as AgendaItem);
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
    return vecGet(this.connections, id) ?? null;
  }

  setConnection(connection: Connection): void {
    const gone = connection.clientSide === 'closed' && connection.serverSide === 'closed';
    this.connections = vecSet(this.connections, connection.id, gone ? null : connection);
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
