import { describe, expect, it } from 'vitest';

import type { ErrorCode } from '../../../../src/sim/protocol/errors.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../../../src/sim/protocol/group.ts';
import type { ConsumerState } from '../../../../src/sim/client/state.ts';
import { mayFollow } from '../../../../src/sim/client/consumer/group/modern/member-state.ts';
import { metadata, ms, type ClientBench } from '../support/client-bench.ts';
import { batchAt, fetched, offsets, startedConsumer } from '../support/consuming.ts';

type Bench = ClientBench<ConsumerState>;

const GROUP = { 'group.id': 'g', 'group.protocol': 'consumer', 'auto.offset.reset': 'earliest' };

function answer(bench: Bench, more: Partial<ConsumerGroupHeartbeatResponse>): void {
  bench.answer('ConsumerGroupHeartbeatRequest', (request) => ({
    type: 'ConsumerGroupHeartbeatResponse',
    errorCode: 'NONE',
    memberId: request.memberId,
    memberEpoch: 1,
    heartbeatIntervalMs: 5000,
    assignment: null,
    ...more,
  }));
}

const refuse = (bench: Bench, errorCode: ErrorCode): void => answer(bench, { errorCode, memberEpoch: 0 });
const orders = (...partitions: number[]) => [{ topic: 'orders', partitions }];

/** A member that has asked to join. */
function joining(config: { readonly [name: string]: string } = {}): Bench {
  const bench = startedConsumer({ config: { ...GROUP, ...config }, era: '4.0' });
  bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1, 1, 1] }));
  find(bench);
  return bench.await('ConsumerGroupHeartbeatRequest');
}

function find(bench: Bench): Bench {
  bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', {
    type: 'FindCoordinatorResponse',
    coordinators: [{ key: 'g', nodeId: 2, errorCode: 'NONE' }],
  });
  return bench.accept();
}

/** A member that has these partitions at epoch 1, and has said so. */
function stable(config: { readonly [name: string]: string } = {}, partitions: readonly number[] = [0, 1]): Bench {
  const bench = joining(config);
  answer(bench, { assignment: orders(...partitions) });
  answer(bench, {});
  return bench;
}

const NONE_COMMITTED = { committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode: 'NONE' } as const;

const heartbeats = (bench: Bench) => bench.open('ConsumerGroupHeartbeatRequest');
const states = (bench: Bench) => bench.entriesOf('MembershipChanged').map(({ to }) => to);

describe("a member's heartbeats (KIP-848)", () => {
  it('say everything when it joins, then what it has taken over, at once, and then nothing that has not changed', () => {
    const bench = joining({ 'group.remote.assignor': 'range' });
    const [first] = heartbeats(bench);
    expect(first).toMatchObject({
      groupId: 'g',
      memberEpoch: 0,
      rebalanceTimeoutMs: 300_000,
      subscribedTopicNames: ['orders'],
      serverAssignor: 'range',
      topicPartitions: [],
    });
    expect(first?.memberId).toMatch(/^[\w-]{22}$/);
    answer(bench, { assignment: orders(0, 1) });
    const unchanged = { memberEpoch: 1, rebalanceTimeoutMs: -1, subscribedTopicNames: null, serverAssignor: null };
    expect(heartbeats(bench)).toMatchObject([{ ...unchanged, topicPartitions: orders(0, 1) }]);
    const { now } = bench;
    answer(bench, {});
    bench.advance(now + ms(4999));
    expect(heartbeats(bench)).toEqual([]);
    bench.advance(now + ms(5000));
    expect(heartbeats(bench)).toMatchObject([{ ...unchanged, topicPartitions: null }]);
    expect(states(bench)).toEqual(['JOINING', 'RECONCILING', 'ACKNOWLEDGING', 'STABLE']);
  });

  it.each(['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH'] as const)(
    'with %s: what it had is lost, and it joins again at once, under its id',
    (error) => {
      const bench = stable();
      bench.advance(bench.now + ms(5000));
      const id = heartbeats(bench)[0]?.memberId;
      refuse(bench, error);
      expect(bench.entriesOf('PartitionsLost')[0]?.partitions).toHaveLength(2);
      expect(heartbeats(bench)).toMatchObject([
        { memberId: id, memberEpoch: 0, subscribedTopicNames: ['orders'], topicPartitions: [] },
      ]);
      expect(states(bench).slice(-2)).toEqual(['FENCED', 'JOINING']);
    },
  );

  it('with COORDINATOR_LOAD_IN_PROGRESS: it tries again after a while, and says everything', () => {
    const bench = stable();
    bench.advance(bench.now + ms(5000));
    refuse(bench, 'COORDINATOR_LOAD_IN_PROGRESS');
    expect(heartbeats(bench)).toEqual([]);
    const { now } = bench;
    bench.await('ConsumerGroupHeartbeatRequest');
    expect(bench.now - now).toBeGreaterThanOrEqual(ms(80));
    expect(bench.now - now).toBeLessThanOrEqual(ms(121));
    expect(heartbeats(bench)).toMatchObject([{ memberEpoch: 1, subscribedTopicNames: ['orders'] }]);
    expect(bench.entriesOf('PartitionsLost')).toEqual([]);
  });

  it('with NOT_COORDINATOR: it looks for the coordinator, and heartbeats there at once', () => {
    const bench = stable();
    bench.advance(bench.now + ms(5000));
    refuse(bench, 'NOT_COORDINATOR');
    find(bench).await('ConsumerGroupHeartbeatRequest');
    expect(heartbeats(bench)).toMatchObject([{ memberEpoch: 1 }]);
    expect(bench.entriesOf('PartitionsLost')).toEqual([]);
  });

  it.each(['UNRELEASED_INSTANCE_ID', 'FENCED_INSTANCE_ID', 'UNSUPPORTED_ASSIGNOR', 'GROUP_MAX_SIZE_REACHED'] as const)(
    'with %s: poll() throws it, and the program ends',
    (error) => {
      const bench = joining({ 'group.instance.id': 'seat' });
      refuse(bench, error);
      expect(bench.entriesOf('MemberFailed')).toMatchObject([{ error }]);
      expect(bench.exited).toBe(true);
    },
  );

  it('with an assignment that takes nothing away: it commits, takes it over and acknowledges', () => {
    const bench = stable({ 'enable.auto.commit': 'false' });
    bench.advance(bench.now + ms(5000));
    answer(bench, { memberEpoch: 2, assignment: orders(0, 1, 2) });
    expect(bench.entriesOf('PartitionsAssigned').at(-1)?.partitions).toHaveLength(1);
    expect(bench.entriesOf('PartitionsRevoked')).toEqual([]);
    expect(heartbeats(bench)).toMatchObject([{ memberEpoch: 2, topicPartitions: orders(0, 1, 2) }]);
  });

  it('with the same assignment again: nothing is taken over', () => {
    const bench = stable();
    bench.advance(bench.now + ms(5000));
    const before = states(bench).length;
    answer(bench, { assignment: orders(0, 1) });
    expect(states(bench)).toHaveLength(before);
    expect(heartbeats(bench)).toEqual([]);
  });
});

describe('a member that is to give up a partition', () => {
  /** It has positions in partitions 0 and 1, fetches both, and is told to give up partition 1. */
  function told(): Bench {
    const bench = stable();
    bench.await('OffsetFetchRequest').answer('OffsetFetchRequest', (request) => ({
      type: 'OffsetFetchResponse',
      errorCode: 'NONE',
      topics: (request.topics ?? []).map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({ ...NONE_COMMITTED, partitionIndex })),
      })),
    }));
    bench
      .await('ListOffsetsRequest')
      .answer('ListOffsetsRequest', (request) =>
        offsets(request, [{ logStartOffset: 0, highWatermark: 0, logEndOffset: 0, lastStableOffset: 0 }]),
      );
    bench.await('FetchRequest').advance(ms(4900)).await('ConsumerGroupHeartbeatRequest');
    answer(bench, { memberEpoch: 1, assignment: orders(0) });
    return bench;
  }

  it('commits first; meanwhile it reads on what stays, and nothing of what goes', () => {
    const bench = told();
    const commits = bench.open('OffsetCommitRequest').length;
    expect(commits).toBeGreaterThan(0);
    expect(bench.entriesOf('PartitionsRevoked')).toEqual([]);
    bench.answer(
      'FetchRequest',
      fetched([0, 1].map((partitionIndex) => ({ partitionIndex, records: [batchAt(0, 3)] }))),
    );
    expect(bench.entriesOf('RecordsPrinted').map(({ partition }) => bench.partitionName(partition).partition)).toEqual([
      0,
    ]);
    for (let left = bench.open('OffsetCommitRequest').length; left > 0; left--)
      bench.answer('OffsetCommitRequest', (request) => ({
        type: 'OffsetCommitResponse',
        topics: request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 'NONE' })),
        })),
      }));
    expect(bench.entriesOf('PartitionsRevoked')).toHaveLength(1);
    expect(heartbeats(bench)).toMatchObject([{ topicPartitions: orders(0) }]);
  });
});

describe('a member that is out of poll() for longer than max.poll.interval.ms', () => {
  /** It works on a record for 20 s, and has left after 8; a heartbeat that went out before has no answer yet. */
  function stale(): Bench {
    const bench = startedConsumer({
      config: { ...GROUP, 'enable.auto.commit': 'false', 'max.poll.interval.ms': '8000' },
      era: '4.0',
      processing: ms(20_000),
    });
    bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
    find(bench).await('ConsumerGroupHeartbeatRequest');
    answer(bench, { assignment: orders(0) });
    answer(bench, {});
    bench.await('OffsetFetchRequest').answer('OffsetFetchRequest', {
      type: 'OffsetFetchResponse',
      errorCode: 'NONE',
      topics: [{ name: 'orders', partitions: [{ ...NONE_COMMITTED, committedOffset: 0, partitionIndex: 0 }] }],
    });
    bench.await('FetchRequest').answer('FetchRequest', fetched([{ partitionIndex: 0, records: [batchAt(0, 1)] }]));
    bench.advance(bench.now + ms(9000));
    expect(heartbeats(bench).map(({ memberEpoch }) => memberEpoch)).toEqual([1, -1]);
    expect(states(bench).slice(-3)).toEqual(['PREPARE_LEAVING', 'LEAVING', 'STALE']);
    return bench;
  }

  it.each(['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH'] as const)(
    'stays out whatever its last heartbeats are answered (%s), and joins when it polls again',
    (error) => {
      const bench = stale();
      // Both the heartbeat that had gone out before, and the one that said goodbye.
      refuse(bench, error);
      refuse(bench, error);
      expect(states(bench).at(-1)).toBe('STALE');
      bench.advance(bench.now + ms(10_000));
      expect([heartbeats(bench), bench.entriesOf('PartitionsLost')]).toEqual([[], []]);
      bench.advance(bench.now + ms(3000)).accept();
      expect(bench.entriesOf('PartitionsLost')).toHaveLength(1);
      expect(states(bench).slice(-2)).toEqual(['STALE', 'JOINING']);
      expect(heartbeats(bench)).toMatchObject([{ memberEpoch: 0, subscribedTopicNames: ['orders'] }]);
    },
  );

  it.each(['UNKNOWN_MEMBER_ID', 'FENCED_MEMBER_EPOCH', 'NONE'] as const)(
    'does not care for the answer to its farewell (%s) once it joins again: its join is still under way',
    (error) => {
      const bench = stale();
      answer(bench, { memberEpoch: 1 });
      bench.advance(bench.now + ms(13_000)).accept();
      const joining = heartbeats(bench);
      expect(joining.map(({ memberEpoch }) => memberEpoch)).toEqual([-1, 0]);
      if (error === 'NONE') answer(bench, { memberEpoch: -1 });
      else refuse(bench, error);
      bench.advance(bench.now + ms(100));
      expect(states(bench).at(-1)).toBe('JOINING');
      expect(heartbeats(bench).map(({ memberEpoch }) => memberEpoch)).toEqual([0]);
    },
  );
});

describe("a member's states", () => {
  it('follow one another as Kafka allows', () => {
    expect(mayFollow('STABLE', 'RECONCILING')).toBe(true);
    expect(mayFollow('STABLE', 'ACKNOWLEDGING')).toBe(false);
    expect(mayFollow('FATAL', 'JOINING')).toBe(false);
    expect(mayFollow('STALE', 'JOINING')).toBe(true);
    expect(mayFollow('STALE', 'FENCED')).toBe(false);
    expect(mayFollow('STABLE', 'LEAVING')).toBe(false);
  });
});
