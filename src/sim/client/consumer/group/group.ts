import type { Config } from '../../../scenario.ts';
import type { Stimulus } from '../../../turn.ts';
import { NEVER } from '../../mutable.ts';
import { channelOf } from '../../network/connect.ts';
import { PROGRAM_TIMER } from '../../network/work.ts';
import type { ConsumerWork } from '../work.ts';
import { consumedOffsets, commitAndWait } from './commit.ts';
import { askCommittedOffsets, onOffsetFetch } from './committed.ts';
import {
  coordinatorLost,
  coordinatorReady,
  findLater,
  isCoordinatorChannel,
  onFindCoordinator,
} from './coordinator.ts';
import { membershipOf } from './membership.ts';
import { committed } from './program.ts';
import { autoCommit, onOffsetCommit, sendWaitedCommit } from './send-commit.ts';
import { BACKGROUND_TIMER, changeGroup, groupOf, inPoll } from './work.ts';

/* What a consumer with a group.id does besides reading: called from `consumer.ts`, which knows nothing of how. */

/** Before a broken connection is let go: was it the coordinator's? */
export function losesCoordinator(
  work: ConsumerWork,
  stimulus: Extract<Stimulus, { readonly type: 'disconnected' }>,
): boolean {
  return (
    work.state.group !== null && isCoordinatorChannel(work, channelOf(work.net, stimulus.connection, stimulus.peer))
  );
}

/** A connection broke. @param coordinators what {@link losesCoordinator} said */
export function onConnectionLost(
  work: ConsumerWork,
  stimulus: Extract<Stimulus, { readonly type: 'disconnected' }>,
  coordinators: boolean,
): void {
  if (coordinators) coordinatorLost(work, 'disconnected');
  if (stimulus.inFlight.some(({ body }) => body.type === 'FindCoordinatorRequest')) findLater(work);
}

/** An answer from a coordinator, or about one. */
export function onGroupResponse(
  work: ConsumerWork,
  { request, body }: Extract<Stimulus, { readonly type: 'response' }>,
): void {
  switch (body.type) {
    case 'FindCoordinatorResponse':
      onFindCoordinator(work, body);
      if (groupOf(work).coordinator >= 0) membershipOf(work).onCoordinatorFound(work);
      return;
    case 'OffsetCommitResponse':
      if (request.type === 'OffsetCommitRequest') onOffsetCommit(work, request, body);
      return;
    case 'OffsetFetchResponse':
      onOffsetFetch(work, body);
      return;
    default:
      membershipOf(work).onResponse(work, request, body);
  }
}

/** What a poll() goes on to when its part about the group is over: `records` without finding or checking positions. */
export type Reach = 'all' | 'records' | 'nothing';

/** What a member does in every turn before it reads: its client's own thread, then, in poll(), its program's. */
export function proceedInGroup(work: ConsumerWork): Reach {
  const membership = membershipOf(work);
  passOnLoss(work);
  if (groupOf(work).subscribed) membership.background(work);
  passOnLoss(work);
  sendWaitedCommit(work);
  committed(work);
  const { switches } = groupOf(work).settings;
  if (!inPoll(work)) {
    if (switches.commitsInBackground && groupOf(work).closing === null) autoCommit(work);
    return 'nothing';
  }
  const active = isSubscribed(work)
    ? membership.poll(work)
    : switches.pollNeedsGroup !== 'records' || coordinatorReady(work);
  passOnLoss(work);
  if (active) autoCommit(work);
  // Preparing to join again may have begun a commit.
  sendWaitedCommit(work);
  const reach = reachOf(work, active);
  if (reach === 'all') askCommittedOffsets(work);
  return reach;
}

/**
 * KafkaConsumer.updateAssignmentMetadataIfNeeded: ConsumerCoordinator.poll comes first, and what follows waits for it. A member of the consumer
 * protocol has threads for both.
 */
function reachOf(work: ConsumerWork, active: boolean): Reach {
  const { member, settings } = groupOf(work);
  const { pollNeedsGroup } = settings.switches;
  if (active || member.protocol === 'consumer' || pollNeedsGroup === 'nothing') return 'all';
  return pollNeedsGroup === 'positions' ? 'records' : 'nothing';
}

/** After the turn's reading: a commit that the program has begun is sent, close() goes on, the next look is planned. */
export function settleInGroup(work: ConsumerWork): void {
  sendWaitedCommit(work);
  passOnLoss(work);
  goOnClosing(work);
  const { turn } = work;
  const next = groupOf(work).subscribed ? membershipOf(work).nextBackground(work) : NEVER;
  if (next === NEVER) turn.clearTimer(BACKGROUND_TIMER);
  else if (turn.deadline(BACKGROUND_TIMER) !== next) turn.setTimer(BACKGROUND_TIMER, next);
}

function isSubscribed(work: ConsumerWork): boolean {
  return groupOf(work).subscribed && work.state.topics.length > 0;
}

function passOnLoss(work: ConsumerWork): void {
  if (!work.coordinatorLost) return;
  work.coordinatorLost = false;
  membershipOf(work).onRequestsLost(work, []);
}

/** close() has come back. */
function closed(work: ConsumerWork): void {
  if (groupOf(work).next === null) work.turn.exit();
  else work.reborn = true;
}

/** SIGTERM, or a new configuration: the program leaves its loop when it is done with what it has, and closes its consumer. */
export function stopProgram(work: ConsumerWork, next: Config | null): void {
  changeGroup(work, { closing: groupOf(work).closing ?? 'asked', next });
}

/** ConsumerCoordinator.close: a last commit, then it leaves; all of that for as long as close() waits. */
function goOnClosing(work: ConsumerWork): void {
  const { turn } = work;
  const { closing, program, settings } = groupOf(work);
  if (closing === 'asked' && program.step === 'polling') {
    // Nobody calls close(): nothing is committed, and nobody is told.
    if (settings.switches.closeTimeout === 0) return closed(work);
    const closeBy = turn.now + settings.switches.closeTimeout;
    changeGroup(work, { closing: 'committing', closeBy, commit: null, polledAt: turn.now });
    turn.setTimer(PROGRAM_TIMER, closeBy);
    if (settings.autoCommit && commitAndWait(work, consumedOffsets(work, 'close'), 'close')) sendWaitedCommit(work);
  }
  // When the time is up it leaves without waiting for the commit.
  const late = groupOf(work).closeBy <= turn.now;
  if (groupOf(work).closing === 'committing' && (late || groupOf(work).commit === null)) {
    changeGroup(work, { closing: 'leaving' });
    if (isSubscribed(work)) membershipOf(work).leave(work, 'the consumer is being closed');
  }
  const { closing: now, closeBy } = groupOf(work);
  if (now === 'leaving' && (!groupOf(work).subscribed || membershipOf(work).hasLeft(work))) closed(work);
  else if (now !== null && now !== 'asked' && closeBy <= turn.now) closed(work);
}
