import type { PartitionId } from '../../../../world.ts';
import type { ConsumerWork } from '../../work.ts';
import { assignPartitions, ownedPartitions, revokePartitions, tellAssigned } from '../assign.ts';
import { commitAndWait, consumedOffsets } from '../commit.ts';
import { changeGroup, groupOf } from '../work.ts';
import { changeMember, enter, isReconciled, memberOf } from './member.ts';
import type { LocalAssignment } from './state.ts';

/*
 * Taking over what the coordinator wants (AbstractMembershipManager.maybeReconcile): commit, onPartitionsRevoked, onPartitionsAssigned, and the
 * next heartbeat says so. Partitions that stay are read on. It happens while the program is in poll(), because that is where its rebalance
 * listener is called.
 */

/** Goes on with it as far as possible. */
export function reconcile(work: ConsumerWork): void {
  const member = memberOf(work);
  if (member.reconciling !== null) {
    if (groupOf(work).commit === null) takeOver(work, member.reconciling);
    return;
  }
  const { target } = member;
  if (target === null || isReconciled(member)) return;
  const { settings, commit } = groupOf(work);
  // What the program commits itself goes first.
  if (commit !== null) return;
  changeMember(work, { reconciling: target });
  if (settings.autoCommit && commitAndWait(work, consumedOffsets(work, 'rejoin'), 'rejoin')) {
    changeGroup(work, { withheld: leaving(work, idsOf(work, target)) });
    return;
  }
  takeOver(work, target);
}

function takeOver(work: ConsumerWork, assignment: LocalAssignment): void {
  const wanted = idsOf(work, assignment);
  const revoked = leaving(work, wanted);
  const owned = ownedPartitions(work);
  if (revoked.length > 0) revokePartitions(work, revoked);
  assignPartitions(work, wanted);
  tellAssigned(
    work,
    memberOf(work).epoch,
    wanted.filter((id) => !owned.includes(id)),
  );
  const { settings } = groupOf(work);
  changeGroup(work, { withheld: [], autoCommitAt: work.turn.now + settings.autoCommitInterval });
  enter(work, 'ACKNOWLEDGING', { current: assignment, reconciling: null });
}

function idsOf({ turn }: ConsumerWork, { partitions: topics }: LocalAssignment): readonly PartitionId[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => turn.partitionId(topic, partition)));
}

function leaving(work: ConsumerWork, wanted: readonly PartitionId[]): readonly PartitionId[] {
  return ownedPartitions(work).filter((id) => !wanted.includes(id));
}
