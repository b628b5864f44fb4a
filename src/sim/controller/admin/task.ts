import type { Config } from '../../scenario.ts';
import type {
  CreatePartitionsRequest,
  CreateTopicsRequest,
  DeleteTopicsRequest,
  ElectLeadersRequest,
  IncrementalAlterConfigsRequest,
} from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Micros } from '../../time.ts';
import type { ConnectionId, PartitionId, Seq } from '../../world.ts';
import type { ElectionRefusal } from '../steps.ts';

interface TaskOf<K extends string> {
  readonly kind: K;
  readonly id: number;
  readonly connection: ConnectionId;
  /** The request's entry: what all of this is blamed on. */
  readonly cause: Seq;
  /** Whoever waits is told REQUEST_TIMED_OUT then. */
  readonly deadline: Micros;
}

/**
 * A request of an operator that a broker works on beside the controller's thread (kafka.server.ZkAdminManager): it writes to
 * ZooKeeper what is wanted, and answers when this broker itself has heard of the outcome.
 */
export type AdminTask =
  CreateTopicsTask | CreatePartitionsTask | DeleteTopicsTask | AlterConfigsTask | ElectLeadersTask;

export interface CreateTopicsTask extends TaskOf<'createTopics'> {
  readonly request: CreateTopicsRequest;
  readonly stage: 'checking' | 'creatingConfigs' | 'replacingConfigs' | 'creatingTopics' | 'waiting';
  readonly items: readonly TopicItem[];
}

export interface CreatePartitionsTask extends TaskOf<'createPartitions'> {
  readonly request: CreatePartitionsRequest;
  readonly stage: 'reading' | 'writing' | 'waiting';
  readonly items: readonly TopicItem[];
}

export interface DeleteTopicsTask extends TaskOf<'deleteTopics'> {
  readonly request: DeleteTopicsRequest;
  readonly stage: 'marking' | 'waiting';
  readonly items: readonly TopicItem[];
}

/** A topic on its way: NONE as long as nothing has gone wrong. */
export interface TopicItem {
  readonly name: string;
  readonly error: ErrorCode;
  readonly message: string | null;
  /** Replicas of all partitions that there will be. */
  readonly assignment: readonly (readonly number[])[];
  readonly config: Config;
}

export interface AlterConfigsTask extends TaskOf<'alterConfigs'> {
  readonly request: IncrementalAlterConfigsRequest;
  readonly stage: 'reading' | 'writing' | 'notifying' | 'done';
  readonly items: readonly ConfigItem[];
}

export interface ConfigItem {
  readonly kind: 'topics' | 'brokers';
  /** As in the path of its znode. */
  readonly name: string;
  readonly error: ErrorCode;
  readonly message: string | null;
  readonly config: Config;
  /** Is there a znode for it? */
  readonly exists: boolean;
}

export interface ElectLeadersTask extends TaskOf<'electLeaders'> {
  readonly request: ElectLeadersRequest;
  readonly stage: 'waiting';
  readonly refused: readonly ElectionRefusal[];
  readonly expected: readonly { readonly partition: PartitionId; readonly leader: number }[];
}
