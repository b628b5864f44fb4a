import type { HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest } from '../../protocol/group.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { AfterCommit, Asker, GroupWork } from '../work.ts';
import { handleHeartbeat } from './heartbeat.ts';
import { handleJoin } from './join.ts';
import { handleLeave } from './leave.ts';
import { joinTimeUp } from './rebalance.ts';
import { sessionTimeUp } from './session.ts';
import { replacementLost, replacementStored } from './static-member.ts';
import { beginStep, endStep, JOIN_TIMER, sessionTimer, SYNC_TIMER } from './step.ts';
import { assignmentLost, assignmentStored, handleSync, syncTimeUp } from './sync.ts';

export {
  classicCommitSeen,
  classicSubscribes,
  classicTombstones,
  validateClassicCommit,
  validateClassicDelete,
  validateClassicFetch,
} from './commit.ts';
export { classicLoaded, classicUnloaded, replayClassic } from './load.ts';

export type ClassicRequest = JoinGroupRequest | SyncGroupRequest | HeartbeatRequest | LeaveGroupRequest;

/** A request of the classic group protocol to a group of this shard, or to one that it may make. Answers at once, later, or when committed. */
export function handleClassic(work: GroupWork, to: Asker, request: ClassicRequest): void {
  const group = work.group(request.groupId);
  switch (request.type) {
    case 'JoinGroupRequest':
      handleJoin(work, to, request, group);
      return;
    case 'SyncGroupRequest':
      handleSync(work, to, request, group);
      return;
    case 'HeartbeatRequest':
      handleHeartbeat(work, to, request, group);
      return;
    case 'LeaveGroupRequest':
      handleLeave(work, to, request, group);
  }
}

/** A timer of a group that was set here has fired. */
export function classicTimeUp(work: GroupWork, groupId: string, name: string): void {
  const group = work.group(groupId);
  if (group === null || group.protocol !== 'classic') return;
  const step = beginStep(work, group);
  if (name === JOIN_TIMER) joinTimeUp(step);
  else if (name === SYNC_TIMER) syncTimeUp(step);
  else sessionTimeUp(step, name.slice(sessionTimer('').length));
  endStep(step);
}

/** Records are committed that something waits for which only the classic protocol knows. */
export function classicCommitted(work: GroupWork, after: AfterCommit): void {
  if (after.type === 'assignmentStored') assignmentStored(work, work.group(after.groupId), after.generation);
  else if (after.type === 'replacementStored')
    replacementStored(work, work.group(after.groupId), after.to, after.replacement);
}

/** Records that only the classic protocol knows what to do with were not committed in time (offsets.commit.timeout.ms). */
export function classicNotCommitted(work: GroupWork, after: AfterCommit, error: ErrorCode): void {
  if (after.type === 'assignmentStored') assignmentLost(work, work.group(after.groupId), after.generation, error);
  else if (after.type === 'replacementStored')
    replacementLost(work, work.group(after.groupId), after.to, after.replacement, error);
}
