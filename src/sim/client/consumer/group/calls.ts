import type { Intervention } from '../../../intervention.ts';
import { PROGRAM_TIMER } from '../../network/work.ts';
import { wantTopics } from '../assignment.ts';
import { indexOf, type ConsumerWork } from '../work.ts';
import { losePartitions, ownedPartitions } from './assign.ts';
import { commitAndWait, consumedOffsets } from './commit.ts';
import { membershipOf } from './membership.ts';
import type { CommitOffset } from './state.ts';
import { changeGroup, changeProgram, groupOf } from './work.ts';

/* What the program calls because somebody says so. */

/** subscribe() with other topics than before; without any, unsubscribe(): it leaves at once and stays out. */
export function subscribe(work: ConsumerWork, topics: readonly string[]): void {
  const { state } = work;
  if (!groupOf(work).subscribed) {
    // assign() and subscribe() exclude each other (IllegalStateException) until unsubscribe() has been called.
    if (topics.length === 0) losePartitions(work, ownedPartitions(work));
    changeGroup(work, { subscribed: true });
    state.assign = null;
  } else if (topics.length === 0 && state.topics.length > 0)
    membershipOf(work).leave(work, 'the consumer unsubscribed from all topics');
  state.topics = topics;
  wantTopics(work);
  membershipOf(work).onSubscription(work);
}

/** commitSync(), with offsets or without; a program that is just working does so without waiting for its end. */
export function commitNow(
  work: ConsumerWork,
  offsets: Extract<Intervention, { readonly type: 'commit' }>['offsets'],
): void {
  const { turn, state } = work;
  const { program } = groupOf(work);
  const given: readonly CommitOffset[] =
    offsets === null
      ? consumedOffsets(work, 'program')
      : offsets.map(({ topic, partition, offset }) => {
          const id = turn.partitionId(topic, partition);
          const at = state.assigned[indexOf(work, id)];
          return { partition: id, offset, leaderEpoch: at?.position === offset ? at.positionEpoch : -1 };
        });
  if (!commitAndWait(work, given, 'program') || program.step !== 'polling') return;
  changeGroup(work, { polledAt: turn.now });
  changeProgram(work, { step: 'committing', handed: [] });
  turn.clearTimer(PROGRAM_TIMER);
}
