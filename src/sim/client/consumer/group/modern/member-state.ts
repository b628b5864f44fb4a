/**
 * Where a member stands towards its group (org.apache.kafka.clients.consumer.internals.MemberState).
 *
 * `UNSUBSCRIBED` not a member; `JOINING` heartbeats with epoch 0; `RECONCILING` has been told of an assignment that it has not taken over;
 * `ACKNOWLEDGING` has, and says so in the next heartbeat; `STABLE` nothing to do; `FENCED` the coordinator does not know it any more;
 * `PREPARE_LEAVING` and `LEAVING` gives up what it has, then says so; `STALE` has left because poll() was not called in time; `FATAL` the end.
 */
export type MemberState =
  | 'UNSUBSCRIBED'
  | 'JOINING'
  | 'RECONCILING'
  | 'ACKNOWLEDGING'
  | 'STABLE'
  | 'FENCED'
  | 'PREPARE_LEAVING'
  | 'LEAVING'
  | 'FATAL'
  | 'STALE';

/** From which states each can be reached. */
const PREVIOUS: { readonly [S in MemberState]: readonly MemberState[] } = {
  UNSUBSCRIBED: ['PREPARE_LEAVING', 'LEAVING', 'FENCED'],
  JOINING: ['FENCED', 'UNSUBSCRIBED', 'STALE'],
  RECONCILING: ['STABLE', 'JOINING', 'ACKNOWLEDGING'],
  ACKNOWLEDGING: ['RECONCILING'],
  STABLE: ['JOINING', 'ACKNOWLEDGING', 'RECONCILING'],
  FENCED: ['JOINING', 'STABLE', 'RECONCILING', 'ACKNOWLEDGING', 'PREPARE_LEAVING', 'LEAVING'],
  PREPARE_LEAVING: ['JOINING', 'STABLE', 'RECONCILING', 'ACKNOWLEDGING', 'UNSUBSCRIBED'],
  LEAVING: ['PREPARE_LEAVING'],
  FATAL: ['JOINING', 'STABLE', 'RECONCILING', 'ACKNOWLEDGING', 'PREPARE_LEAVING', 'LEAVING', 'UNSUBSCRIBED'],
  STALE: ['LEAVING'],
};

/** May a member go from one state to the other? */
export function mayFollow(from: MemberState, to: MemberState): boolean {
  return from === to || PREVIOUS[to].includes(from);
}

/** Does it send no heartbeats? It is not a member then (AbstractMembershipManager.isNotInGroup, shouldSkipHeartbeat). */
export function isOutside(state: MemberState): boolean {
  return state === 'UNSUBSCRIBED' || state === 'FENCED' || state === 'FATAL' || state === 'STALE';
}

/** Is it giving up its membership? */
export function isLeaving(state: MemberState): boolean {
  return state === 'PREPARE_LEAVING' || state === 'LEAVING';
}

/** Does it take over what the coordinator assigns (canHandleNewAssignment)? */
export function takesAssignments(state: MemberState): boolean {
  return state === 'RECONCILING' || PREVIOUS.RECONCILING.includes(state);
}

/** Does it heartbeat without waiting for its interval? */
export function isUrgent(state: MemberState): boolean {
  return state === 'ACKNOWLEDGING' || state === 'LEAVING' || state === 'JOINING';
}
