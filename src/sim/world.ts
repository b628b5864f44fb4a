import type { Heap, Planned } from '../lib/heap.ts';
import type { Vec } from '../lib/vec.ts';
import type { Intervention } from './intervention.ts';
import type { Body } from './protocol/body.ts';
import type { ScriptItem } from './scenario.ts';
import type { Micros } from './time.ts';
import type { SafetyRule } from './safety.ts';

/** Dense index of a node in `world.nodes`. Not a broker id: see `Setup.nodeOfBroker`. */
export type NodeId = number;
/** Dense index of a connection in `world.connections`; never used again after it closed. */
export type ConnectionId = number;
/** Dense index of a topic's partition in `world.names.partitions`. */
export type PartitionId = number;
/** Number of a trace entry; entries of a run are numbered from 0 without gaps. */
export type Seq = number;

/** The Kafka release line whose defaults and behaviour a scenario asks for. */
export type Era = '2.8' | '3.9' | '4.0';

/** The whole cluster as one immutable, JSON-only, integer-only value. `step` turns it into the next. */
export interface World {
  readonly now: Micros;
  /** How many steps have been taken since the run began. */
  readonly steps: number;
  /** The number that the next trace entry gets. */
  readonly nextSeq: Seq;
  /** The number that the next agenda item gets; it breaks ties of time. */
  readonly nextOrder: number;
  readonly agenda: Heap<AgendaItem>;
  readonly nodes: Vec<NodeRecord>;
  /** A slot is null once both sides have closed. */
  readonly connections: Vec<Connection | null>;
  readonly names: Names;
  readonly setup: Setup;
  /** Conditioned interventions of the scenario that have not come true yet. */
  readonly pendingScript: readonly PendingScript[];
}

/** What can be looked at between two steps of a stretch that makes one World at its end. */
export type Glimpse = Pick<World, 'now' | 'steps' | 'nodes' | 'names' | 'setup'>;

/** A conditioned item of the scenario's script, and how often its entry has been seen. */
export interface PendingScript {
  /** Index in `scenario.script`. */
  readonly index: number;
  readonly item: ScriptItem;
  readonly seen: number;
}

/** What a run is started with and never changes. */
export interface Setup {
  readonly engine: string;
  readonly era: Era;
  readonly mode: 'zookeeper' | 'kraft';
  readonly seed: number;
  readonly network: { readonly latency: Micros; readonly jitter: Micros };
  /** Node of each broker id; -1 where there is no such broker. Indexed by broker id. */
  readonly nodeOfBroker: readonly NodeId[];
  /** Broker ids in ascending order. */
  readonly brokerIds: readonly number[];
  readonly zookeeperNodes: readonly NodeId[];
  /** The voters of KRaft's quorum by ascending node.id; empty in ZooKeeper mode. With combined roles they are brokers. */
  readonly voters: readonly { readonly id: number; readonly node: NodeId }[];
  /** The node that plays the operator: it sends CreateTopics and other admin requests. */
  readonly adminNode: NodeId;
  /** Topics that the operator creates at the start: no question of a client has them created first, with other counts. */
  readonly announcedTopics: readonly string[];
  /** Rules switched off on purpose: such a cluster is not Kafka. */
  readonly without?: readonly SafetyRule[];
  /** The scenario's configuration for clients, also for those added later. */
  readonly clientConfig: {
    readonly producer: { readonly [name: string]: string };
    readonly consumer: { readonly [name: string]: string };
  };
}

/** Names given to topics and partitions: identity only, no state. Dense indexes for everything that counts partitions. */
export interface Names {
  /** `created`: how often a topic of that name has been created; each has an id of its own (KIP-516). Left out: not more than once. */
  readonly topics: readonly { readonly name: string; readonly topicId: string; readonly created?: number }[];
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
  /** For each topic name, the PartitionId of each partition. */
  readonly index: { readonly [topic: string]: readonly PartitionId[] };
}

export type NodeKind = 'broker' | 'zookeeper' | 'controller' | 'producer' | 'consumer' | 'admin' | 'remote';

/**
 * How the operating system sees the process: `running`; `frozen` (its threads and timers stand still, its connections stay
 * open and accept bytes); `down` (no process, the machine answers with resets); `off` (a machine without power: silence).
 */
export type ProcessStatus = 'running' | 'frozen' | 'down' | 'off';

/** A process on a machine of its own. */
export interface NodeRecord {
  readonly id: NodeId;
  /** Unique, and what scenarios call it: `broker-1`, `zookeeper-1`, `p1`. */
  readonly name: string;
  readonly kind: NodeKind;
  readonly status: ProcessStatus;
  /** Grows with every start of the process; timers of an earlier life never fire. */
  readonly incarnation: number;
  /** State of the node's own random stream. */
  readonly rng: number;
  readonly timers: Vec<TimerSlot>;
  /** What arrived while the process was frozen, in order. */
  readonly inbox: readonly AgendaItem[];
  /** Links from here, by peer; null or missing is the network's default. */
  readonly links: readonly (Link | null)[];
  /** Its disk while it is slow; null: a write takes no time. */
  readonly disk: SlowDisk | null;
  /** What the node itself knows; its type belongs to the node's kind. */
  readonly state: unknown;
}

/** A disk that takes its time, one write after another. */
export interface SlowDisk {
  /** How long a write keeps the thread that writes. */
  readonly extra: Micros;
  /** When the writes so far are done. */
  readonly freeAt: Micros;
}

/** One of a node's timers. A slot is re-armed lazily: setting a later deadline costs no agenda item. */
export interface TimerSlot {
  /** When it fires; null when it is not set. */
  readonly deadline: Micros | null;
  /** The time of the earliest agenda item that stands for this slot; null when there is none. */
  readonly armed: Micros | null;
  /** The trace entry that set it. */
  readonly cause: Seq;
}

/** A one-way link between two machines that differs from the default. */
export interface Link {
  readonly cut: boolean;
  /** Added to the network's latency. */
  readonly extra: Micros;
  /** When it became as it is: what a cut caught on its way has come as far as it had until then. */
  readonly since: Micros;
}

export type SideStatus = 'none' | 'connecting' | 'open' | 'closed';

/** A TCP connection: what is sent on it arrives in the order sent, or the connection breaks. */
export interface Connection {
  readonly id: ConnectionId;
  readonly client: NodeId;
  readonly server: NodeId;
  readonly clientSide: SideStatus;
  readonly serverSide: SideStatus;
  /** Arrival of the last packet sent each way; nothing sent later arrives earlier. */
  readonly lastToServer: Micros;
  readonly lastToClient: Micros;
  /** States of the jitter streams. */
  readonly rngToServer: number;
  readonly rngToClient: number;
  readonly nextCorrelationId: number;
  /** Requests sent and not yet answered, oldest first. */
  readonly inFlight: readonly InFlight[];
  /** When the kernel will next look for an overdue request; null when nothing is planned. */
  readonly overdueCheck: Micros | null;
  /** The request that the server works on: a broker answers one request of a connection at a time. Null when idle. */
  readonly serving: { readonly correlationId: number; readonly seq: Seq } | null;
  /** Requests that have arrived and wait for the one being served. */
  readonly waiting: readonly Packet[];
  /** Packets held up by a cut link, in order, each way. */
  readonly stalledToServer: readonly Packet[];
  readonly stalledToClient: readonly Packet[];
}

export interface InFlight {
  readonly correlationId: number;
  readonly body: Body;
  /** Unanswered at this time, the client closes the connection (request.timeout.ms); null: waits for ever. */
  readonly deadline: Micros | null;
  /** Trace entry of the sending. */
  readonly seq: Seq;
}

export type PacketKind = 'connect' | 'accept' | 'refuse' | 'request' | 'response' | 'notification' | 'close' | 'reset';

/** Something on its way over a connection. */
export interface Packet {
  readonly kind: PacketKind;
  readonly correlationId: number;
  readonly apiVersion: number;
  readonly body: Body | null;
  readonly sentAt: Micros;
  /** Trace entry of the sending. */
  readonly cause: Seq;
}

/** What is still to come. */
export type AgendaItem = Planned &
  (
    | {
        readonly kind: 'packet';
        readonly connection: ConnectionId;
        readonly toServer: boolean;
        readonly packet: Packet;
      }
    | { readonly kind: 'timer'; readonly node: NodeId; readonly slot: number; readonly incarnation: number }
    | { readonly kind: 'overdue'; readonly connection: ConnectionId }
    | { readonly kind: 'start'; readonly node: NodeId }
    | { readonly kind: 'serve'; readonly connection: ConnectionId }
    | { readonly kind: 'intervention'; readonly intervention: Intervention }
  );
