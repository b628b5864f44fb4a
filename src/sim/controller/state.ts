import type { Vec } from '../../lib/vec.ts';
import type { Kept } from '../machine.ts';
import type { ClusterBody } from '../protocol/cluster.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, PartitionId, Seq } from '../world.ts';
import type { AdminTask } from './admin/task.ts';
import type { ControllerEvent } from './events.ts';
import type { ControllerPhase } from './phase-machine.ts';
import type { PartitionStateName } from './partition-machine.ts';
import type { ReplicaStateName } from './replica-machine.ts';
import type { RequestBatch } from './request-batch.ts';
import type { Step } from './steps.ts';

export type { ControllerPhase } from './phase-machine.ts';
export type { PartitionStateName } from './partition-machine.ts';
export type { ReplicaStateName } from './replica-machine.ts';

/**
 * What a broker's controller module holds in memory (kafka.controller.KafkaController and ControllerContext). Every broker has
 * one once it has registered; `phase` says what it is. All of it is lost with the process.
 */
export interface ControllerState {
  readonly phase: Kept<ControllerPhase>;
  /** 0 where it is not the controller. */
  readonly epoch: number;
  /** Version of /controller_epoch, checked by every write. */
  readonly epochZkVersion: number;
  /** Registered brokers by id, ascending; those shutting down are among them. */
  readonly liveBrokers: readonly LiveBroker[];
  readonly shuttingDown: readonly number[];
  /** By PartitionId; null for a partition that the controller does not know. */
  readonly partitions: Vec<ControlledPartition | null>;
  /** By name (code units). */
  readonly topics: readonly ControlledTopic[];
  /** Topics that are to be deleted, by name (ControllerContext.topicsToBeDeleted). */
  readonly deletions: readonly TopicDeletion[];
  /** Connections to brokers for LeaderAndIsr, UpdateMetadata and StopReplica, by broker id; one request at a time each, in order. */
  readonly channels: readonly ControlChannel[];
  /** Work waiting to be done one after another (the controller's single event thread). */
  readonly queue: readonly QueuedEvent[];
  /** What the event thread is busy with: it waits for ZooKeeper's answer. */
  readonly current: RunningEvent | null;
  /** Number of the last question that the event thread put to ZooKeeper; answers to earlier ones are stale. */
  readonly asked: number;
  /** Requests of operators under way on this broker (kafka.server.ZkAdminManager), oldest first. */
  readonly admin: readonly AdminTask[];
  readonly nextAdminTask: number;
}

export interface LiveBroker {
  readonly id: number;
  readonly rack: string | null;
  /** Broker epoch: the transaction that created its znode. */
  readonly epoch: number;
}

/** A topic on its way out (kafka.controller.TopicDeletionManager). */
export interface TopicDeletion {
  readonly topic: string;
  /** Have its partitions been taken down? */
  readonly begun: boolean;
  /** A replica is on a broker that is away, or could not be deleted: it waits for that broker. */
  readonly ineligible: boolean;
}

export interface ControlledTopic {
  readonly name: string;
  /** From its znode (KIP-516); empty: the znode has none. */
  readonly topicId: string;
  /** By partition number. */
  readonly partitions: readonly PartitionId[];
}

export interface ControlledPartition {
  readonly id: PartitionId;
  readonly state: Kept<PartitionStateName>;
  /** Preferred leader first. */
  readonly replicas: readonly number[];
  /** A reassignment under way: `replicas` holds those it adds and those it takes away (ReplicaAssignment). */
  readonly adding: readonly number[];
  readonly removing: readonly number[];
  /** In the order of `replicas`. */
  readonly replicaStates: readonly ControlledReplica[];
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  /** Version of the partition's state znode; -1: it has none yet. */
  readonly partitionEpoch: number;
  readonly controllerEpoch: number;
  readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
  /** Trace entry of the last change of leader or ISR; -1: none since this controller came. */
  readonly changed: Seq;
}

export interface ControlledReplica {
  readonly broker: number;
  readonly state: Kept<ReplicaStateName>;
}

/** The controller's way to one broker (kafka.controller.ControllerBrokerStateInfo). */
export interface ControlChannel {
  readonly broker: number;
  readonly connection: ConnectionId | null;
  /** Not sent yet, oldest first; the head is the one under way when `busy`. */
  readonly waiting: readonly ControlRequest[];
  readonly busy: boolean;
  /** After a failure: when to connect again; null: not waiting. */
  readonly retryAt: Micros | null;
}

export interface ControlRequest {
  readonly body: ClusterBody;
  readonly cause: Seq;
}

export interface QueuedEvent {
  readonly event: ControllerEvent;
  readonly cause: Seq;
}

/** An event that waits for ZooKeeper: what was asked, and what is to be done after the answer. */
export interface RunningEvent {
  readonly event: ControllerEvent;
  /** What all of it is blamed on. */
  readonly reason: Seq;
  readonly asking: Step;
  readonly steps: readonly Step[];
  readonly batch: RequestBatch;
  readonly outcomes: readonly Outcome[];
}

/** How the change of one partition's state ended; `error` is null when it is online. */
export interface Outcome {
  readonly partition: PartitionId;
  readonly error: string | null;
}
