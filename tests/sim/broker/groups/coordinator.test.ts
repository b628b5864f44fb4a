import { describe, expect, it } from 'vitest';

import { MS, SECOND } from '../../../../src/sim/time.ts';
import { CoordinatorBench } from '../../../conformance/support/coordinator-bench.ts';
import { commitOf, committedIn, errorsIn, fetchOf, joinOf } from './requests.ts';

const JOIN = joinOf('g', 'c');

/** The group's partition of __consumer_offsets. */
function shardOf(bench: CoordinatorBench, group: string): number {
  return bench.entry(group)?.shard ?? -1;
}

describe.each(['3.9', '4.0'] as const)('a group coordinator in %s', (era) => {
  it('is found on every broker, and answers alone', () => {
    const bench = new CoordinatorBench({ era, brokers: 3 });
    const coordinator = bench.coordinator('g');
    expect([1, 2, 3].map((broker) => bench.coordinator('g', broker))).toEqual(Array(3).fill(coordinator));
    const other = coordinator === 1 ? 2 : 1;
    expect(errorsIn(bench.askBroker('c', other, commitOf('g', 't', { 0: 1 })))).toEqual(['NOT_COORDINATOR']);
    expect(bench.askBroker('c', other, fetchOf('g', 't', [0]))).toMatchObject({ errorCode: 'NOT_COORDINATOR' });
    expect(bench.askBroker('c', other, { ...JOIN, groupId: '' })).toMatchObject({ errorCode: 'INVALID_GROUP_ID' });
  });

  it('hands its groups over to the next leader of their partition, which reads them', () => {
    const bench = new CoordinatorBench({ era, brokers: 3 });
    const first = bench.coordinator('g');
    bench.ask('c', 'g', commitOf('g', 't', { 0: 7, 2: 9 }));
    bench.bench.run(SECOND).do({ type: 'crash', node: `broker-${first}`, kind: 'process' });
    const asked = first === 1 ? 2 : 1;
    bench.bench.until('another broker leads', () => {
      const { errorCode, nodeId } = bench.find('g', asked);
      return errorCode === 'NONE' && nodeId !== first;
    });
    bench.forgetCoordinator('g');
    const second = bench.find('g', asked).nodeId;
    bench.bench.run(SECOND);
    expect(committedIn(bench.askBroker('c', second, fetchOf('g', 't', [0, 1, 2])))).toEqual([7, -1, 9]);
    expect(bench.bench.broker(first).groups).toEqual({ shards: [], groups: [], pending: [] });
    expect(bench.entry('g')?.group).toMatchObject({ protocol: 'classic', state: 'Empty' });
  });

  it('answers COORDINATOR_LOAD_IN_PROGRESS until it has read its partition', () => {
    const bench = new CoordinatorBench({ era });
    bench.ask('c', 'g', commitOf('g', 't', { 0: 7 }));
    bench.bench
      .run(SECOND)
      .do({ type: 'crash', node: 'broker-1', kind: 'process' })
      .run(30 * SECOND);
    bench.bench.do({ type: 'start', node: 'broker-1' });
    const loading = (): boolean => bench.bench.broker(1).groups.shards.some(({ state }) => state === 'LOADING');
    bench.bench.until('it reads', loading);
    const before = bench.bench.entries.length;
    bench.bench.until('it has read', () => !loading());
    expect(bench.bench.entries.slice(before).map(({ type }) => type)).toContain('CoordinatorLoaded');
    expect(committedIn(bench.askBroker('d', 1, fetchOf('g', 't', [0])))).toEqual([7]);
  });

  it('does not answer a commit before the in-sync replicas have it', () => {
    const bench = new CoordinatorBench({ era, brokers: 2 });
    const coordinator = bench.coordinator('g');
    bench.bench.link('broker-1', 'broker-2', 'cutLink');
    bench.send('c', 'g', commitOf('g', 't', { 0: 7 })).bench.run(SECOND);
    expect(bench.answers('c')).toEqual([]);
    expect(committedIn(bench.ask('d', 'g', fetchOf('g', 't', [0])))).toEqual([-1]);
    bench.bench.link('broker-1', 'broker-2', 'healLink').run(3 * SECOND);
    expect(bench.answers('c').flatMap(errorsIn)).toEqual(['NONE']);
    expect(committedIn(bench.ask('d', 'g', fetchOf('g', 't', [0])))).toEqual([7]);
    expect(bench.bench.broker(coordinator).groups.pending).toEqual([]);
  });

  it('makes who wants stable offsets wait for a commit under way', () => {
    const bench = new CoordinatorBench({ era, brokers: 2 });
    bench.ask('c', 'g', commitOf('g', 't', { 0: 1, 1: 1 }));
    bench.bench.link('broker-1', 'broker-2', 'cutLink');
    const stable = { ...fetchOf('g', 't', [0, 1]), requireStable: true };
    bench
      .send('c', 'g', commitOf('g', 't', { 0: 7 }))
      .send('d', 'g', stable)
      .bench.run(SECOND);
    if (era === '4.0') expect(bench.answers('d')).toEqual([]);
    bench.bench.link('broker-1', 'broker-2', 'healLink').run(3 * SECOND);
    const answers = bench.answers('d').flatMap((answer) => committedIn(answer));
    expect(answers).toEqual(era === '4.0' ? [7, 1] : [-1, 1]);
    const [first] = bench.answers('d');
    const errors = first?.type === 'OffsetFetchResponse' ? first.topics[0]?.partitions.map((one) => one.errorCode) : [];
    expect(errors).toEqual([era === '4.0' ? 'NONE' : 'UNSTABLE_OFFSET_COMMIT', 'NONE']);
    expect(committedIn(bench.ask('d', 'g', stable))).toEqual([7, 1]);
  });

  it('gives up on a commit after offsets.commit.timeout.ms', () => {
    const bench = new CoordinatorBench({ era, brokers: 2, config: { 'replica.lag.time.max.ms': 60_000 } });
    bench.coordinator('g');
    bench.bench.link('broker-1', 'broker-2', 'cutLink');
    const at = bench.bench.world.now;
    bench.send('c', 'g', commitOf('g', 't', { 0: 7 }));
    bench.bench.until('it answers', () => bench.answers('c').length > 0);
    // Up to 3.9 the error of the append is passed on as it is (storeOffsets).
    const error = era === '4.0' ? 'COORDINATOR_NOT_AVAILABLE' : 'REQUEST_TIMED_OUT';
    expect(bench.answers('c').flatMap(errorsIn)).toEqual([error]);
    expect(Math.floor((bench.bench.world.now - at) / SECOND)).toBe(5);
    bench.bench.link('broker-1', 'broker-2', 'healLink').run(20 * SECOND);
    // The record is in the log and committed in the end. The older coordinator had given it up, until somebody reads the log again.
    expect(committedIn(bench.ask('d', 'g', fetchOf('g', 't', [0])))).toEqual([era === '4.0' ? 7 : -1]);
  });

  it('writes nothing with fewer in-sync replicas than min.insync.replicas', () => {
    const config = { 'min.insync.replicas': 2, 'replica.lag.time.max.ms': 2000 };
    const bench = new CoordinatorBench({ era, brokers: 2, config });
    const coordinator = bench.coordinator('g');
    bench.ask('c', 'g', commitOf('g', 't', { 0: 1 }));
    bench.bench.do({ type: 'crash', node: `broker-${3 - coordinator}`, kind: 'process' }).run(30 * SECOND);
    const shard = shardOf(bench, 'g');
    const end = (): number => bench.bench.replica(coordinator, '__consumer_offsets', shard).log.logEndOffset;
    const before = end();
    expect(errorsIn(bench.ask('c', 'g', commitOf('g', 't', { 0: 2 })))).toEqual(['COORDINATOR_NOT_AVAILABLE']);
    expect(end()).toBe(before);
  });

  it('tells members whose join it parks that it is not the coordinator any more', () => {
    const bench = new CoordinatorBench({ era, brokers: 3, config: { 'group.initial.rebalance.delay.ms': 60_000 } });
    const first = bench.coordinator('g');
    bench.send('c', 'g', JOIN).bench.run(SECOND);
    expect(bench.answers('c')).toEqual([]);
    bench.bench.do({ type: 'stop', node: `broker-${first}` }).run(20 * SECOND);
    expect(bench.answers('c')).toMatchObject([{ type: 'JoinGroupResponse', errorCode: 'NOT_COORDINATOR' }]);
  });

  it('refuses partitions that nobody knows and metadata that is too large, one by one', () => {
    const bench = new CoordinatorBench({ era, config: { 'offset.metadata.max.bytes': 4 } });
    expect(errorsIn(bench.ask('c', 'g', commitOf('g', 't', { 0: 7, 8: 1 })))).toEqual([
      'NONE',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    expect(errorsIn(bench.ask('c', 'g', commitOf('g', 't', { 0: 8 }, 'long')))).toEqual(['NONE']);
    expect(errorsIn(bench.ask('c', 'g', commitOf('g', 't', { 0: 9 }, 'longer')))).toEqual([
      'OFFSET_METADATA_TOO_LARGE',
    ]);
    expect(committedIn(bench.ask('c', 'g', fetchOf('g', 't', [0])))).toEqual([8]);
    expect(bench.ask('c', 'g', { ...fetchOf('g', 't', []), topics: null }).topics).toEqual([
      {
        name: 't',
        partitions: [
          { partitionIndex: 0, committedOffset: 8, committedLeaderEpoch: -1, metadata: 'long', errorCode: 'NONE' },
        ],
      },
    ]);
  });

  it('costs nothing where there is no group', () => {
    const bench = new CoordinatorBench({ era });
    bench.bench.run(100 * MS);
    expect(bench.bench.broker(1).groups).toEqual({ shards: [], groups: [], pending: [] });
  });
});
