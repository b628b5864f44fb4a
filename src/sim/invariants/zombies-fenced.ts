import { vecGet } from '../../lib/vec.ts';
import type { GroupEntry, PendingWrite } from '../broker/groups/state.ts';
import { entryOf } from '../broker/groups/entries.ts';
import type { BrokerState } from '../broker/state.ts';
import type { Group } from '../group/group.ts';
import type { OffsetCommitRequest } from '../protocol/group.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';
import { sentCommit } from './sent-commit.ts';

interface Sent {
  readonly correlationId: number;
  readonly request: OffsetCommitRequest;
}

/**
 * Who is not a member any more, or of an earlier generation or epoch, may believe otherwise for as long as it likes: what it commits is refused
 * (ClassicGroup.validateOffsetCommit, ConsumerGroup.validateOffsetCommit; KIP-345 for static members).
 */
export const zombiesFenced: Invariant = {
  name: 'ZombiesFenced',
  says: 'an offset is stored only for a member of the group in its present generation or epoch, or from outside while nobody is in the group',
  watch() {
    // By connection: commits that have been sent and have not arrived.
    const sent: (Sent[] | undefined)[] = [];
    return {
      look({ before, after, entries }, _, complain) {
        for (const entry of entries) {
          if (entry.type === 'RequestSent') {
            const request = sentCommit(after, entry);
            const { connection, correlationId } = entry.args;
            if (request !== null) (sent[connection] ??= []).push({ correlationId, request });
          }
          if (entry.type !== 'RequestReceived' || entry.args.api !== 'OffsetCommitRequest') continue;
          const { connection, correlationId } = entry.args;
          const request = sent[connection]?.find((one) => one.correlationId === correlationId)?.request;
          sent[connection] = sent[connection]?.filter((one) => one.correlationId > correlationId);
          if (request === undefined || !isStored(before, after, entry.node, request)) continue;
          const group = entryAt(before, entry.node, request.groupId)?.group ?? null;
          const why = stranger(group, request);
          if (why !== null) complain(null, `an offset of ${request.groupId} is stored of ${why}`);
        }
      },
    };
  },
};

function brokerAt(world: World, node: number): BrokerState {
  return vecGet(world.nodes, node)?.state as BrokerState;
}

function entryAt(world: World, node: number, groupId: string): GroupEntry | null {
  return entryOf(brokerAt(world, node).groups.groups, groupId);
}

/** Did the broker write offsets of this group in this step? */
function isStored(before: World, after: World, node: number, { groupId }: OffsetCommitRequest): boolean {
  const known = brokerAt(before, node).groups.pending;
  const isNew = (write: PendingWrite): boolean =>
    write.offsets.some((change) => change.groupId === groupId) && !known.includes(write);
  if (brokerAt(after, node).groups.pending.some(isNew)) return true;
  return entryAt(before, node, groupId)?.offsets !== entryAt(after, node, groupId)?.offsets;
}

/** Why it must not commit; null: it may. */
function stranger(group: Group | null, request: OffsetCommitRequest): string | null {
  const { memberId, generationIdOrMemberEpoch: epoch, groupInstanceId } = request;
  if (group?.protocol === 'consumer') {
    const member = group.members[memberId];
    if (member === undefined)
      return epoch < 0 && Object.keys(group.members).length === 0 ? null : `${memberId}, which is no member`;
    return member.memberEpoch === epoch ? null : `${memberId} at epoch ${epoch}, not ${member.memberEpoch}`;
  }
  if (epoch < 0 && (group === null || group.state === 'Empty')) return null;
  const member = group?.members.find((other) => other.memberId === memberId);
  if (group === null || member === undefined) return `${memberId}, which is no member`;
  if (groupInstanceId !== null && member.groupInstanceId !== groupInstanceId)
    return `${memberId}, which is not ${groupInstanceId}`;
  return group.generation === epoch ? null : `${memberId} of generation ${epoch}, not ${group.generation}`;
}
