import type { Config } from '../../scenario.ts';
import type { Micros } from '../../time.ts';
import { SECOND } from '../../time.ts';

/** A client library as it is out of the box: where it differs from the Java client of the era, and what it cannot do. */
export interface ClientPreset {
  /** What it calls itself in ApiVersions. */
  readonly software: string;
  /** Its defaults, over the Java client's of the same era. */
  readonly producer: Config;
  readonly consumer: Config;
  /** KIP-320: leader epochs in the client. */
  readonly leaderEpochs: boolean;
  /** KIP-951: a new leader is taken from the error response that names it. */
  readonly leaderDiscovery: boolean;
  /** Does a producer's program end without waiting for what is not sent yet, or not answered? */
  readonly closesAtOnce: boolean;
  /** How it is a member of groups. */
  readonly group: GroupSwitches;
  /** Are batches to be sent again kept in the order of their records, also without idempotence? */
  readonly sortsRetries: boolean;
}

/** What client libraries do in their own ways as members of groups. */
export interface GroupSwitches {
  /** Does it know MEMBER_ID_REQUIRED (JoinGroup from version 4, KIP-394)? */
  readonly memberIdRequired: boolean;
  /** Does it know `skipAssignment` (JoinGroup from version 9, KIP-814)? */
  readonly skipsAssignment: boolean;
  /** With auto-commit: does it commit before it gives its partitions up to rejoin? */
  readonly commitsBeforeRejoin: boolean;
  /** Does auto-commit go on while the program works on records, so that a record counts as read when it is handed over? Otherwise poll() commits. */
  readonly commitsInBackground: boolean;
  /** Does it leave by itself when poll() is not called for max.poll.interval.ms? */
  readonly leavesAfterPollInterval: boolean;
  /** How long close() waits for its last commit and for leaving; 0: programs end without it. */
  readonly closeTimeout: Micros;
}

/** As Java's client does things (ConsumerCoordinator, KafkaConsumer.close). */
export const JAVA_GROUP: GroupSwitches = {
  memberIdRequired: true,
  skipsAssignment: true,
  commitsBeforeRejoin: true,
  commitsInBackground: false,
  leavesAfterPollInterval: true,
  closeTimeout: 30 * SECOND,
};
