import { assert } from '../../../lib/assert.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { GroupResponse } from '../../protocol/group.ts';
import type { Micros } from '../../time.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { AfterCommit, Asker, GroupWork } from '../work.ts';
import { groupMove } from './machine.ts';
import type { ClassicGroup, ClassicGroupState, ClassicMember } from './state.ts';

/** One stimulus of a classic group under way: the group as it is by now, and whether something was written. Never part of a World. */
export interface Step {
  readonly work: GroupWork;
  group: ClassicGroup;
  /** What else shall wait for the records that this step writes, if it writes any. */
  after: AfterCommit[];
  /** null: nothing written; else what the append said. */
  written: ErrorCode | null;
}

/** A step that begins with the group as the shard has it. */
export function beginStep(work: GroupWork, group: ClassicGroup): Step {
  return { work, group, after: [], written: null };
}

/** Keeps what the step made of the group. */
export function endStep(step: Step): void {
  if (step.work.group(step.group.groupId) !== step.group) step.work.setGroup(step.group);
}

/** Writes records; the answers in `after` and those the step collected leave when they are committed. */
export function write(
  step: Step,
  records: readonly CoordinatorRecord[],
  after: readonly AfterCommit[] = [],
): ErrorCode {
  endStep(step);
  step.written = step.work.append(records, [...step.after, ...after]);
  step.group = keptGroup(step);
  return step.written;
}

/** What is committed at once may have changed the group meanwhile. */
function keptGroup({ work, group }: Step): ClassicGroup {
  const kept = work.group(group.groupId);
  return kept?.protocol === 'classic' ? kept : group;
}

/** ClassicGroup.transitionTo. `why` is for the reader: a word that src/scene/words knows. */
export function transitionTo(step: Step, to: ClassicGroupState, why: string): void {
  const { group } = step;
  const from = group.state;
  assert(groupMove(from, to) !== null, () => `group ${group.groupId} cannot go from ${from} to ${to}`);
  step.group = { ...group, state: to, previousState: from, stateSince: step.work.turn.now };
  if (from === to) return;
  step.work.turn.emit('GroupStateChanged', { group: group.groupId, from, to, generation: group.generation, why });
}

/** The name of the timer that a member's heartbeats put off. */
export function sessionTimer(memberId: string): string {
  return `session-${memberId}`;
}
/** The timer of the join phase: the initial delay, or the rebalance timeout. */
export const JOIN_TIMER = 'join';
/** The timer of the sync phase: members that have not sent SyncGroup by then are removed. */
export const SYNC_TIMER = 'sync';

/** A member is heard of, or its group has kept it waiting: its session begins anew (rescheduleClassicGroupMemberHeartbeat). */
export function renewSession(
  work: GroupWork,
  groupId: string,
  member: ClassicMember,
  timeout: Micros = member.sessionTimeout,
): void {
  work.schedule(groupId, sessionTimer(member.memberId), work.turn.now + timeout);
}

/** Answers, and says so when it is a refusal. */
export function answer(
  work: GroupWork,
  to: Asker,
  groupId: string,
  memberId: string,
  response: GroupResponse & { readonly errorCode: ErrorCode },
): void {
  if (response.errorCode !== 'NONE') {
    const api = response.type.slice(0, -'Response'.length);
    work.turn.emit('GroupRequestRefused', { group: groupId, member: memberId, api, error: response.errorCode });
  }
  work.respond(to, response);
}
