import { CONTROLLER_SLOTS as OF_BROKER } from '../../broker/timer-slots.ts';

/** Timer slots of the quorum controller: 32 to 63, which in ZooKeeper mode are the controller's module's. */
export const QUORUM_CONTROLLER_SLOTS = {
  /** The session of the broker that has been silent longest ends. */
  sessions: OF_BROKER,
  /** Leaders that are not the preferred ones are looked at (leader.imbalance.check.interval.seconds). */
  balance: OF_BROKER + 1,
  /** Partitions without a leader are looked at, where unclean elections are allowed. */
  uncleanElections: OF_BROKER + 2,
  last: OF_BROKER + 31,
} as const;

/** Is this timer the quorum controller's? */
export function isQuorumControllerSlot(slot: number): boolean {
  return slot >= QUORUM_CONTROLLER_SLOTS.sessions && slot <= QUORUM_CONTROLLER_SLOTS.last;
}
