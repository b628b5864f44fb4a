import { fromMs } from '../../time.ts';
import type { GroupWork } from '../work.ts';
import { fence } from './fence.ts';
import { memberOf } from './member.ts';
import { rebalanceTimer, sessionTimer, scheduleRebalance, scheduleSession } from './member-timers.ts';

/** How long a timer waits that could not write (CoordinatorRuntime.EventBasedCoordinatorTimer). */
const RETRY = fromMs(500);

/**
 * A timer of a group has fired: who was silent for its session, or did not give partitions back within its rebalance timeout, is out.
 * @param name as it was scheduled
 */
export function modernTimeUp(work: GroupWork, groupId: string, name: string): void {
  const group = work.group(groupId);
  if (group?.protocol !== 'consumer') return;
  const [kind = '', memberId = ''] = split(name);
  const member = memberOf(group, memberId);
  if (member === null) return;
  const why = kind === 'session' ? 'session' : 'revocation';
  if (why === 'revocation' && member.state !== 'UNREVOKED_PARTITIONS') return;
  const error = fence(work, group, member, why, []);
  // Without enough in-sync replicas nothing can be written now: it stays for later.
  if (error !== 'NONE' && error !== 'NOT_COORDINATOR') work.schedule(groupId, name, work.turn.now + RETRY);
}

function split(name: string): readonly string[] {
  for (const [kind, full] of [
    ['session', sessionTimer('')],
    ['rebalance', rebalanceTimer('')],
  ] as const)
    if (name.startsWith(full)) return [kind, name.slice(full.length)];
  return [];
}

/** A group has been read: everybody has a whole session before it, and a whole rebalance timeout (GroupMetadataManager.onLoaded). */
export function modernLoaded(work: GroupWork, groupId: string): void {
  const group = work.group(groupId);
  if (group?.protocol !== 'consumer') return;
  for (const memberId of Object.keys(group.members)) {
    const member = memberOf(group, memberId);
    if (member === null) continue;
    scheduleSession(work, groupId, memberId);
    if (member.state === 'UNREVOKED_PARTITIONS') scheduleRebalance(work, groupId, member);
  }
}
