import { classicTimeUp } from '../../group/classic/index.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import { isOff } from '../../safety.ts';
import type { Micros } from '../../time.ts';
import type { BrokerDraft } from '../draft.ts';
import { armTimers, ShardWork, shardOf } from './shard-work.ts';
import type { GroupEntry, GroupTimer, Shard } from './state.ts';
import { firstDue, withoutTimer } from './timers.ts';

/** The timers of groups that are due fire, one after another: what one does may end the next. */
export function timersDue(d: BrokerDraft): void {
  const { turn } = d;
  const { cause } = turn;
  for (;;) {
    const entry = firstEntry(d.base.groups.groups);
    if (entry === null || (entry.nextAt as Micros) > turn.now) break;
    const timer = firstDue(entry) as GroupTimer;
    const work = new ShardWork(d, shardOf(d.base.groups, entry.shard) as Shard);
    work.keep(withoutTimer(entry, timer.name));
    if (timer.name.startsWith('session-') && isOff(turn.setup, 'memberSessions')) {
      work.finish();
      continue;
    }
    turn.cause = timer.cause;
    d.latest = timer.cause;
    if (entry.group?.protocol === 'classic') classicTimeUp(work, entry.groupId, timer.name);
    else if (entry.group !== null) consumerProtocol().modernTimeUp(work, entry.groupId, timer.name);
    work.finish();
  }
  turn.cause = cause;
  armTimers(d);
}

/** The group whose timer is due first. */
function firstEntry(groups: readonly GroupEntry[]): GroupEntry | null {
  let first: GroupEntry | null = null;
  for (const entry of groups) {
    if (entry.nextAt !== null && (first === null || entry.nextAt < (first.nextAt as Micros))) first = entry;
  }
  return first;
}
