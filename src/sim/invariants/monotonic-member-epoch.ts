import { vecChanges } from '../../lib/vec-changes.ts';
import type { ConsumerState } from '../client/state.ts';
import type { ConsumerGroup } from '../group/modern/state.ts';
import type { Sight } from './sight.ts';
import type { Complain, Invariant } from './invariant.ts';

/**
 * Epochs are how the consumer protocol tells old from new (KIP-848): those of a group and of its target grow, a member's grows up to the
 * target's, and whoever falls out begins at 0 again. What a member knows is committed, so another coordinator knows no less.
 */
export const monotonicMemberEpoch: Invariant = {
  name: 'MonotonicMemberEpoch',
  says: 'epochs of a group, of its target and of its members never go back, and none runs ahead of the one it follows',
  watch() {
    const told: { readonly memberId: string; readonly epoch: number; readonly life: number }[] = [];
    return {
      look(sight, ledger, complain) {
        for (const { broker, before, after } of sight.groups)
          if (after?.protocol === 'consumer')
            inOrder(broker, before?.protocol === 'consumer' ? before : null, after, complain);
        if (ledger.losses.length === 0) watchMembers(sight, told, complain);
      },
    };
  },
};

function inOrder(broker: number, before: ConsumerGroup | null, after: ConsumerGroup, complain: Complain): void {
  const { groupId, groupEpoch, targetAssignmentEpoch } = after;
  if (targetAssignmentEpoch > groupEpoch)
    complain(null, `broker ${broker}: ${groupId} is at epoch ${groupEpoch}, its target at ${targetAssignmentEpoch}`);
  if (before !== null && (groupEpoch < before.groupEpoch || targetAssignmentEpoch < before.targetAssignmentEpoch))
    complain(
      null,
      `broker ${broker}: ${groupId} goes from epoch ${before.groupEpoch}, target ${before.targetAssignmentEpoch} back to ${groupEpoch}, ${targetAssignmentEpoch}`,
    );
  if (after.members === before?.members) return;
  for (const memberId of Object.keys(after.members)) {
    const member = after.members[memberId];
    const earlier = before?.members[memberId];
    if (member === undefined || member === earlier) continue;
    const { memberEpoch } = member;
    if (memberEpoch > targetAssignmentEpoch)
      complain(
        null,
        `broker ${broker}: ${memberId} is at epoch ${memberEpoch}, the target at ${targetAssignmentEpoch}`,
      );
    if (earlier !== undefined && memberEpoch >= 0 && memberEpoch < earlier.memberEpoch)
      complain(null, `broker ${broker}: ${memberId} goes from epoch ${earlier.memberEpoch} back to ${memberEpoch}`);
  }
}

/** What members were told, over all coordinators that they have had. */
function watchMembers(
  { before, after }: Sight,
  told: { readonly memberId: string; readonly epoch: number; readonly life: number }[],
  complain: Complain,
): void {
  vecChanges(before.nodes, after.nodes, (id, was, is) => {
    if (is === undefined || is.kind !== 'consumer' || was?.state === is.state) return;
    const member = (is.state as ConsumerState).group?.member;
    if (member?.protocol !== 'consumer' || member.epoch <= 0) return;
    const known = told[id];
    if (known?.epoch === member.epoch && known.memberId === member.memberId) return;
    if (known?.memberId === member.memberId && known.life === is.incarnation && member.epoch < known.epoch)
      complain(null, `${is.name} was at epoch ${known.epoch} and is told ${member.epoch}`);
    told[id] = { memberId: member.memberId, epoch: member.epoch, life: is.incarnation };
  });
}
