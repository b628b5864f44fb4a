import type { ControllerPurpose } from './state.ts';

/*
 * A broker's timers. 16 to 27 belong to its ZooKeeper client, in KRaft mode to its part in the quorum, 28 to 31 to the group
 * coordinator, 32 to 63 to the controller; from 64 on two for each index: one for a channel's parked request, one for a fetcher.
 */

export const ISR_EXPIRATION = 0;
export const HIGH_WATERMARK_CHECKPOINT = 1;
export const FLUSH_CHECKPOINT = 2;
/** Controlled shutdown is tried again. */
export const SHUTDOWN_RETRY = 3;
/** AlterPartition is sent again after an error of the whole request. */
export const ALTER_PARTITION_RETRY = 4;

/** A block of producer ids is asked for again after an error. */
export const PRODUCER_ID_RETRY = 5;

/** KRaft mode: the next word to the active controller is due (BrokerLifecycleManager's "communication"). */
export const COMMUNICATION = 6;
/** KRaft mode: the word under way has had no answer. */
export const COMMUNICATION_TIMEOUT = 7;
/** KRaft mode: a broker that could not register gives up (initial.broker.registration.timeout.ms). */
export const REGISTRATION_TIMEOUT = 13;

/** Old segments may be due to be deleted (kafka-log-retention). */
export const RETENTION = 14;
/** The cleaner looks for a log to compact, or goes on with one. */
export const CLEANER = 15;

const CONTROLLER_CHANNELS = 8;
const PURPOSES: readonly ControllerPurpose[] = ['alterPartition', 'forwarding', 'producerIds', 'shutdown', 'heartbeat'];

export const ZOOKEEPER_SLOTS = 16;
/** The first of the timers of groups that this broker coordinates. */
export const GROUP_TIMERS = 28;
/** A commit has waited too long for the in-sync replicas (offsets.commit.timeout.ms). */
export const GROUP_COMMITS = 29;
/** The next part of a partition of __consumer_offsets is to be read. */
export const GROUP_LOADS = 30;
/** Offsets may have expired. */
export const GROUP_EXPIRY = 31;
export const CONTROLLER_SLOTS = 32;
export const DYNAMIC_SLOTS = 64;

/** When a channel to the controller tries again to connect. */
export function channelSlot(purpose: ControllerPurpose): number {
  return CONTROLLER_CHANNELS + PURPOSES.indexOf(purpose);
}

/** Whose retry a slot is; null when it is nobody's. */
export function purposeOfSlot(slot: number): ControllerPurpose | null {
  return PURPOSES[slot - CONTROLLER_CHANNELS] ?? null;
}

/** The deadline of the request parked on a channel. */
export function parkedSlot(channel: number): number {
  return DYNAMIC_SLOTS + 2 * channel;
}

/** When a fetcher goes on after an error. */
export function fetcherSlot(index: number): number {
  return DYNAMIC_SLOTS + 1 + 2 * index;
}
