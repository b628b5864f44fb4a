import { describe, expect, it } from 'vitest';

import type { NewConsumer } from '../../../src/sim/intervention.ts';
import { producer, s, type Cluster } from '../../sim/cluster/build.ts';
import { by, committedBy, groupCluster, member, processedBy, stateOf } from '../../sim/client/group/support/members.ts';

/* The cases in prose of vectors/consumer.json about commits, each with a real member and a real coordinator. */

/** One partition with so many records when the member starts at 5 s; it joins by 7 s. */
function withRecords(
  count: number,
  more: Partial<NewConsumer> = {},
  config: { readonly [name: string]: string } = {},
): Cluster {
  return groupCluster([member('c', config, { ...more, startAt: s(5) })], { partitions: 1, count, interval: 0.1 });
}

const restart = (cluster: Cluster, at: number): Cluster =>
  cluster
    .do(at, { type: 'crash', node: 'c', kind: 'process' })
    .do(at + 12, { type: 'start', node: 'c' })
    .until(at + 20);

const lastStart = (cluster: Cluster): unknown => by(cluster, 'c', 'PositionReset').at(-1)?.args;
const offsets = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `0:${from + i}`);
/** When poll() first returned something, in seconds. */
const firstPoll = (cluster: Cluster): number => (by(cluster, 'c', 'RecordsPrinted')[0]?.t ?? 0) / 1e6;

describe('a commit', () => {
  it('consumer-035 is the next offset to read', () => {
    const more = producer('q', 'orders', { startAt: s(14), program: { count: 5, interval: s(0.1) } });
    const cluster = groupCluster([member('c', {}, { commit: 'after', startAt: s(5) })], { partitions: 1, count: 5 });
    cluster.until(12);
    expect(committedBy(cluster, 'c')).toEqual({ 0: 5 });
    cluster.do(12, { type: 'crash', node: 'c', kind: 'process' }).do(13, { type: 'addProducer', producer: more });
    cluster.do(25, { type: 'start', node: 'c' }).until(35);
    expect(lastStart(cluster)).toMatchObject({ to: 5, policy: 'committed' });
    expect(processedBy(cluster, 'c')).toEqual(offsets(0, 10));
  });

  it('consumer-037 without arguments covers all that poll() returned, processed or not', () => {
    const cluster = withRecords(10, { commit: 'before', processing: s(1) }).until(7);
    restart(cluster, firstPoll(cluster) + 3.5);
    expect(committedBy(cluster, 'c')).toEqual({ 0: 10 });
    expect(processedBy(cluster, 'c')).toEqual(offsets(0, 3));
  });

  it('consumer-053 of records that wait for somebody else to process them loses them with the crash', () => {
    const cluster = withRecords(10, { commit: 'before', processing: s(5) }).until(7);
    restart(cluster, firstPoll(cluster) + 2);
    expect(committedBy(cluster, 'c')).toEqual({ 0: 10 });
    expect(lastStart(cluster)).toMatchObject({ to: 10, policy: 'committed' });
    expect(processedBy(cluster, 'c')).toEqual([]);
  });

  it('consumer-038 that a crash comes before is not there: everything is processed again', () => {
    const cluster = withRecords(10, { commit: 'none' });
    restart(cluster, 10);
    expect(committedBy(cluster, 'c')).toEqual({});
    expect(processedBy(cluster, 'c')).toEqual([...offsets(0, 10), ...offsets(0, 10)]);
  });

  it('consumer-040 does not come of a seek', () => {
    const cluster = withRecords(10, { commit: 'none' });
    cluster.do(9, { type: 'seek', node: 'c', topic: 'orders', partition: 0, to: 3 });
    cluster.do(10, { type: 'stop', node: 'c' }).do(12, { type: 'start', node: 'c' }).until(20);
    expect(by(cluster, 'c', 'CommitSucceeded')).toHaveLength(0);
    expect(lastStart(cluster)).toMatchObject({ to: 0, policy: 'earliest' });
  });

  it('consumer-041 may go backwards', () => {
    const cluster = withRecords(10, { commit: 'after' }).until(9);
    expect(committedBy(cluster, 'c')).toEqual({ 0: 10 });
    const offset = { topic: 'orders', partition: 0, offset: 4 };
    restart(cluster.do(9, { type: 'commit', node: 'c', offsets: [offset] }), 10);
    expect(lastStart(cluster)).toMatchObject({ to: 4, policy: 'committed' });
    expect(committedBy(cluster, 'c')).toEqual({ 0: 10 });
  });

  it('consumer-043 belongs to one group: another begins at the log start', () => {
    const other = member('d', { 'group.id': 'other' }, { startAt: s(10) });
    const mine = member('c', {}, { commit: 'after', startAt: s(5) });
    const cluster = groupCluster([mine, other], { partitions: 1, count: 5 }).until(20);
    expect(committedBy(cluster, 'c')).toEqual({ 0: 5 });
    expect(by(cluster, 'd', 'PositionReset')[0]?.args).toMatchObject({ to: 0, policy: 'earliest' });
  });

  it('consumer-044 expires when the group has been empty for offsets.retention.minutes', () => {
    const broker = {
      'offsets.topic.num.partitions': '1',
      'offsets.retention.minutes': '1',
      'offsets.retention.check.interval.ms': '10000',
    };
    const more = { config: { broker, producer: {}, consumer: {} } };
    const play = (back: number): Cluster =>
      groupCluster([member('c', {}, { startAt: s(5) })], { partitions: 1, count: 5, more })
        .do(15, { type: 'stop', node: 'c' })
        .do(back, { type: 'start', node: 'c' })
        .until(back + 10);
    expect(lastStart(play(45))).toMatchObject({ to: 5, policy: 'committed' });
    expect(lastStart(play(120))).toMatchObject({ to: 0, policy: 'earliest' });
  });
});

describe('auto-commit', () => {
  const TEN = { 'max.poll.records': '10' };

  it('consumer-046 is made by poll() alone, and not before the interval is over', () => {
    const cluster = withRecords(20, { processing: s(0.3) }, TEN).until(7);
    cluster.until(firstPoll(cluster) + 3.5);
    expect(by(cluster, 'c', 'RecordsPrinted')).toHaveLength(2);
    expect(committedBy(cluster, 'c')).toEqual({});
  });

  it('consumer-047 is of what earlier polls have returned', () => {
    const cluster = withRecords(20, { processing: s(0.5) }, TEN).until(7);
    cluster.until(firstPoll(cluster) + 5.5);
    expect(by(cluster, 'c', 'RecordsPrinted')).toHaveLength(2);
    expect(committedBy(cluster, 'c')).toEqual({ 0: 10 });
  });

  it('consumer-049 does not happen while the program works', () => {
    const cluster = withRecords(10, { processing: s(10) }).until(7);
    restart(cluster, firstPoll(cluster) + 60);
    expect(by(cluster, 'c', 'CommitSucceeded').filter(({ t }) => t < s(65))).toHaveLength(0);
    expect(by(cluster, 'c', 'RecordsPrinted').map(({ args }) => [args.from, args.to])).toEqual([
      [0, 10],
      [0, 10],
    ]);
  });

  it('consumer-050 happens once more in close()', () => {
    const cluster = withRecords(10).until(7);
    cluster.do(firstPoll(cluster) + 1, { type: 'stop', node: 'c' }).until(15);
    expect(by(cluster, 'c', 'CommitSucceeded').map(({ args }) => [args.how, args.offsets])).toEqual([['close', [10]]]);
  });

  it('consumer-052 does not happen when the process is killed', () => {
    const cluster = withRecords(20, { processing: s(0.4) }, TEN).until(7);
    restart(cluster, firstPoll(cluster) + 4.5);
    expect(by(cluster, 'c', 'CommitSucceeded').filter(({ t }) => t < s(firstPoll(cluster) + 4.5))).toHaveLength(0);
    expect(lastStart(cluster)).toMatchObject({ to: 0, policy: 'earliest' });
    expect(stateOf(cluster, 'c').failed).toBeNull();
  });
});
