import { assert } from '../../../../../lib/assert.ts';
import type { TopicPartitions } from '../../../../protocol/group.ts';
import type { ConsumerWork } from '../../work.ts';
import { losePartitions, ownedPartitions } from '../assign.ts';
import { changeGroup, failMember, groupOf, setMember } from '../work.ts';
import { newMemberId } from './member-id.ts';
import { isLeaving, isOutside, mayFollow, type MemberState } from './member-state.ts';
import type { Heartbeat, LocalAssignment, ModernMember } from './state.ts';

/* How a member changes (AbstractMembershipManager.transitionTo and what calls it). */

export function memberOf(work: ConsumerWork): ModernMember {
  const { member } = groupOf(work);
  assert(member.protocol === 'consumer', 'a member of the consumer protocol keeps the state of one');
  return member;
}

export function changeMember(work: ConsumerWork, change: Partial<ModernMember>): void {
  setMember(work, { ...memberOf(work), ...change });
}

export function changeHeartbeat(work: ConsumerWork, change: Partial<Heartbeat>): void {
  const { heartbeat } = memberOf(work);
  changeMember(work, { heartbeat: { ...heartbeat, ...change } });
}

/** Into another state; anything that goes with it changes in `change`. */
export function enter(work: ConsumerWork, to: MemberState, change: Partial<ModernMember> = {}): void {
  const { state: from } = memberOf(work);
  assert(mayFollow(from, to), () => `a member does not go from ${from} to ${to}`);
  changeMember(work, { ...change, state: to });
  const { epoch } = memberOf(work);
  if (from !== to) work.turn.emit('MembershipChanged', { group: groupOf(work).settings.groupId, from, to, epoch });
}

/** It will join with the next heartbeat (transitionToJoining). */
export function join(work: ConsumerWork, why: string): void {
  const { groupId } = groupOf(work).settings;
  const makesId = groupOf(work).settings.switches.consumerProtocol === 'own';
  if (makesId && memberOf(work).memberId === '') changeMember(work, { memberId: newMemberId(work.turn) });
  work.turn.emit('GroupJoining', { group: groupId, member: memberOf(work).memberId, why });
  stopReconciling(work);
  enter(work, 'JOINING', { epoch: 0, target: null });
}

/**
 * The coordinator does not know the member, or not at this epoch (transitionToFenced). What it had is lost when its program is in poll()
 * the next time, and then it joins again: see {@link releaseFenced}.
 */
export function fence(work: ConsumerWork): void {
  const { state } = memberOf(work);
  // STALE: it has said that it leaves while an earlier heartbeat was under way. Kafka's client knows no such step either: its exception is lost.
  if (state === 'UNSUBSCRIBED' || state === 'STALE') return;
  if (isLeaving(state)) {
    if (state === 'PREPARE_LEAVING') enter(work, 'LEAVING', { epoch: leaveEpoch(work), current: null });
    enter(work, 'UNSUBSCRIBED');
    return;
  }
  stopReconciling(work);
  enter(work, 'FENCED', { epoch: 0 });
}

/** Fenced or stale: onPartitionsLost, in the program's thread. */
export function release(work: ConsumerWork): void {
  losePartitions(work, ownedPartitions(work));
  changeMember(work, { current: null, target: null });
}

/** An error that nothing helps against (transitionToFatal): poll() throws it. */
export function failForGood(work: ConsumerWork, error: string): void {
  const { state } = memberOf(work);
  if (state === 'FATAL' || state === 'FENCED' || state === 'STALE') return;
  stopReconciling(work);
  enter(work, 'FATAL');
  if (state !== 'UNSUBSCRIBED' && !isLeaving(state)) release(work);
  failMember(work, error);
}

/** The epoch that says goodbye: a static member comes back (KIP-345). */
export function leaveEpoch(work: ConsumerWork): -1 | -2 {
  return groupOf(work).settings.instanceId === null ? -1 : -2;
}

/** What is being taken over is not wanted any more (maybeAbortReconciliation); the commit before it goes on for nobody. */
export function stopReconciling(work: ConsumerWork): void {
  if (memberOf(work).reconciling === null) return;
  changeMember(work, { reconciling: null });
  const { commit } = groupOf(work);
  changeGroup(work, { withheld: [], commit: commit?.how === 'rejoin' ? null : commit });
}

/** Has it taken over all that the coordinator wants it to have? */
export function isReconciled({ current, target }: ModernMember): boolean {
  if (current === null || target === null) return current === target;
  return current.localEpoch === target.localEpoch && samePartitions(current.partitions, target.partitions);
}

/** A new target, unless it is the same as the last (LocalAssignment.updateWith). */
export function nextTarget(target: LocalAssignment | null, partitions: readonly TopicPartitions[]): LocalAssignment {
  if (target !== null && samePartitions(target.partitions, partitions)) return target;
  return { localEpoch: (target?.localEpoch ?? -1) + 1, partitions };
}

function samePartitions(one: readonly TopicPartitions[], other: readonly TopicPartitions[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ topic, partitions }, at) => {
      const its = other[at];
      if (its === undefined || its.topic !== topic || its.partitions.length !== partitions.length) return false;
      return partitions.every((partition, index) => partition === its.partitions[index]);
    })
  );
}

/** May its identity be used for commits and questions for offsets? */
export function hasEpoch({ epoch, state }: ModernMember): boolean {
  return epoch > 0 && !isOutside(state);
}
