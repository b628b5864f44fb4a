import type { BrokerConfig } from '../../config/broker-config.ts';
import type { Body } from '../../protocol/body.ts';
import type { Micros } from '../../time.ts';
import type { ConnectionId, Seq } from '../../world.ts';
import type { MetadataImage } from '../image/image.ts';
import type { Decided } from './decided.ts';

/**
 * The controller of one voter (org.apache.kafka.controller.QuorumController). All of it is memory: a process that starts anew reads the
 * log of its disk again.
 */
export interface QuorumControllerState {
  readonly config: BrokerConfig;
  /** What the records say up to `nextOffset`: committed ones on a standby, all of them on the active controller. */
  readonly image: MetadataImage;
  readonly nextOffset: number;
  /** The last image of committed records alone, to fall back to. */
  readonly committed: { readonly image: MetadataImage; readonly nextOffset: number };
  /** Null on a standby. */
  readonly active: ActiveController | null;
}

/** What only the active controller has. */
export interface ActiveController {
  /** The Raft epoch that it claimed. */
  readonly epoch: number;
  /** One for each registered broker, by id, ascending. */
  readonly heartbeats: readonly BrokerHeartbeat[];
  /** Grows with each contact, so that brokers heard of at the same instant have an order. */
  readonly contacts: number;
  /** What has been appended or is to be answered, by offset: done when everything up to `offset` is committed. */
  readonly pending: readonly PendingWrite[];
  /** 4.0: when each life of a broker was last heard of, by id and epoch, ascending. */
  readonly tracked: readonly BrokerContact[];
  /** 4.0: the last look at sessions found one that is over, so the next one is soon. */
  readonly lookAgain: boolean;
  /** Is the next look at leaders that are not preferred, or at partitions without any, planned? */
  readonly balance: Schedule;
  readonly uncleanElections: Schedule;
}

/** QuorumController.ImbalanceSchedule. */
export type Schedule = 'deferred' | 'scheduled';

/** A heartbeat of a broker in the epoch of one registration (BrokerHeartbeatTracker). */
export interface BrokerContact {
  readonly id: number;
  readonly epoch: number;
  readonly at: Micros;
}

/** BrokerHeartbeatManager.BrokerHeartbeatState. */
export interface BrokerHeartbeat {
  readonly id: number;
  readonly fenced: boolean;
  readonly lastContact: Micros;
  /** The number of that contact. */
  readonly contact: number;
  /** How far it has read the metadata log; -1: not known. */
  readonly metadataOffset: number;
  /** The offset all others must have read before it may stop; -1: it does not want to. */
  readonly controlledShutdownOffset: number;
}

/** The purgatory's (DeferredEventQueue): an answer, and what is to be told, once the records are committed. */
export interface PendingWrite {
  /** Last offset it depends on. */
  readonly offset: number;
  readonly answer: { readonly connection: ConnectionId; readonly request: Body; readonly body: Body } | null;
  /** The request or the timer: what all of it is blamed on. */
  readonly cause: Seq;
  readonly decided: readonly Decided[];
  /** The image after these records; null when there were none. */
  readonly image: MetadataImage | null;
}
