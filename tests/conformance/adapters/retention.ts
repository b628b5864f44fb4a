import * as v from 'valibot';

import { fromMs, SECOND, toMs, type Micros } from '../../../src/sim/time.ts';
import { allSegments } from '../../../src/sim/log/segments.ts';
import { adapter, eraOf, type Check } from '../support/adapter.ts';
import { batchOf } from '../support/batches.ts';
import { FedLog } from '../support/fed-log.ts';

const number = v.number();
const segment = v.object({
  baseOffset: number,
  records: number,
  bytes: number,
  largestTimestamp: number,
  active: v.optional(v.boolean()),
});
const schema = v.object({
  segments: v.pipe(
    v.array(segment),
    v.check(
      (all) => all.every(({ active }, at) => active === undefined || active === (at === all.length - 1)),
      'the last one is the active one',
    ),
  ),
  now: number,
  'retention.ms': number,
  'retention.bytes': number,
  highWatermark: number,
  deletedBaseOffsets: v.array(number),
  remainingBaseOffsets: v.array(number),
  logStartOffsetAfter: number,
  activeSegmentRolled: v.boolean(),
});

const CHECK_MS = 1000;

/**
 * A real broker's log with exactly these segments, each one batch, and what the broker's own check of retention leaves of it. The
 * case's `now` is the time of a check; what is older than the run can be is as old as it can be.
 */
export const playRetention = adapter(schema, (data, vector): Check => {
  const { segments } = data;
  const retentionMs = data['retention.ms'];
  const fed = new FedLog(
    { 'log.retention.check.interval.ms': CHECK_MS },
    {
      'retention.ms': String(retentionMs),
      'retention.bytes': String(data['retention.bytes']),
      // An index without room for an entry is always full: each batch begins a segment.
      'segment.index.bytes': '4',
    },
    segments[0]?.baseOffset ?? 0,
    eraOf(vector),
  );
  const oldest = Math.max(0, ...segments.map(({ largestTimestamp }) => data.now - largestTimestamp));
  const check = checkAfter(fed.startedAt, retentionMs < 0 ? 0 : fromMs(oldest));
  const records = segments.map(({ baseOffset, records: count, bytes, largestTimestamp }) => {
    const maxTimestamp = Math.max(0, toMs(check) - (data.now - largestTimestamp));
    return batchOf(count, { baseOffset, partitionLeaderEpoch: 0, sizeInBytes: bytes, maxTimestamp });
  });
  fed.feedAt(fed.now + SECOND, {
    records,
    highWatermark: data.highWatermark,
    logStartOffset: segments[0]?.baseOffset ?? 0,
  });
  const before = allSegments(fed.log).map(({ baseOffset }) => baseOffset);
  fed.until(check + fromMs(1));
  const after = allSegments(fed.log).map(({ baseOffset }) => baseOffset);
  return {
    expected: {
      segments: segments.map(({ baseOffset }) => baseOffset),
      deleted: data.deletedBaseOffsets,
      remaining: data.remainingBaseOffsets,
      logStartOffset: data.logStartOffsetAfter,
      rolled: data.activeSegmentRolled,
    },
    got: {
      segments: before,
      deleted: before.filter((offset) => !after.includes(offset)),
      remaining: after,
      logStartOffset: fed.log.logStartOffset,
      rolled: !before.includes(after.at(-1) ?? -1),
    },
  };
});

/** The first check that is so late that something can be so old: 30 s after the start, and then at its interval. */
function checkAfter(startedAt: Micros, age: Micros): Micros {
  const first = startedAt + 30 * SECOND;
  const interval = fromMs(CHECK_MS);
  return age <= first ? first : first + Math.ceil((age - first) / interval) * interval;
}
