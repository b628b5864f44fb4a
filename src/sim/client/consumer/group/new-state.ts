import type { CommitPolicy } from '../../../intervention.ts';
import type { Micros } from '../../../time.ts';
import { newClassicMember } from './classic/state.ts';
import { newModernMember } from './modern/state.ts';
import type { MemberSettings } from './settings.ts';
import { NOT_ASKED, type GroupState } from './state.ts';

/**
 * A consumer's part in a group before its process starts.
 * @param subscribed false: it was given its partitions by assign()
 */
export function newGroupState(
  settings: MemberSettings,
  subscribed: boolean,
  commit: CommitPolicy,
  effect: string | null,
): GroupState {
  return {
    settings,
    subscribed,
    coordinator: -1,
    finding: false,
    findAt: 0,
    findFailures: 0,
    member: settings.protocol === 'consumer' ? newModernMember() : newClassicMember(),
    initializing: [],
    offsetFetch: NOT_ASKED,
    revoking: false,
    withheld: [],
    stored: [],
    autoCommitAt: 0,
    commitsUnderWay: [],
    commit: null,
    program: { commit, effect, step: 'polling', handed: [], chunk: 0 },
    polledAt: 0,
    closing: null,
    closeBy: 0,
    next: null,
  };
}

/** The process starts: the first auto-commit is due an interval from now (ConsumerCoordinator's constructor). */
export function startedGroupState(group: GroupState, now: Micros): GroupState {
  return { ...group, autoCommitAt: now + group.settings.autoCommitInterval, polledAt: now };
}

/** What is left of it when the process is gone. */
export function forgottenGroupState({ settings, program }: GroupState, subscribed: boolean): GroupState {
  return newGroupState(settings, subscribed, program.commit, program.effect);
}
