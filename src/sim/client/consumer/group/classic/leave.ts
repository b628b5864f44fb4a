import type { ConsumerWork } from '../../work.ts';
import { losePartitions, ownedPartitions, revokePartitions } from '../assign.ts';
import { sendToCoordinator } from '../coordinator.ts';
import { groupOf } from '../work.ts';
import { changeClassic, classicOf, resetGeneration } from './work.ts';

/** AbstractCoordinator.maybeLeaveGroup: only a dynamic member says so, and only to a coordinator that it knows. */
export function sendLeave(work: ConsumerWork, why: string): void {
  const { settings, coordinator } = groupOf(work);
  const { memberId, state } = classicOf(work);
  const { groupId, instanceId } = settings;
  if (instanceId !== null || coordinator < 0 || state === 'UNJOINED' || memberId === '') return;
  const members = [{ memberId, groupInstanceId: null, reason: settings.switches.tellsReasons ? why : '' }];
  if (!sendToCoordinator(work, { type: 'LeaveGroupRequest', groupId, members })) return;
  changeClassic(work, { leaving: true });
  work.turn.emit('GroupLeft', { group: groupId, member: memberId, why });
}

/** ConsumerCoordinator.onLeavePrepare, then leaves. In the middle of a rebalance nothing may be its own any more. */
export function leaveGroup(work: ConsumerWork, why: string): void {
  const { generationId, memberId, state } = classicOf(work);
  const owned = ownedPartitions(work);
  const outside = generationId < 0 || memberId === '';
  if (outside || state === 'PREPARING_REBALANCE' || state === 'COMPLETING_REBALANCE') losePartitions(work, owned);
  else revokePartitions(work, owned);
  sendLeave(work, why);
  resetGeneration(work, 'consumer pro-actively leaving the group', null);
}
