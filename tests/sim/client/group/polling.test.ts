import { describe, expect, it } from 'vitest';

import type { ConsumerState } from '../../../../src/sim/client/state.ts';
import { metadata, ms, type ClientBench } from '../support/client-bench.ts';
import { batchAt, fetched } from '../support/consuming.ts';
import { heartbeat, settled, stable } from './support/joined.ts';

const COOPERATIVE = { 'partition.assignment.strategy': 'cooperative-sticky' };
const LONG = { 'auto.commit.interval.ms': '60000', 'heartbeat.interval.ms': '3000' };

/** A member whose commit before a rejoin is under way, and which has had an answer to its Fetch meanwhile. */
function committing(client: string, config: { readonly [name: string]: string } = {}): ClientBench<ConsumerState> {
  const bench = settled(stable(client, '3.9', { ...LONG, ...config })).await('FetchRequest');
  heartbeat(bench, 'REBALANCE_IN_PROGRESS');
  expect(bench.open('OffsetCommitRequest')).toHaveLength(1);
  return bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records: [] }]));
}

/** Its coordinator is lost, and nobody knows another one. */
function withoutCoordinator(client: string): ClientBench<ConsumerState> {
  const bench = settled(stable(client, '3.9', { ...LONG, 'enable.auto.commit': 'false' })).await('FetchRequest');
  return heartbeat(bench, 'NOT_COORDINATOR');
}

const printed = (bench: ClientBench<ConsumerState>): number =>
  bench.entriesOf('RecordsPrinted').reduce((sum, { from, to }) => sum + to - from, 0);

describe('while a member commits before it joins again', () => {
  it.each([
    ['java-2.8', 'range', 0],
    ['java-2.8', 'cooperative-sticky', 0],
    ['java-3.9', 'range', 0],
    ['java-4.0', 'range', 0],
    ['kafka-python-3.0', 'range', 0],
    ['java-3.9', 'cooperative-sticky', 1],
    ['java-4.0', 'cooperative-sticky', 1],
  ])('%s with %s has %3$i Fetch requests under way once the last is answered', (client, strategy, fetches) => {
    const bench = committing(client, { 'partition.assignment.strategy': strategy });
    expect(bench.open('FetchRequest')).toHaveLength(fetches);
  });

  it('fetching goes on as soon as a cooperative member of 2.8 has committed', () => {
    const bench = committing('java-2.8', COOPERATIVE);
    bench.answer('OffsetCommitRequest', {
      type: 'OffsetCommitResponse',
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 'NONE' }] }],
    });
    expect(bench.open('JoinGroupRequest')).toHaveLength(1);
    expect(bench.open('FetchRequest')).toHaveLength(1);
  });
});

describe('positions are neither found nor checked while Java joins a group', () => {
  it.each([
    ['java-3.9', 0],
    ['librdkafka', 1],
  ])('%s asks %i times whether its log is still the leader’s', (client, questions) => {
    const config = { ...LONG, ...COOPERATIVE, 'enable.auto.commit': 'false' };
    const bench = settled(stable(client, '3.9', config)).await('FetchRequest');
    bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records: [batchAt(0, 2)] }]));
    heartbeat(bench, 'REBALANCE_IN_PROGRESS');
    expect(bench.open('JoinGroupRequest')).toHaveLength(1);
    bench.answer('FetchRequest', fetched([{ partitionIndex: 0, errorCode: 'NOT_LEADER_OR_FOLLOWER' }]));
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [3, 1] }, { epoch: 1 }));
    bench.advance(bench.now + ms(200)).accept();
    expect(bench.open('OffsetForLeaderEpochRequest')).toHaveLength(questions);
  });
});

describe('while a group has no coordinator', () => {
  it.each([
    ['java-2.8', 2],
    ['java-4.0', 2],
    ['librdkafka', 2],
    ['kafka-python', 0],
    ['kafka-python-3.0', 0],
  ])('%s hands over %i records that it has fetched', (client, records) => {
    const bench = withoutCoordinator(client);
    bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records: [batchAt(0, 2)] }]));
    expect(printed(bench)).toBe(records);
    bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', {
      type: 'FindCoordinatorResponse',
      coordinators: [{ key: 'g', nodeId: 3, errorCode: 'NONE' }],
    });
    bench.accept();
    expect(printed(bench)).toBe(2);
  });
});
