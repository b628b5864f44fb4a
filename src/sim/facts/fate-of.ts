import { vecForEach, vecGet, type Vec } from '../../lib/vec.ts';
import type { ProducerState } from '../client/state.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { KafkaRecord } from '../protocol/record-batch.ts';
import { nodeOf } from '../read/nodes.ts';
import { isBehindLater, placesOf, type Place } from '../read/producer-numbers.ts';
import type { NodeId, PartitionId, World } from '../world.ts';
import { remembered, type Run } from './fact.ts';
import { fatesFold, handedAs, handedTo, stepsOf, type Ending, type Handed } from './folds/fates.ts';
import { fatesOf, recordsFold, type Append, type Fate } from './folds/records.ts';
import { releasedFold, type Release } from './folds/released.ts';
import { notHeld } from './held.ts';
import { decidingLogs } from './lookup.ts';

/**
 * What it comes to: `doubled` stands in the log twice, `lost` was acknowledged and is in no log that decides, `deleted` was
 * written and retention or compaction took it, `vanished` was sent with acks=0 and is in no log.
 */
export type Verdict =
  | 'waiting'
  | 'written'
  | 'acknowledged'
  | 'doubled'
  | 'lost'
  | 'deleted'
  | 'failed'
  | 'failed but written'
  | 'vanished';

/** One record of a producer, and the rows of the folds that are about it. */
export interface TracedRecord {
  readonly node: NodeId;
  readonly partition: PartitionId;
  /** The producer's own count, of this partition. */
  readonly number: number;
  readonly handed: Handed;
  readonly record: KafkaRecord | null;
  /** Each time that a leader wrote it. */
  readonly writes: readonly (Append & { readonly offset: number })[];
  /** What its program was told; null: nothing yet. */
  readonly told: Fate | null;
  /** Where it stands in the log that decides. */
  readonly places: readonly Place[];
  /** Its first place is behind a later record of the same producer. */
  readonly outOfOrder: boolean;
  readonly verdict: Verdict;
}

/** A producer's `n`-th record, counted from 0 over all partitions and all lives of its process; null: there is none yet. */
export function tracedRecord(run: Run, node: NodeId, n: number): TracedRecord | null {
  const handed = handedAs(stepsOf(remembered(run, fatesFold), node), n);
  return handed === null ? null : traced(run, node, handed, handed.first + n - handed.before);
}

/** The record of a producer that it counted as `number` in a partition; null: there is none yet. */
export function tracedNumber(run: Run, node: NodeId, partition: PartitionId, number: number): TracedRecord | null {
  const handed = handedTo(stepsOf(remembered(run, fatesFold), node), partition, number);
  return handed === null ? null : traced(run, node, handed, number);
}

function traced(run: Run, node: NodeId, handed: Handed, number: number): TracedRecord {
  const { partition } = handed;
  const history = remembered(run, recordsFold);
  const writes = writesOf(history.appends, node, partition, number);
  const { acknowledged, failed } = fatesOf(history, node);
  const told = toldOf(acknowledged, partition, number) ?? toldOf(failed, partition, number);
  const logs = decidingLogs(run.world, partition);
  const log = logs.find((one) => placesOf(one, node, number).length > 0);
  const places = log === undefined ? [] : placesOf(log, node, number);
  const first = places[0];
  const outOfOrder = log !== undefined && first !== undefined && isBehindLater(log, node, number, first.offset);
  const record =
    told?.records[number - told.first] ?? places[0]?.record ?? waitingRecord(run.world, node, partition, number);
  const verdict = verdictOf(writes, told, places, logs);
  return { node, partition, number, handed, record, writes, told, places, outOfOrder, verdict };
}

function writesOf(appends: Vec<Append>, node: NodeId, partition: PartitionId, number: number): TracedRecord['writes'] {
  const writes: (Append & { readonly offset: number })[] = [];
  vecForEach(appends, (append) => {
    if (append.producer !== node || append.partition !== partition || number < append.first) return;
    const offset = append.from + number - append.first;
    if (offset < append.to) writes.push({ ...append, offset });
  });
  return writes;
}

function toldOf(fates: Vec<Fate>, partition: PartitionId, number: number): Fate | null {
  for (let i = fates.length - 1; i >= 0; i--) {
    const fate = vecGet(fates, i) as Fate;
    if (fate.partition === partition && fate.first <= number && number < fate.first + fate.count) return fate;
  }
  return null;
}

/** A record that nobody has been told about yet may be in its producer's memory only. */
function waitingRecord(world: World, node: NodeId, partition: PartitionId, number: number): KafkaRecord | null {
  const { accumulators, queueOf } = nodeOf(world, node).state as ProducerState;
  const queue = accumulators[queueOf[partition] ?? -1];
  if (queue === undefined) return null;
  for (const { first, records } of [...queue.inFlight, ...queue.queue]) {
    const record = records[number - first];
    if (record !== undefined) return record;
  }
  return null;
}

function verdictOf(
  writes: TracedRecord['writes'],
  told: Fate | null,
  places: readonly Place[],
  logs: readonly ReplicaLog[],
): Verdict {
  if (places.length > 1) return 'doubled';
  if (told === null) return places.length > 0 ? 'written' : 'waiting';
  if (told.error !== null) return places.length > 0 ? 'failed but written' : 'failed';
  if (places.length > 0) return 'acknowledged';
  const gone = (at: Append & { readonly offset: number }): boolean =>
    notHeld(logs, at.leaderEpoch, { from: at.offset, to: at.offset + 1 }).length > 0;
  if (!writes.every(gone)) return 'deleted';
  return told.acks === 0 ? 'vanished' : 'lost';
}

/** What let the high watermark pass a record the first time after it was written, and before it was gone; null: nothing has. */
export function committedBy(
  run: Run,
  { partition, writes }: Pick<TracedRecord, 'partition' | 'writes'>,
): Release | null {
  const releases = vecGet(remembered(run, releasedFold).byPartition, partition);
  if (releases === undefined) return null;
  for (const write of writes) {
    const { seq, offset } = write;
    const end = replacedBy(run, write)?.seq ?? Number.MAX_SAFE_INTEGER;
    for (let i = 0; i < releases.length; i++) {
      const release = vecGet(releases, i) as Release;
      if (release.seq > seq && release.seq < end && release.from <= offset && offset < release.to) return release;
    }
  }
  return null;
}

export type Write = TracedRecord['writes'][number];

/** The entry from which on an acknowledged record is gone; null for one that is not. */
export function lostBy(run: Run, { writes, verdict }: TracedRecord): Ending | null {
  const last = writes.at(-1);
  return verdict !== 'lost' || last === undefined ? null : (replacedBy(run, last) ?? cutBy(run, last));
}

/** The first leader of a later epoch whose log ends before a record that was written; null: none has begun. */
export function replacedBy(run: Run, write: Write): Ending | null {
  return endingOf(run, write, ({ type, leaderEpoch }) => type === 'LeaderStarted' && leaderEpoch > write.leaderEpoch);
}

/** The first loss or truncation that reached a record that was written, on whichever broker. */
function cutBy(run: Run, write: Write): Ending | null {
  return endingOf(run, write, ({ type }) => type !== 'LeaderStarted');
}

function endingOf(run: Run, { partition, seq, offset }: Write, isIt: (ending: Ending) => boolean): Ending | null {
  const { endings } = remembered(run, fatesFold);
  for (let i = 0; i < endings.length; i++) {
    const ending = vecGet(endings, i) as Ending;
    if (ending.partition === partition && ending.seq > seq && ending.at <= offset && isIt(ending)) return ending;
  }
  return null;
}
