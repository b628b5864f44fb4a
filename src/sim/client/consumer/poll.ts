import { without } from '../../../lib/lists.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import { PROGRAM_TIMER } from '../network/work.ts';
import { firstAt, offsetOf } from './batches.ts';
import { polled } from './group/program.ts';
import { storeHanded } from './group/stored.ts';
import { changeProgram, inPoll } from './group/work.ts';
import type { AssignedPartition } from './state.ts';
import { partitionAt, setPartition, type ConsumerWork } from './work.ts';

/**
 * The program's loop: poll() returns at most max.poll.records, the program works on them, and polls again. As long as it works,
 * nothing is returned; when nothing is there, poll() waits (FetchCollector.collectFetch).
 */
export function pollAll(work: ConsumerWork): void {
  const { state, turn } = work;
  while (state.failed === null && !state.paused && nextReady(work) >= 0 && inPoll(work)) {
    if (state.group?.revoking === true) return;
    const count = poll(work);
    if (state.group !== null) {
      if (count > 0) polled(work);
    } else if (count > 0 && state.processing > 0) {
      state.busyUntil = turn.now + state.processing * count;
      turn.setTimer(PROGRAM_TIMER, state.busyUntil);
    }
  }
}

/** One poll(). @returns how many records it returned */
function poll(work: ConsumerWork): number {
  const { state } = work;
  let left = state.settings.maxPollRecords;
  while (left > 0) {
    const index = nextReady(work);
    if (index < 0) break;
    left -= collect(work, index, left);
    if (partitionAt(work, index).buffered.length === 0) state.ready = without(state.ready, index);
  }
  return state.settings.maxPollRecords - left;
}

/** The partition whose records are returned next; -1: none. What is about to be revoked is passed over. */
function nextReady(work: ConsumerWork): number {
  const { ready, group } = work.state;
  if (group === null || group.withheld.length === 0) return ready[0] ?? -1;
  return ready.find((index) => !group.withheld.includes(partitionAt(work, index).id)) ?? -1;
}

const NO_BATCHES: readonly RecordBatch[] = [];

/** Returns records of one partition, at most so many. The position moves past what was returned, and past what holds no records for a program. */
function collect(work: ConsumerWork, index: number, most: number): number {
  const partition = partitionAt(work, index);
  const from = partition.position as number;
  const { buffered } = partition;
  let position = from;
  let epoch = partition.positionEpoch;
  let left = most;
  let done = 0;
  let printed: RecordBatch[] | null = null;
  while (done < buffered.length && left > 0) {
    const batch = buffered[done] as RecordBatch;
    const start = batch.control === null ? firstAt(batch, position) : batch.records.length;
    const available = batch.records.length - start;
    if (available > 0) (printed ??= []).push(batch);
    if (available > left) {
      position = offsetOf(batch, start + left - 1) + 1;
      epoch = batch.partitionLeaderEpoch;
      left = 0;
      break;
    }
    left -= available;
    position = Math.max(position, batch.lastOffset + 1);
    epoch = batch.partitionLeaderEpoch;
    done += 1;
  }
  setPartition(
    work,
    index,
    advanced(partition, position, epoch, done === buffered.length ? NO_BATCHES : buffered.slice(done)),
  );
  if (printed !== null) {
    const args = { partition: partition.id, from, to: position, batches: printed };
    work.turn.emit('RecordsPrinted', args);
    if (work.state.group !== null) {
      changeProgram(work, { handed: [...work.state.group.program.handed, args] });
      storeHanded(work, partition.id, printed.at(-1) as RecordBatch, position);
    }
  }
  return most - left;
}

/** Field by field: this is on the path of every poll. */
function advanced(
  partition: AssignedPartition,
  position: number,
  positionEpoch: number,
  buffered: readonly RecordBatch[],
): AssignedPartition {
  return {
    id: partition.id,
    position,
    positionEpoch,
    highWatermark: partition.highWatermark,
    buffered,
    resetting: partition.resetting,
    resetTo: partition.resetTo,
    sought: partition.sought,
    validating: partition.validating,
    retryAt: partition.retryAt,
    source: partition.source,
    leaderEpoch: partition.leaderEpoch,
    told: partition.told,
    toldEpoch: partition.toldEpoch,
  };
}
