import type {
  AllocateProducerIdsRequest,
  AlterPartitionReassignmentsRequest,
  AlterPartitionRequest,
  ControlledShutdownRequest,
  ElectLeadersRequest,
} from '../protocol/cluster.ts';
import type { ConnectionId, PartitionId } from '../world.ts';

/** What the controller's single thread works off, one after another (kafka.controller.ControllerEvent). */
export type ControllerEvent =
  /** /controller is free, or nobody has looked yet: stand for election. */
  | { readonly type: 'Reelect' }
  /** /controller has changed: look who it is. */
  | { readonly type: 'ControllerChange' }
  | { readonly type: 'BrokerChange' }
  | { readonly type: 'TopicChange' }
  | { readonly type: 'PartitionModifications'; readonly topic: string }
  | {
      readonly type: 'ApiPartitionReassignment';
      readonly connection: ConnectionId;
      readonly request: AlterPartitionReassignmentsRequest;
    }
  | { readonly type: 'TopicDeletion' }
  /** A broker has deleted replicas, or has not. */
  | {
      readonly type: 'TopicDeletionStopReplicaResponseReceived';
      readonly broker: number;
      readonly deleted: readonly PartitionId[];
      readonly failed: readonly PartitionId[];
    }
  | { readonly type: 'AutoPreferredReplicaLeaderElection' }
  | { readonly type: 'UncleanLeaderElectionEnable' }
  | { readonly type: 'TopicUncleanLeaderElectionEnable'; readonly topic: string }
  | { readonly type: 'ReplicaLeaderElection'; readonly connection: ConnectionId; readonly request: ElectLeadersRequest }
  | {
      readonly type: 'ControlledShutdown';
      readonly connection: ConnectionId;
      readonly request: ControlledShutdownRequest;
    }
  | {
      readonly type: 'AlterPartitionReceived';
      readonly connection: ConnectionId;
      readonly request: AlterPartitionRequest;
    }
  | {
      readonly type: 'AllocateProducerIds';
      readonly connection: ConnectionId;
      readonly request: AllocateProducerIdsRequest;
    };
