import type { StickyRules } from '../assignor/assignor.ts';
import type { Config } from '../../scenario.ts';
import type { Era } from '../../world.ts';
import type { Micros } from '../../time.ts';
import { SECOND } from '../../time.ts';

/** A client library as it is out of the box: where it differs from Java's client, and what it cannot do. None of it depends on the brokers. */
export interface ClientPreset {
  /** What it calls itself in ApiVersions. */
  readonly software: string;
  /** Which release of Java's client it is; for another library, the one whose defaults lie under its own. */
  readonly release: Era;
  /** Its defaults, over those of that release of Java's client. */
  readonly producer: Config;
  readonly consumer: Config;
  /** Settings that would ask it for what it does not know; it refuses them. */
  readonly lacks: readonly Lack[];
  /** How often it asks for metadata while a broker that leads one of its partitions is not there; null: when something fails. */
  readonly leaderScan: Micros | null;
  /** KIP-320: leader epochs in the client. */
  readonly leaderEpochs: boolean;
  /** KIP-951: a new leader is taken from the error response that names it. */
  readonly leaderDiscovery: boolean;
  /** Does it tell by its id that a topic has been created anew, whose leader epochs begin again (KAFKA-12257)? */
  readonly topicIds: boolean;
  /** Is a request without an answer in time REQUEST_TIMED_OUT to it (KAFKA-14317)? Otherwise it is a NETWORK_EXCEPTION, as any other disconnect. */
  readonly namesTimeouts: boolean;
  /**
   * Is only a batch that waits in its queue given up, request.timeout.ms after it was ready, or after the wait for its next attempt, while what
   * is in flight has its retries and no deadline? Otherwise delivery.timeout.ms goes over all of it (KIP-91).
   */
  readonly expiresQueued: boolean;
  /** Is a connection that is not made in request.timeout.ms given up? Otherwise it is in socket.connection.setup.timeout.ms (KIP-601). */
  readonly setupHasRequestTimeout: boolean;
  /** Does a producer's program end without waiting for what is not sent yet, or not answered? */
  readonly closesAtOnce: boolean;
  /** Does a consumer without a group begin with the first record there is, unless it is told otherwise? */
  readonly readsFromBeginning: boolean;
  /** KIP-227: does it ask for fetch sessions, and then only for what has changed? Otherwise each Fetch names all partitions. */
  readonly fetchSessions: boolean;
  /** Without a group: does a topic that gets more partitions make it begin anew in all it has? */
  readonly assignsAnew: boolean;
  /** How it is a member of groups. */
  readonly group: GroupSwitches;
  /** Are batches to be sent again kept in the order of their records, also without idempotence? */
  readonly sortsRetries: boolean;
  /** With idempotence: does a partition send one batch at a time, as everybody's do with max.in.flight.requests.per.connection=1? */
  readonly oneAtATime: boolean;
  /** Is delivery.timeout.ms raised to linger.ms plus request.timeout.ms where that is more (KafkaProducer.configureDeliveryTimeout)? */
  readonly raisesDelivery: boolean;
  /** Is a batch that the broker calls too large sent again in smaller ones (KIP-126)? Otherwise all of its records fail. */
  readonly splitsBatches: boolean;
}

/** A setting, or one of its values, that a client library does not know. */
export interface Lack {
  readonly setting: string;
  /** null: any; of a list, one of its words. */
  readonly value: string | null;
  /** The library, and what it lacks. */
  readonly why: string;
  readonly hint: string;
}

/** What client libraries do in their own ways as members of groups. */
export interface GroupSwitches {
  /** Does it know MEMBER_ID_REQUIRED (JoinGroup from version 4, KIP-394)? */
  readonly memberIdRequired: boolean;
  /** After ILLEGAL_GENERATION: does it join again under the member id it has (KAFKA-13419)? */
  readonly keepsMemberId: boolean;
  /** Does it tell why it joins and leaves (JoinGroup from version 8, LeaveGroup from 5; KIP-800)? */
  readonly tellsReasons: boolean;
  /** Does its subscription say of which generation its partitions are (KIP-792)? */
  readonly tellsGeneration: boolean;
  /** Does its subscription say in which rack it is, and does it look at racks when it shares out (KIP-881)? */
  readonly tellsRack: boolean;
  /** How old its sticky assignors are; null: not at all. */
  readonly stickyRules: StickyRules | null;
  /** How long after a failed FindCoordinator it asks again; null: after retry.backoff.ms, which grows where it does elsewhere (from 3.7). */
  readonly findsCoordinatorEvery: Micros | null;
  /** KIP-848: `no`; `given` the coordinator makes its member id; `own` it does so itself (KIP-1082). */
  readonly consumerProtocol: 'no' | 'given' | 'own';
  /** Does it know `skipAssignment` (JoinGroup from version 9, KIP-814)? */
  readonly skipsAssignment: boolean;
  /** With auto-commit: does it commit before it gives its partitions up to rejoin? */
  readonly commitsBeforeRejoin: boolean;
  /**
   * What a poll() does not do while its member has no coordinator, or joins: it finds and checks no positions, it hands over and fetches no
   * records either, or `nothing` stops, because other threads do it.
   */
  readonly pollNeedsGroup: 'nothing' | 'positions' | 'records';
  /** Does it call partitions lost, where it can commit nothing for them any more (KIP-429)? Otherwise they are revoked like others. */
  readonly tellsLost: boolean;
  /** Is it a new member after a commit that was refused with REBALANCE_IN_PROGRESS (before KAFKA-9824)? Otherwise it only joins again. */
  readonly refusalEndsMembership: boolean;
  /** Must JoinGroup be answered in request.timeout.ms like everything else? Otherwise it may take as long as a rebalance. */
  readonly joinHasRequestTimeout: boolean;
  /** Does poll() hand nothing over while that commit is under way, also where partitions are kept (before KAFKA-13310)? */
  readonly waitsForCommit: boolean;
  /** Does auto-commit go on while the program works on records, so that a record counts as read when it is handed over? Otherwise poll() commits. */
  readonly commitsInBackground: boolean;
  /**
   * Are the offsets that it commits those of the records it has handed over, and no others; and, but for the last commit before a partition
   * is given up, only where the group has not got so far? Otherwise it commits positions, read or not, again and again.
   */
  readonly commitsStored: boolean;
  /** Does it leave by itself when poll() is not called for max.poll.interval.ms? */
  readonly leavesAfterPollInterval: boolean;
  /** How long close() waits for its last commit and for leaving; 0: programs end without it. */
  readonly closeTimeout: Micros;
}

/** As Java's client does things (ConsumerCoordinator, KafkaConsumer.close) in its last release with both protocols of 3. */
export const JAVA_GROUP: GroupSwitches = {
  memberIdRequired: true,
  keepsMemberId: true,
  tellsReasons: true,
  tellsGeneration: true,
  tellsRack: true,
  stickyRules: null,
  findsCoordinatorEvery: null,
  consumerProtocol: 'no',
  skipsAssignment: true,
  commitsBeforeRejoin: true,
  pollNeedsGroup: 'positions',
  tellsLost: true,
  refusalEndsMembership: false,
  joinHasRequestTimeout: false,
  waitsForCommit: false,
  commitsInBackground: false,
  commitsStored: false,
  leavesAfterPollInterval: true,
  closeTimeout: 30 * SECOND,
};
