import type { ErrorCode } from '../../protocol/errors.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { AfterCommit, GroupWork } from '../work.ts';
import { groupIdOf, replayed } from './replay.ts';
import { tellChanges, type Reason } from './tell.ts';

/**
 * Writes records, and replays them onto the group at once, before they are committed: Kafka's way of changing anything. Without records nothing
 * changes, but `after` waits for what was written before.
 * @returns NONE, or why nothing was written and nothing has changed
 */
export function store(
  work: GroupWork,
  groupId: string,
  records: readonly CoordinatorRecord[],
  after: readonly AfterCommit[],
  reason: Reason,
): ErrorCode {
  const error = work.append(records, after);
  if (error !== 'NONE' || records.length === 0) return error;
  const known = work.group(groupId);
  const before = known?.protocol === 'consumer' ? known : null;
  const group = replayed(before, groupId, records);
  if (group === null) work.dropGroup(groupId);
  else {
    // What a classic group of that name has left (its timers) goes with it.
    if (known?.protocol === 'classic') work.dropGroup(groupId);
    work.setGroup(group);
  }
  tellChanges(work, before, group, records, reason);
  return 'NONE';
}

/** One record that is read while the shard is loaded. Those of offsets and of the classic protocol change nothing here. */
export function replayModern(work: GroupWork, record: CoordinatorRecord): void {
  const groupId = groupIdOf(record);
  if (groupId === null) return;
  const known = work.group(groupId);
  const before = known?.protocol === 'consumer' ? known : null;
  const after = replayed(before, groupId, [record]);
  if (after === before) return;
  if (after === null) work.dropGroup(groupId);
  else work.setGroup(after);
}
