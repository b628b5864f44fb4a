import { assert } from '../../../lib/assert.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Micros } from '../../time.ts';
import type { ClassicGroup, ClassicMember } from './state.ts';

/*
 * Who is in a group: values in, values out (ClassicGroup's own methods). Kafka keeps members in hash maps; here they stay in the order in
 * which they came, which only matters where Kafka takes "any" of them, as the next leader.
 */

/** The member of that id; null when there is none. */
export function memberOf(group: ClassicGroup, memberId: string): ClassicMember | null {
  return group.members.find((member) => member.memberId === memberId) ?? null;
}

/** The member that has this group.instance.id; null when there is none. */
export function staticMember(group: ClassicGroup, instanceId: string): ClassicMember | null {
  return group.members.find((member) => member.groupInstanceId === instanceId) ?? null;
}

/** ClassicGroup.validateMember: first the instance id, then the member id. */
export function validateMember(group: ClassicGroup, memberId: string, instanceId: string | null): ErrorCode {
  if (instanceId !== null) {
    const existing = staticMember(group, instanceId);
    if (existing === null) return 'UNKNOWN_MEMBER_ID';
    if (existing.memberId !== memberId) return 'FENCED_INSTANCE_ID';
  }
  return memberOf(group, memberId) === null ? 'UNKNOWN_MEMBER_ID' : 'NONE';
}

/** Adds a member; the first one of a group leads it and decides the protocol's type. */
export function addMember(group: ClassicGroup, member: ClassicMember, protocolType: string): ClassicGroup {
  assert(memberOf(group, member.memberId) === null, () => `member ${member.memberId} is in ${group.groupId} already`);
  return {
    ...group,
    protocolType: group.members.length === 0 ? protocolType : group.protocolType,
    leaderId: group.leaderId ?? member.memberId,
    members: [...group.members, member],
    pendingMembers: group.pendingMembers.filter((id) => id !== member.memberId),
  };
}

/** Takes a member out, a pending one too. When it led, the one that has been there longest leads. */
export function removeMember(group: ClassicGroup, memberId: string): ClassicGroup {
  const members = group.members.filter((member) => member.memberId !== memberId);
  return {
    ...group,
    members,
    leaderId: group.leaderId === memberId ? (members[0]?.memberId ?? null) : group.leaderId,
    pendingMembers: group.pendingMembers.filter((id) => id !== memberId),
    pendingSync: group.pendingSync.filter((id) => id !== memberId),
  };
}

/** Puts a changed member in the place of the one with the id `memberId` (its own may be another: a static member that came back). */
export function putMember(group: ClassicGroup, memberId: string, changed: ClassicMember): ClassicGroup {
  return { ...group, members: group.members.map((member) => (member.memberId === memberId ? changed : member)) };
}

/** How many wait for the answer to their JoinGroup. */
export function awaitingJoin(group: ClassicGroup): number {
  let count = 0;
  for (const member of group.members) if (member.awaitingJoin !== null) count++;
  return count;
}

/** ClassicGroup.hasAllMembersJoined: also those with a new member id have come back. */
export function hasAllMembersJoined(group: ClassicGroup): boolean {
  return group.pendingMembers.length === 0 && awaitingJoin(group) === group.members.length;
}

/** The longest rebalance timeout of any member: as long as a rebalance may take. */
export function rebalanceTimeout(group: ClassicGroup): Micros {
  let longest = 0;
  for (const member of group.members) longest = Math.max(longest, member.rebalanceTimeout);
  return longest;
}

/** ClassicGroupMember.hasSatisfiedHeartbeat: who waits for an answer cannot send heartbeats; a new member must not wait for ever. */
export function hasSatisfiedHeartbeat(member: ClassicMember): boolean {
  return !member.isNew && (member.awaitingJoin !== null || member.awaitingSync !== null);
}

/**
 * ClassicGroup.maybeElectNewJoinedLeader: a leader that did not join again hands over to the first that did.
 * @returns the group; null when there is no leader who joined, nor anybody else
 */
export function electJoinedLeader(group: ClassicGroup): ClassicGroup | null {
  if (group.leaderId === null) return null;
  if (memberOf(group, group.leaderId)?.awaitingJoin) return group;
  const joined = group.members.find((member) => member.awaitingJoin !== null);
  return joined === undefined ? null : { ...group, leaderId: joined.memberId };
}
