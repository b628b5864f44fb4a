/*
 * Timers of a member of the quorum: 16 to 27, which in ZooKeeper mode belong to a broker's ZooKeeper client. The quorum
 * controller's are 32 to 63 (CONTROLLER_SLOTS of the broker's timer-slots.ts).
 */

export const RAFT_SLOTS = 16;

/** The timer of the role: election timeout, fetch timeout, backoff, the leader's check of its quorum. */
export const ROLE_TIMER = RAFT_SLOTS;
/** When the leader tells the voters again that it leads. */
export const BEGIN_QUORUM_TIMER = RAFT_SLOTS + 1;
/** When the first of the parked fetches is answered without news. */
export const PARKED_TIMER = RAFT_SLOTS + 2;
/** When a connection that waits out a backoff may be used again. */
export const RETRY_TIMER = RAFT_SLOTS + 3;

/** Is this timer one of the quorum's? */
export function isRaftSlot(slot: number): boolean {
  return slot >= RAFT_SLOTS && slot < RAFT_SLOTS + 12;
}
