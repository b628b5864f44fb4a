import type { Micros } from '../../time.ts';
import type { Seq } from '../../world.ts';
import type { GroupEntry, GroupTimer } from './state.ts';

/** The entry with a timer set, instead of an earlier one of its name; the same entry when it is set so already. */
export function withTimer(entry: GroupEntry, name: string, at: Micros, cause: Seq): GroupEntry {
  const place = placeOf(entry.timers, name);
  if (place >= 0 && (entry.timers[place] as GroupTimer).at === at) return entry;
  const timers = entry.timers.slice();
  if (place < 0) timers.push({ name, at, cause });
  else timers[place] = { name, at, cause };
  return withTimers(entry, timers);
}

/** The entry without a timer; the same entry when it is not set. */
export function withoutTimer(entry: GroupEntry, name: string): GroupEntry {
  const place = placeOf(entry.timers, name);
  if (place < 0) return entry;
  const timers = entry.timers.slice();
  timers.splice(place, 1);
  return withTimers(entry, timers);
}

/** The timer of a group that is due first, of those that are due at the same instant the one that was set first. */
export function firstDue(entry: GroupEntry): GroupTimer | null {
  let first: GroupTimer | null = null;
  for (const timer of entry.timers) if (first === null || timer.at < first.at) first = timer;
  return first;
}

function placeOf(timers: readonly GroupTimer[], name: string): number {
  for (let i = 0; i < timers.length; i++) if ((timers[i] as GroupTimer).name === name) return i;
  return -1;
}

function withTimers(entry: GroupEntry, timers: readonly GroupTimer[]): GroupEntry {
  const { groupId, shard, group, offsets } = entry;
  let nextAt: Micros | null = null;
  for (const { at } of timers) if (nextAt === null || at < nextAt) nextAt = at;
  return { groupId, shard, group, timers, nextAt, offsets };
}
