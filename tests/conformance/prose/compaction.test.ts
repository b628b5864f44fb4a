import { describe, expect, it } from 'vitest';

import { topicConfig, brokerConfig } from '../../../src/sim/config/broker-config.ts';
import { firstDirtyOffset } from '../../../src/sim/log/cleaning.ts';
import { allSegments } from '../../../src/sim/log/segments.ts';
import { recordsOf } from '../../../src/sim/read/log.ts';
import { vecToArray } from '../../../src/lib/vec.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { errorInfo } from '../../../src/sim/protocol/error-table.ts';
import { batchOf } from '../support/batches.ts';
import { batchWith, FedLog } from '../support/fed-log.ts';
import { OUTSIDE } from '../support/control.ts';
import { Rig } from '../support/rig.ts';

/* The cases in prose of vectors/compaction.json, each on a real broker. */

/** An index without room: each batch begins a segment. */
const A_BATCH_A_SEGMENT = { 'segment.index.bytes': '4' };
const COMPACTED = { ...A_BATCH_A_SEGMENT, 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0' };
const EAGER = { 'log.cleaner.backoff.ms': 10 };

/** A log with these keys, one record a batch and a segment, the last of them active; all committed. */
function fedWith(
  keys: readonly (string | null)[],
  topic: { readonly [name: string]: string } = COMPACTED,
  highWatermark = keys.length,
): FedLog {
  const fed = new FedLog(EAGER, topic);
  const records = keys.map((key, offset) => batchWith({ offset, key, value: `v${offset}` }, 10 + offset, 0));
  return fed.feedAt(fed.now + SECOND, { records, highWatermark }).until(fed.now + SECOND);
}

const offsets = (fed: FedLog): number[] => recordsOf(fed.log).map(({ offset }) => offset);

describe('compaction', () => {
  it('compaction-023: records without a key, written while the policy was delete, vanish; keyed ones stay', () => {
    const fed = fedWith([null, 'a', null, 'b', null, 'c']);
    expect(offsets(fed)).toEqual([1, 3, 5]);
  });

  it('compaction-025: segments from the one with the first uncleanable offset on are not changed', () => {
    const keys = ['a', 'a', 'b', 'b', 'a', 'b', 'a'];
    // The high watermark lies within the third segment.
    const fed = fedWith(keys, { ...COMPACTED, 'segment.index.bytes': '4' }, 2);
    expect(offsets(fed)).toEqual([1, 2, 3, 4, 5, 6]);
    const lagging = fedWith(keys);
    expect(offsets(lagging)).toEqual([4, 5, 6]);
  });

  it('compaction-028 scope: from the last cleaned offset to the first segment that is active, too young, or not committed', () => {
    const fed = fedWith(['a', 'b', 'a', 'b']);
    expect(firstDirtyOffset(fed.log)).toBe(3);
    const uncommitted = fedWith(['a', 'b', 'a', 'b'], COMPACTED, 1);
    expect(firstDirtyOffset(uncommitted.log)).toBe(1);
    const young = fedWith(['a', 'b', 'a', 'b'], { ...COMPACTED, 'min.compaction.lag.ms': '3600000' });
    expect(firstDirtyOffset(young.log)).toBe(0);
    expect(offsets(young)).toEqual([0, 1, 2, 3]);
  });

  it("compaction-029 batches: the one with a live producer's last sequence is kept without records, and still tells duplicates", () => {
    const sent = { producerId: 7, producerEpoch: 0 };
    const keyed = (key: string) => batchWith({ offset: 0, key, value: 'v' }, 10, -1);
    const rig = new Rig({ brokers: [1], config: EAGER, topicConfig: COMPACTED });
    rig.tell(1, 1, 0, [1], [1]);
    rig.produce(1, { ...keyed('a'), ...sent, baseSequence: 0 });
    rig.produce(1, { ...keyed('a'), ...sent, baseSequence: 1 });
    rig.produce(1, keyed('a'));
    rig.produce(1, keyed('b'));
    rig.bench.run(SECOND);
    const { log } = rig.bench.replica(1);
    expect(vecToArray(log.batches).map(({ baseOffset, records }) => [baseOffset, records.length])).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
    expect(rig.produce(1, { ...keyed('a'), ...sent, baseSequence: 1 })).toMatchObject({
      errorCode: 'NONE',
      baseOffset: 1,
    });
    expect(rig.bench.replica(1).log.logEndOffset).toBe(4);
  });

  it('compaction-031 offset lookup: a fetch at a removed offset is answered with the next record that is there', () => {
    const fed = fedWith(['a', 'a', 'a', 'b']);
    fed.rig.tell(1, 1, 1, [1, OUTSIDE], [1, OUTSIDE]);
    const answer = fed.rig.fetch(1, -1, 0);
    expect([answer.errorCode, answer.records[0]?.baseOffset]).toEqual(['NONE', 2]);
  });
});

describe('compaction-026 produce-to-compacted', () => {
  it('a record without a key is refused with INVALID_RECORD, which is not retriable', () => {
    const rig = new Rig({ brokers: [1], topicConfig: { 'cleanup.policy': 'compact' } }).tell(1, 1, 0, [1], [1]);
    expect(rig.produce(1, batchOf(1))).toMatchObject({ errorCode: 'INVALID_RECORD', baseOffset: -1 });
    expect([errorInfo('INVALID_RECORD').code, errorInfo('INVALID_RECORD').retriable]).toEqual([87, false]);
    expect(rig.bench.replica(1).log.logEndOffset).toBe(0);
    expect(rig.produce(1, batchWith({ offset: 0, key: '', value: null }, 0, -1)).errorCode).toBe('NONE');
  });
});

describe('retention', () => {
  /** A leader with segments of two records each, and a last one that is too young to go. */
  function led(): Rig {
    const rig = new Rig({
      brokers: [1],
      config: { 'log.retention.check.interval.ms': 1000 },
      topicConfig: { 'retention.ms': '20000', ...A_BATCH_A_SEGMENT },
    });
    rig.tell(1, 1, 0, [1], [1]);
    // The second segment has a record that is too old and one that is not.
    for (const [oldest, newest] of [
      [0, 5],
      [0, 25_000],
      [25_000, 25_000],
    ] as const) {
      const batch = batchOf(2);
      const records = batch.records.map((record, at) => ({ ...record, timestamp: at === 0 ? oldest : newest }));
      rig.produce(1, { ...batch, records, maxTimestamp: newest });
    }
    rig.bench.run(31 * SECOND);
    return rig;
  }

  it('compaction-047 granularity: an expired record in a segment that is kept stays readable', () => {
    const { records } = led().fetch(1, -1, 2);
    expect(records[0]?.baseOffset).toBe(2);
    expect(records[0]?.records[0]?.timestamp).toBe(0);
  });

  it('compaction-050 low watermark: the log start offset moves up, and a consumer below it is out of range', () => {
    const rig = led();
    expect(rig.bench.replica(1).log.logStartOffset).toBe(2);
    expect(rig.fetch(1, -1, 1).errorCode).toBe('OFFSET_OUT_OF_RANGE');
    expect(rig.fetch(1, -1, 2).logStartOffset).toBe(2);
  });
});

describe('compaction-049 roll', () => {
  const segments = (topic: { readonly [name: string]: string }, times: readonly number[], waits = 0): number[] => {
    const rig = new Rig({ brokers: [1], topicConfig: topic }).tell(1, 1, 0, [1], [1]);
    for (const maxTimestamp of times) rig.produce(1, batchOf(1, { maxTimestamp, sizeInBytes: 100 }));
    rig.bench.run(waits);
    return allSegments(rig.bench.replica(1).log).map(({ baseOffset }) => baseOffset);
  };

  it('a segment ends before a batch that would make it larger than segment.bytes', () => {
    expect(segments({ 'segment.bytes': '300' }, [0, 0, 0, 0, 0])).toEqual([0, 3]);
    expect(segments({ 'segment.bytes': '299' }, [0, 0, 0, 0, 0])).toEqual([0, 2, 4]);
  });

  it('a segment ends before a record that is more than segment.ms later than its first', () => {
    expect(segments({ 'segment.ms': '1000' }, [500, 1000, 1500, 1501, 2501, 2502])).toEqual([0, 3, 5]);
  });

  it('a segment ends when its index is full', () => {
    expect(segments(A_BATCH_A_SEGMENT, [0, 0, 0])).toEqual([0, 1, 2]);
  });

  it('time alone ends no segment', () => {
    expect(segments({ 'segment.ms': '1000', 'retention.ms': '-1' }, [0], 60 * SECOND)).toEqual([0]);
  });
});

describe('compaction-052 precedence', () => {
  it("a topic's retention.ms wins over the broker's ms, that over minutes, those over hours", () => {
    const hours = { 'log.retention.hours': '2' };
    const minutes = { ...hours, 'log.retention.minutes': '3' };
    const ms = { ...minutes, 'log.retention.ms': '4' };
    const kept = (broker: { readonly [name: string]: string }, topic: { readonly [name: string]: string } = {}) =>
      topicConfig(topic, brokerConfig('3.9', broker)).log.retentionMs;
    expect([kept({}), kept(hours), kept(minutes), kept(ms), kept(ms, { 'retention.ms': '5' })]).toEqual([
      604_800_000, 7_200_000, 180_000, 4, 5,
    ]);
    expect([kept({ 'log.retention.hours': '-1' }), kept(ms, { 'retention.ms': '-1' })]).toEqual([null, null]);
  });
});
