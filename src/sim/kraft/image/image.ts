import type { Vec } from '../../../lib/vec.ts';
import type { Config } from '../../scenario.ts';

/*
 * The cluster as the records of __cluster_metadata-0 say it (org.apache.kafka.image.MetadataImage): one value, held by every controller
 * and broker. What a record did not change is the same object in the next image, so two images can be compared by identity.
 */

export interface MetadataImage {
  /** By id, ascending. */
  readonly brokers: readonly BrokerRegistration[];
  /** By name, in the order of code units. */
  readonly topics: readonly TopicImage[];
  /** Settings of topics and brokers that have any, by type and name. */
  readonly configs: readonly ConfigImage[];
  readonly features: readonly { readonly name: string; readonly featureLevel: number }[];
  /** The first producer id of the next block. */
  readonly nextProducerId: number;
  /** How many partitions have no leader, and how many another than their first replica (BrokersToIsrs, imbalancedPartitions). */
  readonly leaderless: number;
  readonly imbalanced: number;
}

/** org.apache.kafka.metadata.BrokerRegistration. */
export interface BrokerRegistration {
  readonly id: number;
  readonly epoch: number;
  readonly incarnationId: string;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
  /** Offset of the record that registered it: read up to there, it may be unfenced. */
  readonly registeredAt: number;
}

export interface TopicImage {
  readonly name: string;
  readonly topicId: string;
  /** By partition number. */
  readonly partitions: Vec<PartitionRegistration>;
}

/** org.apache.kafka.metadata.PartitionRegistration. */
export interface PartitionRegistration {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly removingReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly leader: number;
  readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
}

export interface ConfigImage {
  readonly resourceType: 'TOPIC' | 'BROKER';
  /** A broker's id; empty: all brokers. */
  readonly resourceName: string;
  readonly config: Config;
}

/** Before the first record. */
export const EMPTY_IMAGE: MetadataImage = {
  brokers: [],
  topics: [],
  configs: [],
  features: [],
  nextProducerId: 0,
  leaderless: 0,
  imbalanced: 0,
};

export const NO_LEADER = -1;
