import { sizeOf, uncovered, withRange, type Range } from '../../lib/ranges.ts';
import { vecForEach, vecGet } from '../../lib/vec.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { KafkaRecord, RecordBatch } from '../protocol/record-batch.ts';
import type { NodeId } from '../world.ts';

/** What a log holds of one producer, by that producer's own count of its records of the partition. */
export interface ProducerNumbers {
  readonly node: NodeId;
  /** The records that are there. */
  readonly there: readonly Range[];
  /** How many stand there once more than they were handed over. */
  readonly repeated: number;
  /** How many stand behind a later record of the same producer; a repeat does not count. */
  readonly late: number;
  /** Which they are: each once, however often it stands there. */
  readonly twice: readonly Range[];
  readonly behind: readonly Range[];
}

/** A producer's numbers while a log is gone through; the last range is written in place. */
interface Counting {
  readonly node: NodeId;
  there: readonly Range[];
  /** The end of the last range that grows without being in `there` yet; it begins at `from`. */
  from: number;
  to: number;
  repeated: number;
  late: number;
  twice: readonly Range[];
  behind: readonly Range[];
}

/**
 * The records of each producer in a log, in the order in which the producers appear. Batches are looked at, not records, unless
 * compaction took some of theirs; a batch that follows the one before it costs nothing more than the look.
 */
export function producerNumbers(log: ReplicaLog): readonly ProducerNumbers[] {
  const found: Counting[] = [];
  const byNode: (Counting | undefined)[] = [];
  const { logStartOffset } = log;
  vecForEach(log.batches, (batch, index) => {
    const { origin, baseOffset, lastOffset, offsets } = batch;
    if (index < log.first || origin === null || batch.control !== null || lastOffset < logStartOffset) return;
    let numbers = byNode[origin.node];
    if (numbers === undefined) {
      numbers = { node: origin.node, there: [], from: 0, to: 0, repeated: 0, late: 0, twice: [], behind: [] };
      byNode[origin.node] = numbers;
      found.push(numbers);
    }
    const first = origin.first - baseOffset;
    if (offsets === null) count(numbers, first + Math.max(baseOffset, logStartOffset), first + lastOffset + 1);
    else for (const offset of offsets) if (offset >= logStartOffset) count(numbers, first + offset, first + offset + 1);
  });
  return found.map((numbers) => {
    close(numbers);
    const { node, there, repeated, late, twice, behind } = numbers;
    return { node, there, repeated, late, twice, behind };
  });
}

function count(numbers: Counting, from: number, to: number): void {
  if (from === numbers.to && numbers.from < numbers.to) {
    numbers.to = to;
    return;
  }
  close(numbers);
  const { there } = numbers;
  const range = { from, to };
  const fresh = uncovered(there, range);
  const highest = there[there.length - 1]?.to ?? 0;
  if (fresh.length === 1 && from >= highest) {
    numbers.from = from;
    numbers.to = to;
    return;
  }
  numbers.there = withRange(there, range);
  numbers.repeated += to - from - sizeOf(fresh);
  for (const again of uncovered(fresh, range)) numbers.twice = withRange(numbers.twice, again);
  for (const part of fresh) {
    const to = Math.min(part.to, highest);
    if (to <= part.from) continue;
    numbers.late += to - part.from;
    numbers.behind = withRange(numbers.behind, { from: part.from, to });
  }
}

/** Puts the range that grew among the others. */
function close(numbers: Counting): void {
  if (numbers.from < numbers.to) numbers.there = withRange(numbers.there, { from: numbers.from, to: numbers.to });
  numbers.from = 0;
  numbers.to = 0;
}

/** A record of a producer where it stands in a log. */
export interface Place {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly record: KafkaRecord;
}

/** Where a log has the record that its producer counted as `number`; more than one place: it was written again. */
export function placesOf(log: ReplicaLog, node: NodeId, number: number): readonly Place[] {
  const places: Place[] = [];
  for (let index = log.first; index < log.batches.length; index++) {
    const batch = vecGet(log.batches, index) as RecordBatch;
    const { origin, baseOffset, offsets, partitionLeaderEpoch: leaderEpoch } = batch;
    if (origin === null || origin.node !== node || number < origin.first) continue;
    const offset = baseOffset + number - origin.first;
    if (offset > batch.lastOffset || offset < log.logStartOffset) continue;
    const record = batch.records[offsets === null ? offset - baseOffset : offsets.indexOf(offset)];
    if (record !== undefined) places.push({ offset, leaderEpoch, record });
  }
  return places;
}

/** Does a later record of the same producer stand before this place? */
export function isBehindLater(log: ReplicaLog, node: NodeId, number: number, offset: number): boolean {
  for (let index = log.first; index < log.batches.length; index++) {
    const { origin, baseOffset, lastOffset, records } = vecGet(log.batches, index) as RecordBatch;
    if (baseOffset >= offset) return false;
    if (origin === null || origin.node !== node || lastOffset < log.logStartOffset || records.length === 0) continue;
    // A batch is in order in itself, so one that begins later is what counts.
    if (origin.first > number) return true;
  }
  return false;
}
