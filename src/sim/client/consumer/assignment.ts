import type { PartitionId } from '../../world.ts';
import { addTopic } from '../network/metadata-timing.ts';
import { leaderOf, topicNamed } from '../network/metadata-update.ts';
import { changeGroup } from './group/work.ts';
import { isSentElsewhere } from './preferred-replica.ts';
import { applySeek } from './seek.ts';
import type { AssignedPartition } from './state.ts';
import { dropBuffer, partitionAt, setPartition, setSource, sourceAt, type ConsumerWork } from './work.ts';

/*
 * Which partitions this consumer reads, without a group: exactly those it was given, or all partitions of its topics, new ones
 * included as soon as metadata shows them. A group's members get theirs from the group (group/assign.ts).
 */

/** What the metadata must be about. */
export function wantTopics(work: ConsumerWork): void {
  const { assign, topics } = work.state;
  for (const topic of topics) addTopic(work.net, topic);
  for (const { topic } of assign ?? []) addTopic(work.net, topic);
}

/** Newer metadata: new partitions are taken, and each position goes to its partition's present leader. */
export function followMetadata(work: ConsumerWork): void {
  const { state, net, turn } = work;
  state.metadataVersion = net.state.metadata.version;
  if (state.group?.subscribed === true) {
    // What a subscribed member reads from is its group's business.
  } else if (state.assign !== null) {
    for (const { topic, partition } of state.assign) take(work, turn.partitionId(topic, partition));
  } else {
    const before = state.assigned.length;
    for (const name of state.topics) for (const id of topicNamed(net, name)?.ids ?? []) take(work, id);
    if (state.settings.assignsAnew && state.assigned.length > before) forgetPositions(work, before);
  }
  for (let index = 0; index < state.assigned.length; index++) followLeader(work, index);
}

function take(work: ConsumerWork, id: PartitionId): void {
  const { state, turn } = work;
  if ((state.assignedAt[id] ?? -1) >= 0) return;
  const assignedAt = state.assignedAt.slice();
  while (assignedAt.length <= id) assignedAt.push(-1);
  assignedAt[id] = state.assigned.length;
  state.assignedAt = assignedAt;
  const index = state.assigned.length;
  const fresh = newPartition(id, state.settings.beginsAt);
  if (state.group === null) {
    setPartition(work, index, fresh);
    state.unsettled = true;
  } else {
    // Its group may know where it was.
    setPartition(work, index, { ...fresh, resetting: false });
    changeGroup(work, { initializing: [...state.group.initializing, id] });
  }
  const { topic, partition } = turn.partitionName(id);
  for (const seek of state.seeks)
    if (seek.topic === topic && seek.partition === partition) applySeek(work, index, seek.to);
  state.seeks = state.seeks.filter((seek) => seek.topic !== topic || seek.partition !== partition);
}

/** The first so many partitions are as if they had just been assigned: what was read of them is read again, or passed over, as auto.offset.reset has it. */
function forgetPositions(work: ConsumerWork, count: number): void {
  for (let index = 0; index < count; index++) {
    dropBuffer(work, index);
    const partition = partitionAt(work, index);
    const { id, resetTo, resetting, position, positionEpoch } = newPartition(
      partition.id,
      work.state.settings.beginsAt,
    );
    const fresh = { id, resetTo, resetting, position, positionEpoch, sought: false, validating: false, retryAt: 0 };
    setPartition(work, index, { ...partition, ...fresh });
  }
}

/** A partition that has just been assigned: its position is to be found. */
export function newPartition(id: PartitionId, resetTo: AssignedPartition['resetTo']): AssignedPartition {
  return {
    id,
    position: null,
    positionEpoch: -1,
    highWatermark: null,
    buffered: [],
    resetting: true,
    resetTo,
    sought: false,
    validating: false,
    retryAt: 0,
    source: -1,
    leaderEpoch: -1,
    told: -1,
    toldEpoch: -1,
  };
}

/**
 * SubscriptionState.maybeValidatePosition: a new leader, or a new epoch of the old one, is read from only after it has confirmed
 * that the log still is what was read (KIP-320); without an epoch for the position there is nothing to ask. As long as the
 * partition has no leader, the old one stays the source.
 */
export function followLeader(work: ConsumerWork, index: number): void {
  const partition = partitionAt(work, index);
  const leader = leaderOf(work.net, partition.id);
  if (leader === null || leader.peer < 0) return;
  const elsewhere = leader.leaderEpoch === partition.leaderEpoch && isSentElsewhere(work, index);
  if (elsewhere || (leader.peer === partition.source && leader.leaderEpoch === partition.leaderEpoch)) {
    // A fetch that failed waited for this answer, whatever it says; requests about positions have their own.
    const waits = partition.retryAt > work.turn.now && !partition.resetting && !partition.validating;
    if (waits) setPartition(work, index, { ...partition, retryAt: work.turn.now });
    return;
  }
  if (work.state.preferred.length > 0)
    work.state.preferred = work.state.preferred.filter((each) => each.id !== partition.id);
  const known = partition.source >= 0;
  const validating =
    known &&
    partition.position !== null &&
    !partition.resetting &&
    partition.positionEpoch >= 0 &&
    work.net.state.settings.leaderEpochs;
  if (leader.peer !== partition.source) moveSource(work, index, partition, leader.peer);
  if (validating) {
    dropBuffer(work, index);
    work.state.unsettled = true;
  }
  const moved = partitionAt(work, index);
  setPartition(work, index, {
    ...moved,
    source: leader.peer,
    leaderEpoch: leader.leaderEpoch,
    validating: moved.validating || validating,
    retryAt: 0,
    told: leader.peer === partition.source ? moved.told : -1,
  });
}

/** Takes a partition from one broker's fetches to another's. */
export function moveSource(work: ConsumerWork, index: number, partition: AssignedPartition, to: number): void {
  if (partition.source >= 0) {
    const old = sourceAt(work, partition.source);
    const moved = partition.told >= 0 ? [...old.moved, partition.id] : old.moved;
    setSource(work, partition.source, { ...old, partitions: old.partitions.filter((other) => other !== index), moved });
  }
  const source = sourceAt(work, to);
  setSource(work, to, { ...source, partitions: [...source.partitions, index] });
}
