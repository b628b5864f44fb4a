import { assert } from '../../../lib/assert.ts';
import { fromMs, toMs } from '../../time.ts';
import type { CoordinatorRecord, GroupMetadataValue } from '../records.ts';
import { metadataFor, subscribedTopicsOf } from './protocols.ts';
import {
  EMPTY_ASSIGNMENT,
  newClassicGroup,
  type ClassicGroup,
  type ClassicMember,
  type MemberAssignment,
} from './state.ts';

type GroupMetadata = CoordinatorRecord & { readonly type: 'GroupMetadata' };

/** The record of a generation with this assignment (newGroupMetadataRecord); members that it does not name get nothing. */
export function groupMetadataRecord(group: ClassicGroup, assignments: readonly MemberAssignment[]): GroupMetadata {
  const { protocolName } = group;
  const given: { [memberId: string]: MemberAssignment['assignment'] } = {};
  for (const { memberId, assignment } of assignments) given[memberId] = assignment;
  const members = group.members.map((member) => {
    assert(protocolName !== null, () => `group ${group.groupId} has members and no assignor`);
    return {
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeout: toMs(member.rebalanceTimeout),
      sessionTimeout: toMs(member.sessionTimeout),
      subscription: metadataFor(member, protocolName),
      assignment: given[member.memberId] ?? EMPTY_ASSIGNMENT,
    };
  });
  return recordOf(group, group.protocolType ?? '', group.generation, members);
}

/** The record of a group that was made just now and has no generation yet (newEmptyGroupMetadataRecord). */
export function emptyGroupRecord(group: ClassicGroup): GroupMetadata {
  return recordOf({ ...group, protocolName: null, leaderId: null }, '', 0, []);
}

function recordOf(
  group: ClassicGroup,
  protocolType: string,
  generation: number,
  members: GroupMetadataValue['members'],
): GroupMetadata {
  return {
    type: 'GroupMetadata',
    key: { group: group.groupId },
    value: {
      protocolType,
      generation,
      protocol: group.protocolName,
      leader: group.leaderId,
      currentStateTimestamp: toMs(group.stateSince),
      members,
    },
  };
}

/** What removes the group from the log (newGroupMetadataTombstoneRecord). */
export function groupTombstone(groupId: string): GroupMetadata {
  return { type: 'GroupMetadata', key: { group: groupId }, value: null };
}

/** The group that a record stands for, as a new coordinator has it: Stable, or Empty without members. */
export function groupOfRecord(groupId: string, value: GroupMetadataValue): ClassicGroup {
  const since = fromMs(value.currentStateTimestamp);
  const group: ClassicGroup = {
    ...newClassicGroup(groupId, since),
    state: value.members.length === 0 ? 'Empty' : 'Stable',
    generation: value.generation,
    protocolType: value.protocolType === '' ? null : value.protocolType,
    protocolName: value.protocol,
    leaderId: value.leader,
    members: value.members.map((member) => memberOfRecord(member, value.protocol ?? '')),
  };
  return { ...group, subscribedTopics: subscribedTopicsOf(group) };
}

/** Only the generation's assignor is known of the member's protocols. */
function memberOfRecord(member: GroupMetadataValue['members'][number], protocol: string): ClassicMember {
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeout: fromMs(member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout),
    sessionTimeout: fromMs(member.sessionTimeout),
    protocols: [{ name: protocol, metadata: member.subscription }],
    assignment: member.assignment,
    isNew: false,
    awaitingJoin: null,
    awaitingSync: null,
  };
}
