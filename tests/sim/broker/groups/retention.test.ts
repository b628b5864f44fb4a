import { describe, expect, it } from 'vitest';

import { vecToArray } from '../../../../src/lib/vec.ts';
import { textOfBytes } from '../../../../src/lib/bytes.ts';
import { decodeRecord } from '../../../../src/sim/group/codec.ts';
import type { DeleteGroupsRequest } from '../../../../src/sim/protocol/group.ts';
import { SECOND } from '../../../../src/sim/time.ts';
import { CoordinatorBench } from '../../../conformance/support/coordinator-bench.ts';
import { commitOf, committedIn, errorsIn, fetchOf } from './requests.ts';

const MINUTE = 60 * SECOND;

function deletionOf(...groupsNames: readonly string[]): DeleteGroupsRequest {
  return { type: 'DeleteGroupsRequest', groupsNames };
}

describe.each(['3.9', '4.0'] as const)('the end of committed offsets in %s', (era) => {
  it('comes offsets.retention.minutes after the commit, at the next check, when nobody is in the group', () => {
    const config = { 'offsets.retention.minutes': 15, 'offsets.retention.check.interval.ms': 600_000 };
    const bench = new CoordinatorBench({ era, config });
    bench.ask('c', 'g', commitOf('g', 't', { 0: 7 }));
    bench.bench.run(8 * MINUTE);
    bench.ask('c', 'g', commitOf('g', 't', { 1: 8 }));
    bench.bench.run(11 * MINUTE);
    expect(committedIn(bench.ask('d', 'g', fetchOf('g', 't', [0, 1])))).toEqual([7, 8]);
    bench.bench.run(2 * MINUTE);
    expect(committedIn(bench.ask('d', 'g', fetchOf('g', 't', [0, 1])))).toEqual([-1, 8]);
    bench.bench.run(10 * MINUTE);
    expect(bench.entry('g')).toBeNull();
  });

  it('comes with DeleteGroups', () => {
    const bench = new CoordinatorBench({ era });
    bench.ask('c', 'g', commitOf('g', 't', { 0: 7 }));
    bench.ask('c', 'h', commitOf('h', 't', { 0: 8 }));
    expect(bench.ask('c', 'g', deletionOf('g', 'nobody')).results).toEqual([
      { groupId: 'g', errorCode: 'NONE' },
      { groupId: 'nobody', errorCode: 'GROUP_ID_NOT_FOUND' },
    ]);
    expect(committedIn(bench.ask('c', 'g', fetchOf('g', 't', [0])))).toEqual([-1]);
    expect(committedIn(bench.ask('c', 'h', fetchOf('h', 't', [0])))).toEqual([8]);
    const kinds = bench.bench.entries.flatMap((entry) => (entry.type === 'OffsetsForgotten' ? [entry.args.why] : []));
    expect(kinds).toEqual(['deleted']);
    // A coordinator that reads the log does not find it either.
    bench.bench.do({ type: 'crash', node: 'broker-1', kind: 'process' }).run(20 * SECOND);
    bench.bench.do({ type: 'start', node: 'broker-1' }).run(20 * SECOND);
    expect(bench.entry('g')).toBeNull();
    expect(bench.entry('h')?.group).toMatchObject({ state: 'Empty' });
  });
});

describe('__consumer_offsets', () => {
  it('keeps the last commit for each partition of a group when it is compacted', () => {
    const config = {
      'offsets.topic.segment.bytes': 1000,
      'log.cleaner.backoff.ms': 1000,
      'log.cleaner.min.cleanable.ratio': '0.01',
    };
    const bench = new CoordinatorBench({ era: '3.9', config });
    for (let offset = 1; offset <= 30; offset++) {
      expect(errorsIn(bench.ask('c', 'g', commitOf('g', 't', { 0: offset, 1: 100 + offset })))).toEqual([
        'NONE',
        'NONE',
      ]);
    }
    bench.bench.run(120 * SECOND);
    const { log } = bench.bench.replica(1, '__consumer_offsets', bench.entry('g')?.shard ?? -1);
    const records = vecToArray(log.batches)
      .slice(log.first)
      .flatMap((batch) => batch.records);
    expect(log.logEndOffset).toBe(60);
    expect(records.length).toBeLessThan(30);
    const last = records.map(decodeRecord).findLast((record) => 'topic' in record.key && record.key.partition === 0);
    expect(last).toMatchObject({ type: 'OffsetCommit', value: { offset: 30 } });
    bench.bench.do({ type: 'crash', node: 'broker-1', kind: 'process' }).run(20 * SECOND);
    bench.bench.do({ type: 'start', node: 'broker-1' }).run(20 * SECOND);
    expect(committedIn(bench.askBroker('d', 1, fetchOf('g', 't', [0, 1])))).toEqual([30, 130]);
  });

  it('is a log to look at: what a commit says stands in it as text', () => {
    const bench = new CoordinatorBench();
    bench.ask('c', 'g', commitOf('g', 't', { 0: 7 }, 'by hand'));
    const { log } = bench.bench.replica(1, '__consumer_offsets', bench.entry('g')?.shard ?? -1);
    const [record] = vecToArray(log.batches).flatMap((batch) => batch.records);
    expect(textOfBytes(record?.key ?? '')).toBe(
      '{"type":"OFFSET_COMMIT","data":{"group":"g","topic":"t","partition":0}}',
    );
    expect(JSON.parse(textOfBytes(record?.value ?? '') ?? '')).toMatchObject({ offset: 7, metadata: 'by hand' });
  });
});
