import { describe, expect, it } from 'vitest';

import type { ConsumerState } from '../../../../src/sim/client/state.ts';
import { metadata, ms, type ClientBench } from '../support/client-bench.ts';
import { batchAt, fetched, offsets, startedConsumer } from '../support/consuming.ts';
import { by, groupCluster, member as memberOf } from './support/members.ts';
import { heartbeat, member, settled, stable } from './support/joined.ts';
import { s } from '../../cluster/build.ts';

/* What kafka-python does in its own way (kafka/coordinator/base.py, kafka/coordinator/consumer.py of 2.0.2 and 3.0). */

const LOG = { logStartOffset: 0, highWatermark: 0, logEndOffset: 0, lastStableOffset: 0 };
const QUIET = { 'enable.auto.commit': 'false' };

/** A member that has been handed two records, and whose commit is answered so. */
function committed(client: string, errorCode: 'REBALANCE_IN_PROGRESS' | 'ILLEGAL_GENERATION') {
  const bench = settled(stable(client, '3.9', { ...QUIET, 'heartbeat.interval.ms': '9000' })).await('FetchRequest');
  bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records: [batchAt(0, 2, { partitionLeaderEpoch: 4 })] }]));
  bench.do({ type: 'commit', node: 'c', offsets: null });
  const request = bench.open('OffsetCommitRequest')[0];
  bench.answer('OffsetCommitRequest', {
    type: 'OffsetCommitResponse',
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode }] }],
  });
  return { bench, request };
}

const joinsAs = (bench: ClientBench<ConsumerState>): readonly string[] =>
  bench
    .await('JoinGroupRequest')
    .open('JoinGroupRequest')
    .map(({ memberId }) => memberId);

describe('a member whose commit is refused', () => {
  it.each([
    ['kafka-python', 'REBALANCE_IN_PROGRESS', ''],
    ['kafka-python', 'ILLEGAL_GENERATION', ''],
    ['kafka-python-3.0', 'REBALANCE_IN_PROGRESS', 'me'],
    ['kafka-python-3.0', 'ILLEGAL_GENERATION', 'me'],
    ['java-2.8', 'REBALANCE_IN_PROGRESS', 'me'],
    ['java-3.9', 'REBALANCE_IN_PROGRESS', 'me'],
  ] as const)('as %s with %s joins again as %j', (client, error, id) => {
    expect(joinsAs(committed(client, error).bench)).toEqual([id]);
  });
});

describe('an OffsetCommit', () => {
  it.each([
    ['kafka-python', -1],
    ['kcat', -1],
    ['kafka-python-3.0', 4],
    ['java-2.8', 4],
  ])('of %s says that the record before its offset is of leader epoch %i', (client, epoch) => {
    const { request } = committed(client, 'ILLEGAL_GENERATION');
    const first = request?.topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === 0);
    expect(first).toMatchObject({ committedOffset: 2, committedLeaderEpoch: epoch });
  });
});

describe('a Fetch', () => {
  it.each([
    ['kafka-python', -1],
    ['kcat', -1],
    ['librdkafka', 7],
    ['java-2.8', 7],
  ])(
    'of %s names leader epoch %i to a leader of epoch 7: who names none is not refused for it (KIP-320)',
    (client, epoch) => {
      const bench = startedConsumer({ client, config: { 'auto.offset.reset': 'earliest' } });
      bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }, { epoch: 7 }));
      bench.await('ListOffsetsRequest').answer('ListOffsetsRequest', (request) => offsets(request, [LOG]));
      const [request] = bench.await('FetchRequest').open('FetchRequest');
      expect(request?.topics[0]?.partitions[0]?.currentLeaderEpoch).toBe(epoch);
    },
  );
});

describe('what was assigned to a member that the coordinator does not know any more', () => {
  it.each([
    ['kafka-python', 'PartitionsRevoked'],
    ['kafka-python-3.0', 'PartitionsLost'],
    ['java-3.9', 'PartitionsLost'],
  ] as const)('is, to the listener of %s: %s', (client, type) => {
    const bench = heartbeat(settled(stable(client, '3.9', QUIET)), 'UNKNOWN_MEMBER_ID');
    expect(bench.entriesOf(type).map(({ partitions }) => partitions.length)).toEqual([2]);
  });
});

describe('a JoinGroup', () => {
  it.each([
    ['kafka-python', 20_000],
    ['kafka-python-3.0', 305_000],
    ['java-3.9', 305_000],
  ])('of %s must be answered in %i ms where request.timeout.ms is 20 s', (client, timeout) => {
    const bench = member(client, '3.9', { ...QUIET, 'request.timeout.ms': '20000' }).await('JoinGroupRequest');
    expect(bench.timeoutOf('JoinGroupRequest')).toBe(ms(timeout));
  });
});

describe('kafka-python 2.0.2 without a group', () => {
  it.each([
    ['kafka-python', 'earliest', 'twice'],
    ['kafka-python-3.0', 'earliest', 'once'],
    ['java', 'earliest', 'once'],
  ])('(%s, %s) prints %3$s what it has read when its topic gets another partition', (client, reset, often) => {
    const config = { 'group.id': '', 'auto.offset.reset': reset, 'metadata.max.age.ms': '5000' };
    const cluster = groupCluster([memberOf('c', config, { client })], { partitions: 1, count: 10 }).until(12);
    cluster.do(12, { type: 'createPartitions', topic: 'orders', count: 2, assignment: null }).until(25);
    const from = by(cluster, 'c', 'RecordsPrinted').reduce((sum, { args }) => sum + args.to - args.from, 0);
    expect(from).toBe(often === 'twice' ? 20 : 10);
  });
});

describe('a group of kafka-python 2.0.2 whose coordinator dies', () => {
  it('stands still until there is another one, where a group of Java reads on', () => {
    const meanwhile = (client: string): number => {
      const config = { 'session.timeout.ms': '10000', 'auto.offset.reset': 'earliest' };
      const cluster = groupCluster([memberOf('a', config, { client })], { mode: 'kraft', interval: 0.1 }).until(20);
      const coordinator = by(cluster, 'a', 'CoordinatorFound').at(-1)?.args.broker ?? 0;
      cluster.do(20, { type: 'crash', node: `broker-${coordinator}`, kind: 'process' }).until(45);
      const next = by(cluster, 'a', 'CoordinatorFound').find(({ args }) => args.broker !== coordinator)?.t ?? 0;
      const lost = by(cluster, 'a', 'CoordinatorLost').find(({ t }) => t >= s(20))?.t ?? 0;
      expect(next - lost).toBeGreaterThan(s(5));
      expect(by(cluster, 'a', 'RecordsPrinted').at(-1)?.t).toBeGreaterThan(s(44));
      return by(cluster, 'a', 'RecordsPrinted').filter(({ t }) => t > lost && t < next).length;
    };
    expect(meanwhile('kafka-python')).toBe(0);
    expect(meanwhile('java-3.9')).toBeGreaterThan(0);
  });
});
