import type { RecordBatch } from '../../protocol/record-batch.ts';
import { PROGRAM_TIMER } from '../network/work.ts';
import type { AssignedPartition } from './state.ts';
import { partitionAt, setPartition, type ConsumerWork } from './work.ts';

/**
 * The program's loop: poll() returns at most max.poll.records, the program works on them, and polls again. As long as it works,
 * nothing is returned; when nothing is there, poll() waits (FetchCollector.collectFetch).
 */
export function pollAll(work: ConsumerWork): void {
  const { state, turn } = work;
  while (state.failed === null && !state.paused && state.ready.length > 0 && state.busyUntil <= turn.now) {
    const count = poll(work);
    if (count > 0 && state.processing > 0) {
      state.busyUntil = turn.now + state.processing * count;
      turn.setTimer(PROGRAM_TIMER, state.busyUntil);
    }
  }
}

/** One poll(). @returns how many records it returned */
function poll(work: ConsumerWork): number {
  const { state } = work;
  let left = state.settings.maxPollRecords;
  while (left > 0 && state.ready.length > 0) {
    const index = state.ready[0] as number;
    left -= collect(work, index, left);
    if (partitionAt(work, index).buffered.length === 0)
      state.ready = state.ready.length === 1 ? NONE : state.ready.slice(1);
  }
  return state.settings.maxPollRecords - left;
}

const NONE: readonly number[] = [];
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
  if (printed !== null)
    work.turn.emit('RecordsPrinted', { partition: partition.id, from, to: position, batches: printed });
  return most - left;
}

/** Index of the first record in the batch at or after an offset; compaction may have left gaps. */
function firstAt(batch: RecordBatch, offset: number): number {
  const { offsets, baseOffset, records } = batch;
  if (offsets === null) return Math.min(Math.max(offset - baseOffset, 0), records.length);
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function offsetOf(batch: RecordBatch, index: number): number {
  return batch.offsets === null ? batch.baseOffset + index : (batch.offsets[index] as number);
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
