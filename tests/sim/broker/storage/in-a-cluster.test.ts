import { describe, expect, it } from 'vitest';

import type { Intervention, NewTopic } from '../../../../src/sim/intervention.ts';
import { allSegments } from '../../../../src/sim/log/segments.ts';
import type { ReplicaLog } from '../../../../src/sim/log/replica-log.ts';
import { recordsOf } from '../../../../src/sim/read/log.ts';
import { logOf } from '../../../../src/sim/read/replicas.ts';
import { Cluster, consumer, producer, s, scenario, topic } from '../../cluster/build.ts';

const placed = (config: NewTopic['config']): NewTopic => topic('orders', 1, 3, { assignment: [[1, 2, 3]], config });
const log = (cluster: Cluster, broker: number): ReplicaLog => logOf(cluster.world, broker, 0) as ReplicaLog;
const starts = (cluster: Cluster): number[] => [1, 2, 3].map((broker) => log(cluster, broker).logStartOffset);
const deleteBefore = (before: number | null): Intervention => ({
  type: 'deleteRecords',
  topic: 'orders',
  partition: 0,
  before,
});
const answers = (cluster: Cluster): string[] =>
  cluster.entries('AdminAnswered').flatMap(({ args }) => (args.request === 'DeleteRecords' ? [args.error] : []));

describe('DeleteRecords', () => {
  const cluster = (config: NewTopic['config'] = {}): Cluster =>
    new Cluster(
      scenario({
        topics: [placed(config)],
        producers: [producer('p', 'orders', { program: { count: 20, keys: ['k'] } })],
        consumers: [consumer('c', ['orders'], { startAt: s(9) })],
      }),
    );

  it('moves the log start offset of the leader at once and of its followers by their fetches, and is answered then', () => {
    const run = cluster().do(5, deleteBefore(12)).until(8);
    expect(starts(run)).toEqual([12, 12, 12]);
    const moved = run.entries('LogStartOffsetMoved').map(({ args, t }) => ({ broker: args.broker, why: args.why, t }));
    expect(moved.map(({ broker, why }) => [broker, why])).toEqual(
      expect.arrayContaining([
        [1, 'DeleteRecords'],
        [2, 'leader'],
        [3, 'leader'],
      ]) as unknown,
    );
    expect(moved[0]?.broker).toBe(1);
    expect(answers(run)).toEqual(['NONE']);
    const answered = run.entries('AdminAnswered').find(({ args }) => args.request === 'DeleteRecords')?.t ?? 0;
    expect(answered).toBeGreaterThan(Math.max(...moved.map(({ t }) => t)));
  });

  it('a consumer that begins then reads from the new start', () => {
    const run = cluster().do(5, deleteBefore(12)).until(12);
    expect(Math.min(...run.entries('RecordsPrinted').map(({ args }) => args.from))).toBe(12);
  });

  it('without an offset deletes all that is committed; nothing beyond that', () => {
    expect(starts(cluster().do(5, deleteBefore(null)).until(8))).toEqual([20, 20, 20]);
    const beyond = cluster().do(5, deleteBefore(21)).until(8);
    expect([answers(beyond), starts(beyond)]).toEqual([['OFFSET_OUT_OF_RANGE'], [0, 0, 0]]);
  });

  it('is refused for a topic that only compaction may clean', () => {
    const compacted = cluster({ 'cleanup.policy': 'compact' }).do(5, deleteBefore(3)).until(8);
    expect(answers(compacted)).toEqual(['POLICY_VIOLATION']);
    const both = cluster({ 'cleanup.policy': 'compact,delete' }).do(5, deleteBefore(3)).until(8);
    expect([answers(both), starts(both)]).toEqual([['NONE'], [3, 3, 3]]);
  });

  it('waits for a follower that is cut off, in vain, and the leader’s records are gone all the same', () => {
    const run = cluster().do(4.9, { type: 'cutLink', from: 'broker-3', to: 'broker-1' });
    run.do(5, deleteBefore(12)).until(70);
    // The operator's client gives each attempt 30 s, and all of them a minute.
    expect(answers(run)).toEqual(['TimeoutException']);
    expect(starts(run)).toEqual([12, 12, 0]);
  });

  it('takes a segment off the disk only when all of it lies below, at the next check of retention', () => {
    const run = cluster({ 'segment.bytes': '400' });
    const before = allSegments(log(run.until(4), 1)).map(({ baseOffset }) => baseOffset);
    const [, second = 0, third = 0] = before;
    expect(third).toBeGreaterThan(second);
    run.do(5, deleteBefore(third - 1)).until(28);
    expect(allSegments(log(run, 1)).map(({ baseOffset }) => baseOffset)).toEqual(before);
    run.until(40);
    expect(allSegments(log(run, 1))[0]?.baseOffset).toBe(second);
    expect(log(run, 1).logStartOffset).toBe(third - 1);
    expect(run.entries('SegmentsDeleted')[0]?.args.reason).toBe('log start');
  });
});

describe('retention', () => {
  it('each replica deletes its own old segments, at checks that begin 30 s after its start; the log goes on at its end', () => {
    const run = new Cluster(
      scenario({
        config: { broker: { 'log.retention.check.interval.ms': '10000' }, producer: {}, consumer: {} },
        topics: [placed({ 'retention.ms': '5000' })],
        producers: [producer('p', 'orders', { program: { count: 20 } })],
      }),
    ).until(29.9);
    expect(log(run, 2).sizeInBytes).toBeGreaterThan(0);
    run.until(45);
    for (const broker of [1, 2, 3]) {
      const { logStartOffset, logEndOffset, sizeInBytes, batches, first } = log(run, broker);
      expect([logStartOffset, logEndOffset, sizeInBytes, batches.length - first]).toEqual([20, 20, 0, 0]);
    }
    const deleted = run.entries('SegmentsDeleted');
    expect(deleted.map(({ args }) => args.broker).sort()).toEqual([1, 2, 3]);
    for (const { t } of deleted) expect(t).toBeGreaterThan(s(30));
  });

  it('a follower that comes back after what it lacks was deleted begins where the leader’s log starts', () => {
    const run = new Cluster(
      scenario({
        config: { broker: { 'log.retention.check.interval.ms': '10000' }, producer: {}, consumer: {} },
        topics: [placed({ 'retention.ms': '5000', 'segment.bytes': '400' })],
        producers: [producer('p', 'orders', { program: { count: 500 } })],
      }),
    );
    run
      .do(3, { type: 'crash', node: 'broker-3', kind: 'process' })
      .do(45, { type: 'start', node: 'broker-3' })
      .until(49);
    expect(log(run, 3).logStartOffset).toBeGreaterThan(100);
    const { logStartOffset, logEndOffset } = log(run, 1);
    expect(log(run, 3)).toMatchObject({ logStartOffset, logEndOffset });
    expect(logEndOffset).toBeGreaterThan(logStartOffset);
    expect(recordsOf(log(run, 3))).toEqual(recordsOf(log(run, 1)));
  });
});

describe('an idle log', () => {
  it('has no timer but for retention, days away', () => {
    const run = new Cluster(
      scenario({ topics: [placed({})], producers: [producer('p', 'orders', { program: { count: 5 } })] }),
    );
    run.until(200);
    const written = run.entries('LogFlushed').length + run.entries('HighWatermarksCheckpointed').length;
    run.until(400);
    expect(run.entries('LogFlushed').length + run.entries('HighWatermarksCheckpointed').length).toBe(written);
  });
});
