import type { Body } from '../protocol/body.ts';
import type { Micros } from '../time.ts';
import type { ConnectionId, PartitionId, Seq } from '../world.ts';

/** kafka.server.AlterPartitionManager: one request under way at a time. */
export interface IsrProposals {
  readonly unsent: readonly IsrProposal[];
  readonly inFlight: readonly IsrProposal[];
}

export interface IsrProposal {
  readonly partition: PartitionId;
  /** The replica's own: by the time of the answer there may be another topic of that name. */
  readonly topicId: string;
  readonly change: 'shrink' | 'expand';
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly newIsr: readonly number[];
  /** KRaft mode: the broker epoch of each, -1 where the leader does not know it. Empty in ZooKeeper mode. */
  readonly newIsrEpochs: readonly number[];
}

/** What a channel to the controller is for; each purpose has its own connection, as in Kafka. */
export type ControllerPurpose = 'alterPartition' | 'forwarding' | 'producerIds' | 'shutdown' | 'heartbeat';

/** kafka.server.NodeToControllerChannelManager: requests go to whoever is the controller, one at a time. */
export interface ControllerChannel {
  readonly purpose: ControllerPurpose;
  /** Id of the controller it is connected to; -1: none. */
  readonly controller: number;
  readonly connection: ConnectionId | null;
  readonly ready: boolean;
  readonly busy: boolean;
  readonly queue: readonly ControllerCall[];
}

/** A request for the controller. */
export interface ControllerCall {
  readonly body: Body;
  readonly cause: Seq;
  /** KRaft mode: the client's connection, where the request is one that is forwarded; -1: the broker's own. */
  readonly client: ConnectionId;
  readonly since: Micros;
}
