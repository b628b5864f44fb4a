import { fromMs } from '../../time.ts';
import type { GroupWork } from '../work.ts';
import type { ConsumerGroupMember } from './state.ts';

/** The timer that a member's heartbeats put off. */
export function sessionTimer(memberId: string): string {
  return `session-${memberId}`;
}

/** The timer of a member that has to give partitions back. */
export function rebalanceTimer(memberId: string): string {
  return `rebalance-${memberId}`;
}

/** group.consumer.session.timeout.ms from now on. */
export function scheduleSession(work: GroupWork, groupId: string, memberId: string): void {
  work.schedule(groupId, sessionTimer(memberId), work.turn.now + work.settings.consumerSessionTimeout);
}

/** The member's own rebalance timeout (a client's max.poll.interval.ms) from now on. */
export function scheduleRebalance(work: GroupWork, groupId: string, member: ConsumerGroupMember): void {
  work.schedule(groupId, rebalanceTimer(member.memberId), work.turn.now + fromMs(member.rebalanceTimeoutMs));
}

/** The member is gone. */
export function cancelTimers(work: GroupWork, groupId: string, memberId: string): void {
  work.cancel(groupId, sessionTimer(memberId));
  work.cancel(groupId, rebalanceTimer(memberId));
}
