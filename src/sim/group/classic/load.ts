import type { CoordinatorRecord } from '../records.ts';
import type { GroupWork } from '../work.ts';
import { prepareRebalance } from './rebalance.ts';
import { groupOfRecord } from './record.ts';
import { joinError, syncError } from './responses.ts';
import { answer, beginStep, endStep, renewSession, transitionTo } from './step.ts';

/** GroupMetadataManager.replay(GroupMetadataKey, ...): one record that was read while loading. Records of other types are not its own. */
export function replayClassic(work: GroupWork, record: CoordinatorRecord): void {
  if (record.type !== 'GroupMetadata') return;
  if (record.value === null) work.dropGroup(record.key.group);
  else work.setGroup(groupOfRecord(record.key.group, record.value));
}

/** GroupMetadataManager.onLoaded: nothing is known of when members were last heard of, so their sessions begin now. */
export function classicLoaded(work: GroupWork, groupId: string): void {
  const group = work.group(groupId);
  if (group === null || group.protocol !== 'classic') return;
  for (const member of group.members) renewSession(work, groupId, member);
  if (group.members.length <= work.settings.maxSize) return;
  const step = beginStep(work, group);
  prepareRebalance(step, 'over capacity');
  endStep(step);
}

/** GroupMetadataManager.onUnloaded: another broker coordinates the group now; who waits here is told. */
export function classicUnloaded(work: GroupWork, groupId: string): void {
  const group = work.group(groupId);
  if (group === null || group.protocol !== 'classic') return;
  for (const { memberId, awaitingJoin, awaitingSync } of group.members) {
    if (awaitingJoin !== null) answer(work, awaitingJoin, groupId, memberId, joinError(memberId, 'NOT_COORDINATOR'));
    if (awaitingSync !== null) answer(work, awaitingSync, groupId, memberId, syncError('NOT_COORDINATOR'));
  }
  const step = beginStep(work, group);
  transitionTo(step, 'Dead', 'unloaded');
  const members = step.group.members.map((member) => ({ ...member, awaitingJoin: null, awaitingSync: null }));
  step.group = { ...step.group, members };
  endStep(step);
}
