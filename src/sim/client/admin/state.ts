import type { NewTopic } from '../../intervention.ts';
import type { ClusterBody } from '../../protocol/cluster.ts';
import type { Micros } from '../../time.ts';
import type { Seq } from '../../world.ts';
import type { NetworkClientState } from '../network/state.ts';

/** One call of the admin client (KafkaAdminClient.Call). */
export interface AdminJob {
  readonly request: Extract<ClusterBody, { readonly type: AdminRequestType }>;
  /** Whom it is for: the controller, any broker, or this broker id. */
  readonly target: 'controller' | 'any' | number;
  readonly deadline: Micros;
  readonly notBefore: Micros;
  readonly tries: number;
  readonly underWay: boolean;
  readonly cause: Seq;
}

export type AdminRequestType = 'CreateTopicsRequest' | 'CreatePartitionsRequest' | 'ElectLeadersRequest' | 'IncrementalAlterConfigsRequest';

export interface AdminState {
  readonly network: NetworkClientState;
  /** Broker ids that must be in the metadata before the scenario's topics are created. */
  readonly expected: readonly number[];
  /** The scenario's topics while they wait for that; null: they were asked for. */
  readonly topics: readonly NewTopic[] | null;
  /** Requests still to be made or answered, in order. */
  readonly jobs: readonly AdminJob[];
}
