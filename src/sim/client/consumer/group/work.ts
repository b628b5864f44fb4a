import { assert } from '../../../../lib/assert.ts';
import { NEVER } from '../../mutable.ts';
import { backoff } from '../../network/backoff.ts';
import type { Micros } from '../../../time.ts';
import type { ConsumerWork } from '../work.ts';
import type { GroupState, Program } from './state.ts';

/** How long a commit, or a question for committed offsets, waits after so many failures in a row (ConsumerCoordinator.retryBackoff). */
export function retryBackoffOf(work: ConsumerWork, failures: number): Micros {
  const { retryBackoff, retryBackoffMax } = groupOf(work).settings;
  return backoff(work.turn, retryBackoff, retryBackoffMax, failures);
}

/** The consumer's own timer: for what goes on while its program is out of poll(). */
export const BACKGROUND_TIMER = 2;

/** The group's part of a consumer that has one. */
export function groupOf(work: ConsumerWork): GroupState {
  const { group } = work.state;
  assert(group !== null, () => `${work.state.name} must have a group.id`);
  return group;
}

export function changeGroup(work: ConsumerWork, change: Partial<GroupState>): void {
  work.state.group = { ...groupOf(work), ...change };
}

export function setMember(work: ConsumerWork, member: GroupState['member']): void {
  changeGroup(work, { member });
}

export function changeProgram(work: ConsumerWork, change: Partial<Program>): void {
  changeGroup(work, { program: { ...groupOf(work).program, ...change } });
}

/** Is the program's thread in poll()? Out of it, nothing is joined, revoked, fetched or returned. */
export function inPoll({ state, turn }: ConsumerWork): boolean {
  if (state.group === null) return state.busyUntil <= turn.now;
  return state.group.program.step === 'polling' && state.group.closing === null;
}

/** When max.poll.interval.ms is over; NEVER while the program is in poll(). */
export function pollDeadline(work: ConsumerWork): Micros {
  const { polledAt, settings } = groupOf(work);
  return inPoll(work) ? NEVER : Math.min(polledAt + settings.maxPollInterval, NEVER);
}

/** What poll() or commitSync() throws and no program expects: the process ends. */
export function failMember(work: ConsumerWork, error: string): void {
  if (work.state.failed !== null) return;
  work.state.failed = error;
  work.turn.emit('MemberFailed', { group: groupOf(work).settings.groupId, error });
}
