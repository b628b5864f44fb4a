import { sizeOf, uncovered, withRange, type Range } from '../../lib/ranges.ts';
import { vecForEach, type Vec } from '../../lib/vec.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import { producerNumbers } from '../read/producer-numbers.ts';
import type { NodeId, PartitionId, World } from '../world.ts';
import { remembered, type Run } from './fact.ts';
import { fatesFold, stepsOf } from './folds/fates.ts';
import { fatesOf, recordsFold, type Fate } from './folds/records.ts';
import { notHeld } from './held.ts';
import { decidingLogs } from './lookup.ts';

/** How many of a producer's records came to what. */
export type ProducerLedger = {
  /** send() has taken them and given them a partition. */
  readonly sent: number;
  readonly acknowledged: number;
  readonly failed: number;
  /** Neither acknowledged nor failed. */
  readonly waiting: number;
  /** Stand in the logs that decide, each counted once. */
  readonly inLog: number;
  /** Stand there once more. */
  readonly repeated: number;
  /** Stand there behind a later one. */
  readonly outOfOrder: number;
  /** Acknowledged, and in no log that decides. */
  readonly lost: number;
  /** Sent with acks=0, which asks for no answer, and in no log. */
  readonly vanished: number;
  /** The program was told that they failed, and they stand in a log. */
  readonly failedButWritten: number;
};

/** A producer's ledger: ranges against ranges, so its cost grows with batches and never with records. */
export function ledgerOf(run: Run, node: NodeId): ProducerLedger {
  const { acknowledged, acknowledgedCount, failed } = fatesOf(remembered(run, recordsFold), node);
  const sent = stepsOf(remembered(run, fatesFold), node).count;
  const logs: (Logs | undefined)[] = [];
  const at = (partition: PartitionId): Logs => (logs[partition] ??= logsOf(run.world, partition, node));
  let lost = 0;
  let vanished = 0;
  vecForEach(acknowledged, (fate) => {
    const { there, deciding } = at(fate.partition);
    for (const part of uncovered(there, numbersOf(fate))) {
      if (fate.acks === 0) vanished += part.to - part.from;
      else lost += lostOf(fate, part, deciding);
    }
  });
  const wrote = failedNumbers(failed).map(([partition, range]) => covered(at(partition).there, range));
  const failedCount = failedNumbers(failed).reduce((sum, [, { from, to }]) => sum + to - from, 0);
  const all = run.world.names.partitions.map((_, partition) => at(partition));
  return {
    sent,
    acknowledged: acknowledgedCount,
    failed: failedCount,
    waiting: sent - acknowledgedCount - failedCount,
    inLog: all.reduce((sum, { there }) => sum + sizeOf(there), 0),
    repeated: all.reduce((sum, { repeated }) => sum + repeated, 0),
    outOfOrder: all.reduce((sum, { late }) => sum + late, 0),
    lost,
    vanished,
    failedButWritten: wrote.reduce((sum, count) => sum + count, 0),
  };
}

interface Logs {
  readonly deciding: readonly ReplicaLog[];
  readonly there: readonly Range[];
  readonly repeated: number;
  readonly late: number;
}

/** What one producer has in the logs that decide; repeats and order are those of the first, which is the leader's. */
function logsOf(world: World, partition: PartitionId, node: NodeId): Logs {
  const deciding = decidingLogs(world, partition);
  const found = deciding.map((log) => producerNumbers(log).find((numbers) => numbers.node === node));
  let there: readonly Range[] = [];
  for (const numbers of found) for (const range of numbers?.there ?? []) there = withRange(there, range);
  return { deciding, there, repeated: found[0]?.repeated ?? 0, late: found[0]?.late ?? 0 };
}

/** Acknowledged records that are not there: lost, unless retention or compaction took them. */
function lostOf(fate: Fate, part: Range, logs: readonly ReplicaLog[]): number {
  if (fate.baseOffset < 0) return part.to - part.from;
  const shift = fate.baseOffset - fate.first;
  return sizeOf(notHeld(logs, fate.leaderEpoch, { from: part.from + shift, to: part.to + shift }));
}

function failedNumbers(failed: Vec<Fate>): readonly (readonly [PartitionId, Range])[] {
  const ranges: (readonly [PartitionId, Range])[] = [];
  vecForEach(failed, (fate) => ranges.push([fate.partition, numbersOf(fate)]));
  return ranges;
}

function numbersOf({ first, count }: Fate): Range {
  return { from: first, to: first + count };
}

function covered(set: readonly Range[], range: Range): number {
  return range.to - range.from - sizeOf(uncovered(set, range));
}
