import type { Body } from '../protocol/body.ts';
import type { ConnectionId, PartitionId, Seq } from '../world.ts';

/** kafka.server.AlterPartitionManager: one request under way at a time. */
export interface IsrProposals {
  readonly unsent: readonly IsrProposal[];
  readonly inFlight: readonly IsrProposal[];
}

export interface IsrProposal {
  readonly partition: PartitionId;
  readonly change: 'shrink' | 'expand';
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly newIsr: readonly number[];
}

/** What a channel to the controller is for; each purpose has its own connection, as in Kafka. */
export type ControllerPurpose = 'alterPartition' | 'forwarding' | 'producerIds' | 'shutdown';

/** kafka.server.NodeToControllerChannelManager: requests go to whoever is the controller, one at a time. */
export interface ControllerChannel {
  readonly purpose: ControllerPurpose;
  /** Broker id it is connected to; -1: none. */
  readonly controller: number;
  readonly connection: ConnectionId | null;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly queue: readonly { readonly body: Body; readonly cause: Seq }[];
}
