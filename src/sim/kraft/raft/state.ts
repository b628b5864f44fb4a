import type { ReplicaLog } from '../../log/replica-log.ts';
import type { Kept } from '../../machine.ts';
import type { FetchRequest } from '../../protocol/client.ts';
import type { Micros } from '../../time.ts';
import type { ConnectionId, NodeId, Seq } from '../../world.ts';

/** The topic whose only partition is the quorum's log (Topic.CLUSTER_METADATA_TOPIC_NAME). */
export const CLUSTER_METADATA = '__cluster_metadata';

/** What a member of the quorum is (org.apache.kafka.raft.EpochState). Prospective from 4.0 on (KIP-996). */
export type RaftRole = 'Unattached' | 'Prospective' | 'Candidate' | 'Leader' | 'Follower' | 'Resigned';

/** controller.quorum.* (org.apache.kafka.raft.QuorumConfig), in microseconds. */
export interface RaftSettings {
  readonly electionTimeout: Micros;
  readonly fetchTimeout: Micros;
  readonly electionBackoffMax: Micros;
  readonly requestTimeout: Micros;
  readonly retryBackoff: Micros;
  /** Whoever would stand for election asks first whether it could win (KIP-996, from 4.0). */
  readonly preVote: boolean;
}

/**
 * One member of the quorum: a voter, or an observer (a broker) that only fetches. `epoch`, `leaderId`, `votedFor` and `log` are on
 * its disk (the quorum-state file and the log); the rest is memory.
 */
export interface RaftState {
  /** Kafka's node.id. */
  readonly nodeId: number;
  readonly isVoter: boolean;
  /** Ids of the voters, ascending. */
  readonly voters: readonly number[];
  readonly settings: RaftSettings;
  readonly role: Kept<RaftRole>;
  readonly epoch: number;
  /** Of this epoch; -1: not known. */
  readonly leaderId: number;
  /** The candidate that has this voter's vote in this epoch; -1: none. */
  readonly votedFor: number;
  readonly log: ReplicaLog;
  /** What this member knows to be committed; never falls in one life of the process. The same as the log's. */
  readonly highWatermark: number;
  /** Is the process ending cleanly? Then it does not stand for election any more. */
  readonly stopping: boolean;
  /** When the election timeout of an Unattached, a nominee or a Resigned passes; -1: it has none. */
  readonly electionDeadline: Micros;
  /** Of a Prospective or a Candidate. */
  readonly election: Election | null;
  readonly leading: Leading | null;
  /** Of a Resigned: who is to be told, best successor first, and who has not confirmed it yet. */
  readonly resignation: {
    readonly preferredSuccessors: readonly number[];
    readonly unacknowledged: readonly number[];
  } | null;
  /** Has this follower had an answer of its leader in this epoch? Then it refuses pre-votes. */
  readonly hasFetchedFromLeader: boolean;
  /** Connections to voters, where there ever were some. */
  readonly peers: readonly RaftPeer[];
  /** Fetches that wait at the leader for something new. */
  readonly parked: readonly ParkedMetadataFetch[];
}

/** The votes a nominee has (EpochElection). */
export interface Election {
  readonly granted: readonly number[];
  readonly rejected: readonly number[];
  /** Elections in a row that this candidate has not won, this one included (era 3.9's backoff grows with it). */
  readonly retries: number;
  /** Waiting before it stands again (era 3.9). */
  readonly backingOff: boolean;
}

/** What a leader knows (LeaderState). */
export interface Leading {
  readonly epochStartOffset: number;
  /** Of this epoch; -1 until a record of this epoch is committed. */
  readonly highWatermark: number;
  /** The other voters and the observers that fetch, in the order in which they were first heard of. */
  readonly followers: readonly RaftFollower[];
  /** Voters that have yet to be told in this round that it leads. */
  readonly untold: readonly number[];
  /** Voters that have fetched since the last majority had. */
  readonly fetchedVoters: readonly number[];
}

/** LeaderState.ReplicaState; offsets -1: not known yet. */
export interface RaftFollower {
  readonly id: number;
  readonly endOffset: number;
  readonly lastFetchTime: Micros;
  readonly lastCaughtUpTime: Micros;
  readonly lastFetchLeaderEndOffset: number;
}

/** A connection to a voter, with at most one request under way (RequestManager; KafkaRaftManager's NetworkClient). */
export interface RaftPeer {
  readonly id: number;
  readonly node: NodeId;
  /** -1: none. */
  readonly connection: ConnectionId;
  readonly status: 'none' | 'connecting' | 'open';
  /** A request is on the wire. */
  readonly busy: boolean;
  /** Its correlation id while the answer still matters; -1 when a change of role has made it meaningless. */
  readonly expected: number;
  /** Nothing is sent before this time. */
  readonly notBefore: Micros;
  /** Failed attempts to connect in a row. */
  readonly failures: number;
}

/** A Fetch of the metadata log that waits at the leader. */
export interface ParkedMetadataFetch {
  readonly connection: ConnectionId;
  readonly request: FetchRequest;
  readonly deadline: Micros;
  /** The high watermark when it arrived: what it is told if nothing comes. */
  readonly highWatermark: number;
  readonly cause: Seq;
}
