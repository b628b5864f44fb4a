import type { NewTopic } from '../../intervention.ts';
import type { ClientBody } from '../../protocol/client.ts';
import type { ClusterBody } from '../../protocol/cluster.ts';
import type { Micros } from '../../time.ts';
import type { Seq } from '../../world.ts';
import type { NetworkClientState } from '../network/state.ts';

export type AdminRequestType =
  | 'CreateTopicsRequest'
  | 'CreatePartitionsRequest'
  | 'DeleteTopicsRequest'
  | 'AlterPartitionReassignmentsRequest'
  | 'ElectLeadersRequest'
  | 'DeleteRecordsRequest'
  | 'IncrementalAlterConfigsRequest';

/** One call of the admin client (KafkaAdminClient.Call). */
export interface AdminJob {
  /** Tells calls apart: what is answered, or lost, names its call by it. */
  readonly id: number;
  readonly request: Extract<ClusterBody | ClientBody, { readonly type: AdminRequestType }>;
  /** Whom it is for: the controller, any broker, this broker id, or who leads a partition. */
  readonly target: 'controller' | 'any' | number | { readonly leaderOf: string; readonly partition: number };
  readonly deadline: Micros;
  readonly notBefore: Micros;
  readonly tries: number;
  /** The broker (as a peer) that has been asked and has not answered; -1: nobody has. */
  readonly askedOf: number;
  readonly cause: Seq;
}

export interface AdminState {
  readonly network: NetworkClientState;
  /** Broker ids that must be in the metadata before the scenario's topics are created. */
  readonly expected: readonly number[];
  /** The scenario's topics. */
  readonly topics: readonly NewTopic[];
  /** They have been asked for. */
  readonly topicsAsked: boolean;
  readonly nextJob: number;
  /** Requests still to be made or answered, in order. */
  readonly jobs: readonly AdminJob[];
}
