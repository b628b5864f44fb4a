import type { Vec } from '../../lib/vec.ts';
import type { Kept } from '../machine.ts';
import type { ConnectionId, PartitionId } from '../world.ts';

export type ControllerPhase = 'STANDBY' | 'ELECTING' | 'LOADING' | 'ACTIVE';
/** kafka.controller.PartitionState. */
export type PartitionStateName = 'NonExistentPartition' | 'NewPartition' | 'OnlinePartition' | 'OfflinePartition';
/** kafka.controller.ReplicaState. */
export type ReplicaStateName =
  | 'NewReplica' | 'OnlineReplica' | 'OfflineReplica' | 'ReplicaDeletionStarted' | 'ReplicaDeletionSuccessful' | 'ReplicaDeletionIneligible' | 'NonExistentReplica';

/** What the active controller holds in memory (kafka.controller.ControllerContext); it is lost with the broker. */
export interface ControllerState {
  readonly phase: Kept<ControllerPhase>;
  readonly epoch: number;
  /** Version of /controller_epoch, checked by every write. */
  readonly epochZkVersion: number;
  readonly liveBrokers: readonly { readonly id: number; readonly rack: string | null; readonly epoch: number }[];
  readonly shuttingDown: readonly number[];
  readonly partitions: Vec<ControlledPartition | null>;
  readonly topics: readonly { readonly name: string; readonly config: { readonly [name: string]: string } }[];
  /** Connections to brokers for LeaderAndIsr, UpdateMetadata and StopReplica; one request at a time each, in order. */
  readonly channels: readonly { readonly broker: number; readonly connection: ConnectionId | null }[];
  /** Work waiting to be done one after another (the controller's single event thread). Its shape belongs to `controller/`. */
  readonly queue: readonly unknown[];
  readonly current: unknown;
}

export interface ControlledPartition {
  readonly id: PartitionId;
  readonly state: Kept<PartitionStateName>;
  readonly replicas: readonly number[];
  readonly replicaStates: readonly { readonly broker: number; readonly state: Kept<ReplicaStateName> }[];
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly partitionEpoch: number;
  readonly controllerEpoch: number;
}
