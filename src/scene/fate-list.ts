import { uncovered, type Range } from '../lib/ranges.ts';
import { vecForEach, vecGet } from '../lib/vec.ts';
import { remembered, type Run } from '../sim/facts/fact.ts';
import { fatesFold, handedTo, stepsOf } from '../sim/facts/folds/fates.ts';
import { fatesOf, recordsFold, type Fate } from '../sim/facts/folds/records.ts';
import { decidingLogs, partitionText } from '../sim/facts/lookup.ts';
import { readRanges, rowsRead, type ReadFate } from '../sim/facts/read-ranges.ts';
import { sentRanges, type SentFate } from '../sim/facts/sent-ranges.ts';
import type { KafkaRecord } from '../sim/protocol/record-batch.ts';
import type { Micros } from '../sim/time.ts';
import type { NodeId, PartitionId } from '../sim/world.ts';
import { READ_COLUMNS, SENT_COLUMNS, type FateOwner } from './fate-table.ts';
import type { RecordId } from './fate.ts';
import { counted, quoted, valueText } from './words/phrases.ts';

/** A number of a table of fates that was opened. */
export type FateQuery =
  | { readonly of: 'sent'; readonly owner: FateOwner; readonly fate: SentFate }
  | { readonly of: 'read'; readonly owner: FateOwner; readonly fate: ReadFate };

export interface ListedRecord {
  readonly key: string;
  readonly id: RecordId;
  /** When its producer sent it. */
  readonly at: Micros;
  readonly text: string;
  readonly partition: string;
}

/** The records behind a number. */
export interface FateList {
  readonly title: string;
  readonly total: number;
  /** The first of them, by partition and in the order in which they were sent. */
  readonly records: readonly ListedRecord[];
}

interface Span extends Range {
  readonly producer: NodeId;
  readonly partition: PartitionId;
}

/**
 * The records behind a number of a table of fates.
 * @param most so many are listed
 */
export function fateList(run: Run, query: FateQuery, most: number): FateList {
  const spans = query.of === 'sent' ? spansSent(run, query.owner, query.fate) : spansRead(run, query.owner, query.fate);
  const total = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  const listed: Span[] = [];
  let left = most;
  for (const span of spans) {
    if (left <= 0) break;
    listed.push({ ...span, to: Math.min(span.to, span.from + left) });
    left -= span.to - span.from;
  }
  const column = query.of === 'sent' ? SENT_COLUMNS[query.fate] : READ_COLUMNS[query.fate];
  const who = quoted(query.owner.name, 60);
  return {
    title: `${who}, ${quoted(query.owner.topic, 60)}: ${counted(total, 'record')} ${column.name}`,
    total,
    records: listed.flatMap((span) => recordsIn(run, span)),
  };
}

function isOf(run: Run, partition: PartitionId, { topic }: FateOwner): boolean {
  return run.world.names.partitions[partition]?.topic === topic;
}

function spansSent(run: Run, owner: FateOwner, fate: SentFate): readonly Span[] {
  const producer = owner.nodes[0] ?? -1;
  return sentRanges(run, producer)
    .filter(({ partition }) => isOf(run, partition, owner))
    .flatMap(({ partition, ranges }) => ranges[fate].map(({ from, to }) => ({ producer, partition, from, to })));
}

/** Offsets as the producers' own counts, by the batches that were read. What no producer has sent is left out. */
function spansRead(run: Run, owner: FateOwner, fate: ReadFate): readonly Span[] {
  const spans: Span[] = [];
  const rows = rowsRead(run, owner.nodes);
  for (const { partition, leaderEpoch, ranges } of readRanges(run, owner.nodes, owner.group)) {
    if (!isOf(run, partition, owner) || ranges[fate].length === 0) continue;
    let left = ranges[fate];
    for (const row of rows) {
      if (row.partition !== partition) continue;
      for (const { origin, baseOffset, lastOffset, partitionLeaderEpoch, control } of row.batches) {
        if (origin === null || control !== null || partitionLeaderEpoch !== leaderEpoch) continue;
        const read = { from: Math.max(row.from, baseOffset), to: Math.min(row.to, lastOffset + 1) };
        if (read.from >= read.to) continue;
        for (const part of uncovered(uncovered(left, read), read)) {
          const shift = origin.first - baseOffset;
          spans.push({ producer: origin.node, partition, from: part.from + shift, to: part.to + shift });
          left = left.flatMap((known) => uncovered([part], known));
        }
      }
    }
  }
  return spans;
}

function recordsIn(run: Run, { producer, partition, from, to }: Span): readonly ListedRecord[] {
  const found = recordsBy(run, producer, partition, { from, to });
  const steps = stepsOf(remembered(run, fatesFold), producer);
  return Array.from({ length: to - from }, (_, i) => {
    const number = from + i;
    const record = found[i];
    return {
      key: `${producer} ${partition} ${number}`,
      id: { by: 'producer', producer, partition, number },
      at: handedTo(steps, partition, number)?.t ?? 0,
      text: record === undefined ? `number ${number}, not sent yet` : textOfRecord(record),
      partition: partitionText(run.world, partition),
    };
  });
}

/** The records of these numbers, as their producer was told of them, or as they lie in the logs. */
function recordsBy(
  run: Run,
  producer: NodeId,
  partition: PartitionId,
  range: Range,
): readonly (KafkaRecord | undefined)[] {
  const found: (KafkaRecord | undefined)[] = Array.from({ length: range.to - range.from }, () => undefined);
  const put = (first: number, records: readonly KafkaRecord[]): void => {
    const end = Math.min(range.to, first + records.length);
    for (let n = Math.max(range.from, first); n < end; n++) found[n - range.from] ??= records[n - first];
  };
  const { acknowledged, failed } = fatesOf(remembered(run, recordsFold), producer);
  for (const told of [acknowledged, failed])
    vecForEach(told, (fate: Fate) => {
      if (fate.partition === partition) put(fate.first, fate.records);
    });
  for (const log of decidingLogs(run.world, partition))
    for (let i = log.batches.length - 1; i >= log.first && found.includes(undefined); i--) {
      const batch = vecGet(log.batches, i);
      if (batch?.origin?.node === producer && batch.offsets === null) put(batch.origin.first, batch.records);
    }
  return found;
}

function textOfRecord({ key, value }: KafkaRecord): string {
  return key === null ? valueText(value) : `${valueText(key)}: ${valueText(value)}`;
}
