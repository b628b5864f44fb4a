import { isOff } from '../../../safety.ts';
import type { ConsumerWork } from '../work.ts';
import type { CommitHow, CommitOffset, WaitedCommit } from './state.ts';
import { storedOffsets } from './stored.ts';
import { changeGroup, groupOf } from './work.ts';

/**
 * What is committed where nobody says what: the position of everything assigned that has one (SubscriptionState.allConsumed), in
 * librdkafka what is stored.
 */
export function consumedOffsets(work: ConsumerWork, how: CommitHow): readonly CommitOffset[] {
  const { state, turn } = work;
  if (groupOf(work).settings.switches.commitsStored) return storedOffsets(work, how);
  const offsets: CommitOffset[] = [];
  const fetched = isOff(turn.setup, 'commitOfTheDelivered');
  for (const { id, position, positionEpoch, resetting, validating, buffered } of state.assigned) {
    if (position === null || resetting || validating) continue;
    const offset = fetched ? (buffered.at(-1)?.lastOffset ?? position - 1) + 1 : position;
    offsets.push({ partition: id, offset, leaderEpoch: positionEpoch });
  }
  return offsets;
}

/**
 * A commit that somebody waits for: it is under way while `group.commit` is there (ConsumerCoordinator.commitOffsetsSync).
 * @returns false: there is nothing to commit, or it does not wait
 */
export function commitAndWait(work: ConsumerWork, offsets: readonly CommitOffset[], how: WaitedCommit['how']): boolean {
  const { settings, closeBy } = groupOf(work);
  const { now } = work.turn;
  if (offsets.length === 0) return false;
  const until = how === 'close' ? closeBy : now + (how === 'rejoin' ? settings.maxPollInterval : settings.apiTimeout);
  changeGroup(work, { commit: { offsets, how, until, retryAt: now, sent: false, failures: 0 } });
  return true;
}
