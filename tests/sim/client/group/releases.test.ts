import { describe, expect, it } from 'vitest';

import type { ConsumerState } from '../../../../src/sim/client/state.ts';
import { ms, type ClientBench } from '../support/client-bench.ts';
import { batchAt, fetched } from '../support/consuming.ts';
import { each } from '../support/releases.ts';
import { heartbeat, member, settled, stable } from './support/joined.ts';

describe('a member by the classic protocol', () => {
  const quiet = { 'enable.auto.commit': 'false' };

  it.each(each({ 'java-2.8': '', 'java-3.9': 'me', 'java-4.0': 'me' }))(
    'that is %s with brokers of %s joins after ILLEGAL_GENERATION as %j',
    (client, era, id) => {
      const bench = heartbeat(stable(client, era, quiet), 'ILLEGAL_GENERATION');
      expect(bench.open('JoinGroupRequest').map(({ memberId }) => memberId)).toEqual([id]);
    },
  );

  it.each(
    each({ 'java-2.8': '', 'java-3.9': 'group is already rebalancing', 'java-4.0': 'group is already rebalancing' }),
  )('that is %s with brokers of %s tells them why it joins: %j', (client, era, reason) => {
    const bench = heartbeat(stable(client, era, quiet), 'REBALANCE_IN_PROGRESS');
    expect(bench.open('JoinGroupRequest').map((request) => request.reason)).toEqual([reason]);
  });

  it.each(
    each({ 'java-2.8': '', 'java-3.9': 'the consumer is being closed', 'java-4.0': 'the consumer is being closed' }),
  )('that is %s with brokers of %s tells them why it leaves: %j', (client, era, reason) => {
    const bench = stable(client, era, quiet).take({ type: 'stop' });
    expect(bench.open('LeaveGroupRequest').map(({ members }) => members[0]?.reason)).toEqual([reason]);
  });

  it.each(each({ 'java-2.8': -1, 'java-3.9': 1, 'java-4.0': 1 }))(
    'that is %s with brokers of %s says that its partitions are of generation %i',
    (client, era, generation) => {
      const cooperative = { ...quiet, 'partition.assignment.strategy': 'cooperative-sticky' };
      const bench = heartbeat(stable(client, era, cooperative), 'REBALANCE_IN_PROGRESS');
      const subscription = bench.open('JoinGroupRequest')[0]?.protocols[0]?.metadata;
      expect(subscription?.ownedPartitions).toEqual([{ topic: 'orders', partitions: [0, 1] }]);
      expect(subscription?.generationId).toBe(generation);
    },
  );

  it.each(each({ 'java-2.8': false, 'java-3.9': true, 'java-4.0': true }))(
    'that is %s with brokers of %s knows that a leader may have nothing to share out: %j',
    (client, era, knows) => {
      const [request] = member(client, era).await('JoinGroupRequest').open('JoinGroupRequest');
      expect(request?.supportsSkippingAssignment).toBe(knows);
    },
  );

  it.each(each({ 'java-2.8': 0, 'java-3.9': 2, 'java-4.0': 2 }))(
    'that is %s with brokers of %s, cooperative, hands over %i records while it commits before it joins again',
    (client, era, records) => {
      const bench = settled(
        stable(client, era, {
          'partition.assignment.strategy': 'cooperative-sticky',
          'auto.commit.interval.ms': '60000',
        }),
      );
      bench.await('FetchRequest');
      heartbeat(bench, 'REBALANCE_IN_PROGRESS');
      expect(bench.open('OffsetCommitRequest')).toHaveLength(1);
      bench.answer('FetchRequest', fetched([{ partitionIndex: 0, records: [batchAt(0, 2)] }]));
      expect(bench.entriesOf('RecordsPrinted').reduce((sum, { from, to }) => sum + to - from, 0)).toBe(records);
    },
  );
});

describe('waits between attempts', () => {
  /** Milliseconds between refusals and the next attempt, five times in a row. */
  function waits(
    bench: ClientBench<ConsumerState>,
    refuse: () => void,
    type: 'OffsetFetchRequest' | 'OffsetCommitRequest',
  ) {
    return Array.from({ length: 5 }, () => {
      refuse();
      const from = bench.now;
      bench.await(type);
      return (bench.now - from) / 1000;
    });
  }
  const fixed = [100, 100, 100, 100, 100];
  const growing = [100, 200, 400, 800, 1000];

  it.each(each({ 'java-2.8': fixed, 'java-3.9': growing, 'java-4.0': growing }))(
    'of %s with brokers of %s, for committed offsets, are %j ms',
    (client, era, expected) => {
      const bench = stable(client, era, { 'heartbeat.interval.ms': '9000' }).await('OffsetFetchRequest');
      const refuse = () =>
        bench.answer('OffsetFetchRequest', {
          type: 'OffsetFetchResponse',
          errorCode: 'COORDINATOR_LOAD_IN_PROGRESS',
          topics: [],
        });
      waits(bench, refuse, 'OffsetFetchRequest').forEach((wait, i) => near(wait, expected[i] as number));
    },
  );

  it.each(each({ 'java-2.8': fixed, 'java-3.9': growing, 'java-4.0': growing }))(
    'of %s with brokers of %s, for commitSync(), are %j ms',
    (client, era, expected) => {
      const config = { 'heartbeat.interval.ms': '9000', 'enable.auto.commit': 'false' };
      const bench = settled(stable(client, era, config)).do({ type: 'commit', node: 'c', offsets: null });
      const refuse = () =>
        bench.answer('OffsetCommitRequest', {
          type: 'OffsetCommitResponse',
          topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 'COORDINATOR_LOAD_IN_PROGRESS' }] }],
        });
      waits(bench, refuse, 'OffsetCommitRequest').forEach((wait, i) => near(wait, expected[i] as number));
    },
  );

  it.each(each({ 'java-2.8': fixed, 'java-3.9': fixed, 'java-4.0': fixed }))(
    'of %s with brokers of %s, for the commit before a rebalance, are %j ms',
    (client, era, expected) => {
      const bench = settled(stable(client, era, { 'auto.commit.interval.ms': '60000' }));
      bench.advance(bench.now + ms(3001));
      bench.answer('HeartbeatRequest', { type: 'HeartbeatResponse', errorCode: 'REBALANCE_IN_PROGRESS' });
      const refuse = () =>
        bench.answer('OffsetCommitRequest', {
          type: 'OffsetCommitResponse',
          topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 'UNKNOWN_TOPIC_OR_PARTITION' }] }],
        });
      waits(bench, refuse, 'OffsetCommitRequest').forEach((wait, i) => near(wait, expected[i] as number));
    },
  );

  /** A fifth more or less by chance where it grows; a millisecond is the bench's. */
  function near(wait: number, expected: number): void {
    expect(wait).toBeGreaterThanOrEqual(expected * 0.8 - 1);
    expect(wait).toBeLessThanOrEqual(Math.min(expected * 1.2, 1000) + 1);
  }
});

describe('group.protocol=consumer', () => {
  const modern = { 'group.protocol': 'consumer', 'enable.auto.commit': 'false' };

  it('is unknown to Java 2.8, which joins by the classic protocol', () => {
    expect(member('java-2.8', '4.0', modern).await('JoinGroupRequest').open('JoinGroupRequest')).toHaveLength(1);
  });

  it('makes Java 3.9 a member whose id the coordinator makes', () => {
    const bench = member('java-3.9', '4.0', modern).await('ConsumerGroupHeartbeatRequest');
    const answer = { type: 'ConsumerGroupHeartbeatResponse', errorCode: 'NONE', heartbeatIntervalMs: 5000 } as const;
    expect(bench.open('ConsumerGroupHeartbeatRequest')[0]?.memberId).toBe('');
    const assignment = [{ topic: 'orders', partitions: [0] }];
    bench.answer('ConsumerGroupHeartbeatRequest', { ...answer, memberId: 'given', memberEpoch: 1, assignment });
    expect(bench.open('ConsumerGroupHeartbeatRequest')[0]).toMatchObject({ memberId: 'given', memberEpoch: 1 });
  });

  it('makes Java 4.0 a member whose id is its own', () => {
    const bench = member('java-4.0', '4.0', modern).await('ConsumerGroupHeartbeatRequest');
    expect(bench.open('ConsumerGroupHeartbeatRequest')[0]?.memberId).toMatch(/^[\w-]{22}$/);
  });
});
