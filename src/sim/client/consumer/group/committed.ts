import type { ErrorCode } from '../../../protocol/errors.ts';
import type { OffsetFetchResponse } from '../../../protocol/group.ts';
import type { PartitionId } from '../../../world.ts';
import { wakeAt } from '../../network/work.ts';
import { indexOf, partitionAt, setPartition, type ConsumerWork } from '../work.ts';
import { coordinatorLost, sendToCoordinator } from './coordinator.ts';
import { membershipOf } from './membership.ts';
import { NOT_ASKED } from './state.ts';
import { noteCommitted } from './stored.ts';
import { changeGroup, failMember, groupOf, retryBackoffOf } from './work.ts';

/*
 * Where a group left off: before anything else, the committed offsets of newly assigned partitions are asked for
 * (ConsumerCoordinator.initWithCommittedOffsetsIfNeeded). Those that have none are left to auto.offset.reset.
 */

/** Asks for the committed offsets of all partitions that wait for theirs. */
export function askCommittedOffsets(work: ConsumerWork): void {
  const { initializing, offsetFetch, settings, subscribed } = groupOf(work);
  if (initializing.length === 0 || offsetFetch.underWay) return;
  if (offsetFetch.notBefore > work.turn.now) return wakeAt(work.turn, offsetFetch.notBefore);
  const topics: { name: string; partitionIndexes: number[] }[] = [];
  for (const id of initializing) {
    const { topic, partition } = work.turn.partitionName(id);
    const known = topics.find(({ name }) => name === topic);
    if (known === undefined) topics.push({ name: topic, partitionIndexes: [partition] });
    else known.partitionIndexes.push(partition);
  }
  const identity = subscribed ? membershipOf(work).fetchIdentity(work) : { memberId: null, memberEpoch: -1 };
  const { groupId } = settings;
  const sent = sendToCoordinator(work, {
    type: 'OffsetFetchRequest',
    groupId,
    ...identity,
    topics,
    requireStable: true,
  });
  if (sent) changeGroup(work, { offsetFetch: { ...offsetFetch, underWay: true, notBefore: 0 } });
}

/** ConsumerCoordinator.OffsetFetchResponseHandler. */
export function onOffsetFetch(work: ConsumerWork, response: OffsetFetchResponse): void {
  const { failures } = groupOf(work).offsetFetch;
  changeGroup(work, { offsetFetch: NOT_ASKED });
  if (response.errorCode !== 'NONE') return refused(work, response.errorCode, failures);
  let again = false;
  const settled: PartitionId[] = [];
  for (const { name, partitions } of response.topics) {
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, errorCode } of partitions) {
      const id = work.turn.partitionId(name, partitionIndex);
      if (!groupOf(work).initializing.includes(id)) continue;
      if (errorCode === 'UNSTABLE_OFFSET_COMMIT') again = true;
      else if (errorCode !== 'NONE') return failMember(work, errorCode);
      else {
        settled.push(id);
        noteCommitted(work, id, committedOffset);
        beginAt(work, indexOf(work, id), committedOffset, committedLeaderEpoch);
      }
    }
  }
  changeGroup(work, { initializing: groupOf(work).initializing.filter((id) => !settled.includes(id)) });
  if (again) askLater(work, failures);
}

/** A committed offset is a position to be checked by its epoch, if it has one; no offset: the policy decides. */
function beginAt(work: ConsumerWork, index: number, offset: number, leaderEpoch: number): void {
  const { state, turn, net } = work;
  const partition = partitionAt(work, index);
  if (offset < 0) {
    const resetTo = state.settings.autoOffsetReset === 'earliest' ? 'earliest' : 'latest';
    setPartition(work, index, { ...partition, resetting: true, resetTo, sought: false, retryAt: 0 });
    state.unsettled = true;
    return;
  }
  const validating = leaderEpoch >= 0 && net.state.settings.leaderEpochs;
  setPartition(work, index, { ...partition, position: offset, positionEpoch: leaderEpoch, validating, retryAt: 0 });
  if (validating) state.unsettled = true;
  turn.emit('PositionReset', { partition: partition.id, to: offset, policy: 'committed' });
}

function refused(work: ConsumerWork, error: ErrorCode, failures: number): void {
  if (error === 'COORDINATOR_NOT_AVAILABLE' || error === 'NOT_COORDINATOR') coordinatorLost(work, error);
  else if (error === 'COORDINATOR_LOAD_IN_PROGRESS') askLater(work, failures);
  else if (membershipOf(work).onOffsetFetchRefused(work, error)) askLater(work, failures);
  else failMember(work, error);
}

/** ConsumerCoordinator.fetchCommittedOffsets: the wait doubles with each failure in a row, from 3.7 on. */
function askLater(work: ConsumerWork, failures: number): void {
  const notBefore = work.turn.now + retryBackoffOf(work, failures);
  changeGroup(work, { offsetFetch: { underWay: false, notBefore, failures: failures + 1 } });
}
