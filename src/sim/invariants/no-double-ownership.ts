import { vecForEach } from '../../lib/vec.ts';
import { entryOf } from '../broker/groups/entries.ts';
import type { ConsumerState } from '../client/state.ts';
import type { Group } from '../group/group.ts';
import { LEAVE_GROUP_STATIC_MEMBER_EPOCH } from '../group/modern/member.ts';
import { coordinatorOf } from '../read/groups.ts';
import { brokerState } from '../read/nodes.ts';
import type { NodeRecord, World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/**
 * What revoking first is for (KIP-429, KIP-848): nobody is given what another member, whom the coordinator counts as one and who knows the
 * present generation, still reads. A member that was put out of the group, or frozen in an earlier generation, may read on: its commits
 * are refused. So are those of one in an epoch that is neither the coordinator's for it nor the one before, which its next heartbeat fences:
 * a coordinator has lost that epoch with its records, or the member left and joined again, and an answer to a heartbeat from before its
 * farewell came after (AbstractHeartbeatRequestManager resets its request's state, and ignores the farewell's answer only). A static member that has said it is away gives up at once what it was to revoke, read or not
 * (GroupMetadataManager.consumerGroupStaticMemberGroupLeave).
 */
export const noDoubleOwnership: Invariant = {
  name: 'NoDoubleOwnership',
  says: 'a partition that a member takes over is not read any more by another present member of its group',
  watch: () => ({
    look({ after, entries }, _, complain) {
      for (const entry of entries) {
        if (entry.type !== 'PartitionsAssigned' || entry.args.partitions.length === 0) continue;
        const { group, partitions } = entry.args;
        const coordinator = coordinatorOf(after, group);
        const known = coordinator === null ? null : brokerState(after, coordinator);
        const there = known === null ? null : (entryOf(known.groups.groups, group)?.group ?? null);
        if (there === null) continue;
        const present = presentMembers(after, group, there);
        if (!present.some(({ id }) => id === entry.node)) continue;
        for (const { id, name, state } of present) {
          if (id === entry.node) continue;
          const { assigned } = state as ConsumerState;
          const both = partitions.find((partition) => assigned.some((other) => other.id === partition));
          if (both !== undefined) complain(both, `a member of ${group} takes over what ${name} still has`);
        }
      }
    },
  }),
};

/** Processes that are members by the word of the coordinator, in the classic protocol of its generation. */
function presentMembers(world: World, groupId: string, group: Group): readonly NodeRecord[] {
  const found: NodeRecord[] = [];
  vecForEach(world.nodes, (node) => {
    if (node.kind !== 'consumer' || (node.status !== 'running' && node.status !== 'frozen')) return;
    const own = (node.state as ConsumerState).group;
    if (own === null || own.settings.groupId !== groupId || !own.subscribed) return;
    const { member } = own;
    if (member.protocol === 'consumer') {
      const known = group.protocol === 'consumer' ? group.members[member.memberId] : undefined;
      const away = known === undefined || known.memberEpoch === LEAVE_GROUP_STATIC_MEMBER_EPOCH;
      const current =
        member.epoch < 0 || member.epoch === known?.memberEpoch || member.epoch === known?.previousMemberEpoch;
      if (!away && current) found.push(node);
    } else if (
      group.protocol === 'classic' &&
      group.generation === member.generationId &&
      group.members.some(({ memberId }) => memberId === member.memberId)
    )
      found.push(node);
  });
  return found;
}
