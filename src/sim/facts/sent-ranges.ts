import { uncovered, withRange, type Range } from '../../lib/ranges.ts';
import { vecForEach } from '../../lib/vec.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import { producerNumbers } from '../read/producer-numbers.ts';
import type { NodeId, PartitionId, World } from '../world.ts';
import { remembered, type Run } from './fact.ts';
import { fatesFold, stepsOf } from './folds/fates.ts';
import { fatesOf, recordsFold, type Fate } from './folds/records.ts';
import { notHeld } from './held.ts';
import { decidingLogs } from './lookup.ts';

/** What records of a producer came to; a record may be in several. They mean what they mean in `ProducerLedger`. */
export const sentFates = [
  'sent',
  'acknowledged',
  'waiting',
  'failed',
  'lost',
  'vanished',
  'doubled',
  'outOfOrder',
  'failedButWritten',
] as const;
export type SentFate = (typeof sentFates)[number];

/** A producer's records of one partition by what they came to, as ranges of its own count. */
export interface SentRanges {
  readonly partition: PartitionId;
  readonly ranges: { readonly [F in SentFate]: readonly Range[] };
}

type Filling = { [F in SentFate]: readonly Range[] };

/**
 * What became of a producer's records, by partition: which, where `ledgerOf` says how many. Ranges against ranges, so its cost grows
 * with batches and never with records.
 */
export function sentRanges(run: Run, node: NodeId): readonly SentRanges[] {
  const found: { readonly partition: PartitionId; readonly logs: Logs; readonly ranges: Filling }[] = [];
  const at = (partition: PartitionId): (typeof found)[number] => {
    let one = found.find((known) => known.partition === partition);
    if (one === undefined)
      found.push((one = { partition, logs: logsOf(run.world, partition, node), ranges: nothing() }));
    return one;
  };
  vecForEach(stepsOf(remembered(run, fatesFold), node).handed, ({ partition, first, count }) => {
    add(at(partition).ranges, 'sent', { from: first, to: first + count });
  });
  const { acknowledged, failed } = fatesOf(remembered(run, recordsFold), node);
  vecForEach(acknowledged, (fate) => {
    const { logs, ranges } = at(fate.partition);
    const numbers = numbersOf(fate);
    add(ranges, 'acknowledged', numbers);
    for (const part of uncovered(logs.there, numbers)) {
      if (fate.acks === 0) add(ranges, 'vanished', part);
      else for (const lost of lostOf(fate, part, logs.deciding)) add(ranges, 'lost', lost);
    }
  });
  vecForEach(failed, (fate) => {
    const { logs, ranges } = at(fate.partition);
    const numbers = numbersOf(fate);
    add(ranges, 'failed', numbers);
    for (const part of uncovered(uncovered(logs.there, numbers), numbers)) add(ranges, 'failedButWritten', part);
  });
  return found
    .sort((a, b) => a.partition - b.partition)
    .map(({ partition, logs, ranges }) => {
      const told = [...ranges.acknowledged, ...ranges.failed].reduce<readonly Range[]>(withRange, []);
      for (const range of ranges.sent) for (const part of uncovered(told, range)) add(ranges, 'waiting', part);
      return { partition, ranges: { ...ranges, doubled: logs.twice, outOfOrder: logs.behind } };
    });
}

function nothing(): Filling {
  return {
    sent: [],
    acknowledged: [],
    waiting: [],
    failed: [],
    lost: [],
    vanished: [],
    doubled: [],
    outOfOrder: [],
    failedButWritten: [],
  };
}

function add(ranges: Filling, fate: SentFate, range: Range): void {
  ranges[fate] = withRange(ranges[fate], range);
}

interface Logs {
  readonly deciding: readonly ReplicaLog[];
  readonly there: readonly Range[];
  readonly twice: readonly Range[];
  readonly behind: readonly Range[];
}

/** What one producer has in the logs that decide; repeats and order are those of the first, which is the leader's. */
function logsOf(world: World, partition: PartitionId, node: NodeId): Logs {
  const deciding = decidingLogs(world, partition);
  const found = deciding.map((log) => producerNumbers(log).find((numbers) => numbers.node === node));
  let there: readonly Range[] = [];
  for (const numbers of found) for (const range of numbers?.there ?? []) there = withRange(there, range);
  return { deciding, there, twice: found[0]?.twice ?? [], behind: found[0]?.behind ?? [] };
}

/** Acknowledged records that are not there: lost, unless retention or compaction took them. */
function lostOf(fate: Fate, part: Range, logs: readonly ReplicaLog[]): readonly Range[] {
  if (fate.baseOffset < 0) return [part];
  const shift = fate.baseOffset - fate.first;
  const gone = notHeld(logs, fate.leaderEpoch, { from: part.from + shift, to: part.to + shift });
  return gone.map(({ from, to }) => ({ from: from - shift, to: to - shift }));
}

function numbersOf({ first, count }: Fate): Range {
  return { from: first, to: first + count };
}
