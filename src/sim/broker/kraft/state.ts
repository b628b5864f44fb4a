import type { QuorumControllerState } from '../../kraft/controller/state.ts';
import type { MetadataImage } from '../../kraft/image/image.ts';
import type { RaftState } from '../../kraft/raft/state.ts';

/** What a broker has in KRaft mode where it has a ZooKeeper client and a controller module in ZooKeeper mode. */
export interface BrokerKRaft {
  /** Its part in the quorum: an observer that fetches the metadata log, or a voter where the process has both roles. */
  readonly raft: RaftState;
  /** The quorum controller of this process; null where the process is a broker only. */
  readonly controller: QuorumControllerState | null;
  /** The metadata that this broker goes by: everything committed below `publishedTo`. */
  readonly image: MetadataImage;
  /** The offset after the last record of `image`; 0: nothing has been published in this life of the process. */
  readonly publishedTo: number;
  readonly registration: Registration;
}

/** kafka.server.BrokerLifecycleManager: how a broker and the active controller stay in touch. */
export interface Registration {
  /** Another with every start of the process, as Kafka prints an UUID; empty before the first. */
  readonly incarnationId: string;
  /** The epoch in which the last clean stop ended, from the marker it left on the disk; -1: the last end was not clean. */
  readonly previousBrokerEpoch: number;
  /** Did a registration succeed in this life of the process? */
  readonly registered: boolean;
  /** The metadata is there: from now on heartbeats ask to be unfenced. */
  readonly readyToUnfence: boolean;
  /** A word to the controller is under way, or waits for one. */
  readonly inFlight: boolean;
  /** The next word follows the answer at once. */
  readonly immediately: boolean;
  /** Failures in a row. */
  readonly failures: number;
  /** During a controlled shutdown: the controller has said once that it is not done. */
  readonly heldBack: boolean;
}

/** Nothing said yet. */
export function newRegistration(previousBrokerEpoch: number): Registration {
  return {
    incarnationId: '',
    previousBrokerEpoch,
    registered: false,
    readyToUnfence: false,
    inFlight: false,
    immediately: false,
    failures: 0,
    heldBack: false,
  };
}
