import type {
  AllocateProducerIdsRequest,
  AlterPartitionReassignmentsRequest,
  AlterPartitionRequest,
  ControlledShutdownRequest,
  ElectLeadersRequest,
} from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import type { ElectionStrategy } from './election-algorithms.ts';
import type { LeaderAndIsr } from './leader-and-isr.ts';
import type { PartitionStateName } from './partition-machine.ts';
import type { ReplicaStateName } from './replica-machine.ts';
import type { LiveBroker } from './state.ts';

/**
 * What is left to do for an event, as data: a step asks ZooKeeper at most once, and says what comes next. So the controller's
 * thread can wait for an answer, and its work can be looked at while it does.
 */
export type Step =
  | ElectionStep
  | FailoverStep
  | BrokerStep
  | TopicStep
  | PartitionStep
  | ReplicaStep
  | RequestStep
  | DeletionStep
  | ReassignmentStep
  /** Sends what has been gathered for the brokers (ControllerBrokerRequestBatch.sendRequestsToBrokers). */
  | { readonly do: 'sendBatch' };

/** Which elections may choose from outside the ISR: those of topics that allow it, or this one. */
export interface Strategy {
  readonly name: ElectionStrategy;
  readonly allowUnclean: boolean;
}

export type ElectionStep =
  | { readonly do: 'readController' }
  | { readonly do: 'readControllerEpoch' }
  | { readonly do: 'createControllerEpoch' }
  | { readonly do: 'claimController'; readonly epoch: number; readonly zkVersion: number }
  | { readonly do: 'checkClaim'; readonly epoch: number };

export type FailoverStep =
  | { readonly do: 'readFeature' }
  | { readonly do: 'createFeature' }
  | { readonly do: 'readCluster' }
  | { readonly do: 'readBrokersAndTopics'; readonly brokers: readonly number[]; readonly topics: readonly string[] }
  | { readonly do: 'readPartitionStates' }
  | { readonly do: 'beginToAct' }
  | { readonly do: 'startStateMachines' }
  | { readonly do: 'startPartitions' };

export type BrokerStep =
  | { readonly do: 'readBrokerIds' }
  | { readonly do: 'readBrokers'; readonly brokers: readonly number[] }
  | { readonly do: 'brokersJoined'; readonly brokers: readonly LiveBroker[] }
  | { readonly do: 'brokersLeft'; readonly brokers: readonly number[] }
  /** Brokers without partitions of consequence have left: tell the others all the same. */
  | { readonly do: 'tellIfNobodyKnows'; readonly replicas: number };

export type TopicStep =
  | { readonly do: 'readTopics' }
  | { readonly do: 'readNewTopics'; readonly topics: readonly string[] }
  | { readonly do: 'readAssignment'; readonly topic: string };

export interface Choice {
  readonly partition: PartitionId;
  readonly state: LeaderAndIsr;
  /** The leader so far; -1: none. */
  readonly previous: number;
  readonly unclean: boolean;
  /** Who is told. */
  readonly recipients: readonly number[];
}

export type PartitionStep =
  | {
      readonly do: 'changePartitions';
      readonly partitions: readonly PartitionId[];
      readonly target: PartitionStateName;
      readonly strategy: Strategy | null;
    }
  /** New and offline partitions, of one topic or of all. */
  | { readonly do: 'triggerOnline'; readonly topic: string | null }
  | {
      readonly do: 'createStates';
      readonly choices: readonly Choice[];
      readonly level: 'topics' | 'partitions' | 'states';
    }
  | { readonly do: 'readCreated'; readonly choices: readonly Choice[] }
  | { readonly do: 'readStatesToElect'; readonly partitions: readonly PartitionId[]; readonly strategy: Strategy }
  | {
      readonly do: 'readUncleanSettings';
      readonly found: readonly FoundState[];
      readonly strategy: Strategy;
      readonly topics: readonly string[];
    }
  | { readonly do: 'writeElected'; readonly choices: readonly Choice[]; readonly strategy: Strategy };

export interface FoundState {
  readonly partition: PartitionId;
  readonly state: LeaderAndIsr;
}

export type ReplicaStep =
  | {
      readonly do: 'changeReplicas';
      readonly replicas: readonly { readonly partition: PartitionId; readonly broker: number }[];
      readonly target: ReplicaStateName;
    }
  | { readonly do: 'readStatesToLeave'; readonly broker: number; readonly partitions: readonly PartitionId[] }
  | { readonly do: 'writeLeft'; readonly broker: number; readonly left: readonly FoundState[] };

export interface AlterAnswer {
  readonly topic: string;
  /** As the request names it; empty: it does not. */
  readonly topicId: string;
  readonly partition: number;
  readonly error: ErrorCode;
  /** null: the request names a partition that the controller does not know. */
  readonly id: PartitionId | null;
}

export type RequestStep =
  | {
      readonly do: 'writeAltered';
      readonly connection: ConnectionId;
      readonly request: AlterPartitionRequest;
      readonly answers: readonly AlterAnswer[];
      readonly accepted: readonly FoundState[];
    }
  | {
      readonly do: 'readAltered';
      readonly connection: ConnectionId;
      readonly answers: readonly AlterAnswer[];
      readonly altered: readonly PartitionId[];
      /** Refused by the version of their znodes. */
      readonly doubtful: readonly FoundState[];
    }
  | { readonly do: 'stopFollowers'; readonly broker: number; readonly partitions: readonly PartitionId[] }
  | {
      readonly do: 'answerControlledShutdown';
      readonly connection: ConnectionId;
      readonly request: ControlledShutdownRequest;
    }
  | {
      readonly do: 'answerElectLeaders';
      readonly connection: ConnectionId;
      readonly request: ElectLeadersRequest;
      readonly refused: readonly ElectionRefusal[];
    }
  | {
      readonly do: 'readProducerIdBlock';
      readonly connection: ConnectionId;
      readonly request: AllocateProducerIdsRequest;
    }
  | {
      readonly do: 'writeProducerIdBlock';
      readonly connection: ConnectionId;
      readonly request: AllocateProducerIdsRequest;
      readonly first: number;
      readonly zkVersion: number;
    };

export type ReassignmentStep =
  | {
      readonly do: 'writeReassignment';
      readonly partition: PartitionId;
      readonly replicas: readonly number[];
      readonly adding: readonly number[];
      readonly removing: readonly number[];
    }
  /** Goes on with a partition's reassignment: begins to copy, or concludes it. */
  | { readonly do: 'reassign'; readonly partition: PartitionId }
  | { readonly do: 'readToBump'; readonly partition: PartitionId }
  | { readonly do: 'writeBumped'; readonly partition: PartitionId; readonly state: LeaderAndIsr }
  | { readonly do: 'adoptTarget'; readonly partition: PartitionId }
  | { readonly do: 'dropReplicas'; readonly partition: PartitionId; readonly brokers: readonly number[] }
  | { readonly do: 'tellReassigned'; readonly partition: PartitionId }
  | {
      readonly do: 'answerReassignments';
      readonly connection: ConnectionId;
      readonly request: AlterPartitionReassignmentsRequest;
      readonly refused: readonly ElectionRefusal[];
    };

export type DeletionStep =
  | { readonly do: 'loadDeletions' }
  | { readonly do: 'readDeletions' }
  | { readonly do: 'dropDeletions'; readonly topics: readonly string[] }
  | { readonly do: 'resumeDeletions' }
  | { readonly do: 'tellDeletion'; readonly topics: readonly string[] }
  | {
      readonly do: 'replicasDeleted';
      readonly broker: number;
      readonly deleted: readonly PartitionId[];
      readonly failed: readonly PartitionId[];
    }
  | { readonly do: 'deleteZnodes'; readonly topic: string }
  | { readonly do: 'forgetTopic'; readonly topic: string };

/** A partition for which no election was even tried. */
export interface ElectionRefusal {
  readonly topic: string;
  readonly partition: number;
  readonly error: ErrorCode;
  readonly message: string | null;
}
