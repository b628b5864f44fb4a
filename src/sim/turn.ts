import type { CrashKind, Intervention } from './intervention.ts';
import type { Body } from './protocol/body.ts';
import type { Micros } from './time.ts';
import type { EntryArgs, EntryType } from './trace/entry.ts';
import type { ConnectionId, Era, NodeId, PartitionId, Seq, Setup } from './world.ts';

/** What reaches one node: kernel to node. */
export type Stimulus =
  /** The process starts (also after a crash). */
  | { readonly type: 'start' }
  /** The process is asked to end cleanly (SIGTERM); it calls `turn.exit()` when it is done. */
  | { readonly type: 'stop' }
  | { readonly type: 'connected'; readonly connection: ConnectionId; readonly peer: NodeId }
  /** Seen by the client side: everything in flight on the connection has failed. Reasons: see {@link DisconnectReason}. */
  | {
      readonly type: 'disconnected';
      readonly connection: ConnectionId;
      readonly peer: NodeId;
      readonly reason: DisconnectReason;
      /** Bodies of the requests that had no answer yet, oldest first. */
      readonly inFlight: readonly { readonly correlationId: number; readonly body: Body }[];
    }
  /** Seen by the server side: the client is gone. A parked request of this connection needs no answer any more. */
  | { readonly type: 'closed'; readonly connection: ConnectionId; readonly peer: NodeId }
  | {
      readonly type: 'request';
      readonly connection: ConnectionId;
      readonly peer: NodeId;
      readonly correlationId: number;
      readonly apiVersion: number;
      readonly body: Body;
    }
  | {
      readonly type: 'response';
      readonly connection: ConnectionId;
      readonly peer: NodeId;
      readonly request: Body;
      readonly body: Body;
    }
  /** A server's word that answers no request (ZooKeeper's watches). */
  | { readonly type: 'notification'; readonly connection: ConnectionId; readonly peer: NodeId; readonly body: Body }
  | { readonly type: 'timer'; readonly slot: number }
  /** An intervention addressed to this node: send, seek, configureClient ... Admin interventions reach the admin node. */
  | { readonly type: 'intervention'; readonly intervention: Intervention };

/** `refused`: no process there; `reset`: the peer or the network broke it; `timeout`: an answer was overdue; `closed`: the peer closed it. */
export type DisconnectReason = 'refused' | 'reset' | 'timeout' | 'closed';

export interface SendOptions {
  /** null: it may wait for its answer as long as it takes. */
  readonly timeout?: Micros | null;
  readonly cause?: Seq;
  /** No answer will come. */
  readonly oneWay?: boolean;
  /** The newest release whose requests this node speaks; missing: the brokers'. Where they are older, theirs counts (ApiVersions). */
  readonly release?: Era;
}

/** One turn of one node: what it may know besides its own state, and the commands it may give to the kernel. */
export interface Turn {
  readonly now: Micros;
  readonly self: NodeId;
  readonly setup: Setup;
  /**
   * Whatever a behaviour left here in an earlier turn of the same node and the same stretch of steps, to spare copies; null: nothing.
   * Nobody else has seen what the behaviour made since the stretch began, so it may write that in place. Forgetting it changes nothing.
   */
  desk: unknown;
  /** The entry that what happens now is blamed on; kernel sets it to the stimulus' entry, `emit` does not change it. */
  cause: Seq;
  /**
   * Writes a trace entry of this node and returns its number.
   * @param causes what caused it; by default `[turn.cause]`
   */
  emit<T extends EntryType>(type: T, args: EntryArgs[T], causes?: readonly Seq[]): Seq;
  /** Opens a connection; `connected` or `disconnected` follows. `timeout` is socket.connection.setup.timeout.ms in microseconds. */
  connect(to: NodeId, timeout?: Micros): ConnectionId;
  /**
   * Sends a request. Without an answer by `now + timeout` the kernel closes the connection (request.timeout.ms): everything in flight on it fails.
   * @returns the correlation id
   */
  send(connection: ConnectionId, body: Body, options?: SendOptions): number;
  /** Answers the request that is being served on this connection; a no-op when the client is gone. The next waiting request follows. */
  respond(connection: ConnectionId, body: Body, cause?: Seq): void;
  /** Ends the serving of a request that gets no answer (Produce with acks=0). */
  respondNothing(connection: ConnectionId): void;
  /** Sends what no request asked for (server to client). */
  notify(connection: ConnectionId, body: Body, cause?: Seq): void;
  /** Closes this node's side; the peer learns it one hop later. In-flight requests are dropped without a `disconnected`. */
  close(connection: ConnectionId): void;
  /** Is this node's side of the connection open? */
  isOpen(connection: ConnectionId): boolean;
  /** Sets a timer slot (a small dense integer chosen by the node) to fire at `at`; it replaces an earlier setting. */
  setTimer(slot: number, at: Micros, cause?: Seq): void;
  clearTimer(slot: number): void;
  /** When the slot will fire; null when it is not set. */
  deadline(slot: number): Micros | null;
  /** An integer in `[0, bound)` from this node's own random stream. */
  draw(bound: number): number;
  /** The dense index of a topic's partition; named on first use. */
  partitionId(topic: string, partition: number): PartitionId;
  /** The topic and number of a partition. */
  partitionName(id: PartitionId): { readonly topic: string; readonly partition: number };
  /** The topic's id (an UUID as Kafka prints it); drawn from the seed and the name on first use. */
  topicId(topic: string): string;
  /** A topic is being created: its id, which no earlier topic of that name had. */
  newTopicId(topic: string): string;
  /** Another node's name (for entries and addresses, as a configured host name would be). */
  nameOf(node: NodeId): string;
  /** A log has been written to: on a slow disk, what this turn sends from here on leaves only when the write is done. */
  wroteToDisk(): void;
  /** The process ends (a clean stop is complete, or it gives up). Its connections are closed, its timers forgotten. */
  exit(): void;
}

/** What a kind of node does. `S` is its state: JSON only. Every function is pure but for the turn's commands. */
export interface Behaviour<S> {
  /** Reacts to a stimulus. Returns the same object when nothing changed. */
  handle(turn: Turn, state: S, stimulus: Stimulus): S;
  /** What is left after the process died: memory is gone, the disk depends on the kind. `exit` calls it with `process` after a clean end. */
  crash(state: S, kind: CrashKind | 'clean'): S;
  /** The first state of a node that an intervention adds; kinds that cannot be added have none. */
  create?(setup: Setup, intervention: Intervention): S;
}
