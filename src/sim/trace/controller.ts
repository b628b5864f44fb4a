import type { PartitionId } from '../world.ts';
import type { Interest } from './entry.ts';

/** Entries that the controller writes. `broker` is the broker id of the controller. */
export interface ControllerEntries {
  ControllerElected: { readonly broker: number; readonly controllerEpoch: number };
  /** It has read brokers, topics and partition states from ZooKeeper and begins to act. */
  ControllerReady: { readonly broker: number; readonly controllerEpoch: number; readonly partitions: number };
  ControllerResigned: { readonly broker: number; readonly controllerEpoch: number };
  BrokersChanged: {
    readonly broker: number;
    readonly joined: readonly number[];
    readonly left: readonly number[];
    readonly bounced: readonly number[];
  };
  /** A leader was chosen. `unclean`: from outside the ISR, so committed records may be lost. */
  LeaderElected: {
    readonly partition: PartitionId;
    readonly leader: number;
    readonly leaderEpoch: number;
    readonly isr: readonly number[];
    readonly previous: number;
    readonly election: 'new' | 'offline' | 'preferred' | 'controlledShutdown' | 'reassign';
    readonly unclean: boolean;
  };
  /** Nobody can lead: leader -1. */
  PartitionOffline: {
    readonly partition: PartitionId;
    readonly leaderEpoch: number;
    readonly isr: readonly number[];
    readonly previous: number;
  };
  /** The controller changed an ISR: on a broker's death, or because the leader proposed it. */
  IsrUpdated: {
    readonly partition: PartitionId;
    readonly isr: readonly number[];
    readonly leaderEpoch: number;
    readonly partitionEpoch: number;
    readonly by: 'controller' | 'leader';
  };
  TopicCreated: {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: PartitionId; readonly replicas: readonly number[] }[];
  };
  PartitionsCreated: {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: PartitionId; readonly replicas: readonly number[] }[];
  };
  /** A reassignment is done: these are its replicas. */
  PartitionReassigned: { readonly partition: PartitionId; readonly replicas: readonly number[] };
  TopicDeleted: { readonly topic: string };
  ElectionRefused: { readonly partition: PartitionId; readonly error: string };
}

export const controllerInterest: { readonly [T in keyof ControllerEntries]: Interest } = {
  ControllerElected: 'beat',
  ControllerReady: 'detail',
  ControllerResigned: 'beat',
  BrokersChanged: 'beat',
  LeaderElected: 'beat',
  PartitionOffline: 'beat',
  IsrUpdated: 'detail',
  TopicCreated: 'beat',
  PartitionsCreated: 'beat',
  PartitionReassigned: 'beat',
  TopicDeleted: 'beat',
  ElectionRefused: 'detail',
};
