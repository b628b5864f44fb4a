import type { PartitionId } from '../../../../world.ts';
import type { ConsumerWork } from '../../work.ts';
import { assignPartitions, inOrder, ownedPartitions, revokePartitions, tellAssigned } from '../assign.ts';
import { changeGroup, groupOf } from '../work.ts';
import { isEager } from './join.ts';
import { changeClassic, classicOf, requestRejoin } from './work.ts';

/**
 * ConsumerCoordinator.onJoinComplete: takes over what SyncGroup brought. A cooperative member gives up now what it lost, and joins again at
 * once, so that others can have it.
 */
export function completeJoin(work: ConsumerWork): void {
  const { received, isLeader, generationId } = classicOf(work);
  if (received === null) return;
  const { turn, state } = work;
  const { settings } = groupOf(work);
  const parts = received.assignedPartitions;
  changeClassic(work, {
    received: null,
    needsJoinPrepare: true,
    lastAssignment: { partitions: parts, generationId },
    ...(isLeader ? {} : { assignmentSnapshot: null }),
  });
  if (parts.some(({ topic }) => !state.topics.includes(topic))) {
    requestRejoin(work, 'received assignment does not match the current subscription');
    return;
  }
  const given: PartitionId[] = [];
  for (const { topic, partitions } of parts)
    for (const partition of partitions) given.push(turn.partitionId(topic, partition));
  const owned = ownedPartitions(work);
  const revoked = owned.filter((id) => !given.includes(id));
  if (revoked.length > 0 && !isEager(work)) {
    revokePartitions(work, revoked);
    requestRejoin(work, 'need to revoke partitions and re-join');
  }
  changeGroup(work, { autoCommitAt: turn.now + settings.autoCommitInterval });
  assignPartitions(work, inOrder(turn, given));
  tellAssigned(
    work,
    generationId,
    given.filter((id) => !owned.includes(id)),
  );
}
