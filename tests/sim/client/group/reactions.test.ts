import { describe, expect, it } from 'vitest';
import { consumerBehaviour, newConsumerState } from '../../../../src/sim/client/consumer.ts';
import type { ConsumerState } from '../../../../src/sim/client/state.ts';
import type { ErrorCode } from '../../../../src/sim/protocol/errors.ts';
import type { GroupBody, JoinGroupResponse } from '../../../../src/sim/protocol/group.ts';
import { ClientBench, metadata, ms, setupOf } from '../support/client-bench.ts';

/* A member whose coordinator is played by the test: what each error makes it do. */

const found = (nodeId: number, errorCode: ErrorCode = 'NONE'): GroupBody => ({
  type: 'FindCoordinatorResponse',
  coordinators: [{ key: 'g', nodeId, errorCode }],
});
const joined = (change: Partial<JoinGroupResponse> = {}): JoinGroupResponse => ({
  type: 'JoinGroupResponse',
  errorCode: 'NONE',
  generationId: 1,
  protocolType: 'consumer',
  protocolName: 'range',
  leader: 'someone',
  skipAssignment: false,
  memberId: 'me',
  members: [],
  ...change,
});
const refused = (errorCode: ErrorCode, memberId = ''): JoinGroupResponse =>
  joined({ errorCode, memberId, generationId: -1, leader: '', protocolName: null });
const synced = (errorCode: ErrorCode = 'NONE'): GroupBody => ({
  type: 'SyncGroupResponse',
  errorCode,
  protocolType: 'consumer',
  protocolName: 'range',
  assignment: { assignedPartitions: errorCode === 'NONE' ? [{ topic: 'orders', partitions: [0] }] : [] },
});
const beaten = (errorCode: ErrorCode): GroupBody => ({ type: 'HeartbeatResponse', errorCode });

/** A member that knows its coordinator, broker 2, and waits for the answer to its first JoinGroup. */
function joining(config: { readonly [name: string]: string } = {}, client = 'java'): ClientBench<ConsumerState> {
  const given = { 'group.id': 'g', 'auto.offset.reset': 'earliest', ...config };
  const state = newConsumerState(setupOf('3.9'), {
    name: 'c',
    client,
    config: given,
    topics: ['orders'],
    assign: null,
    processing: 0,
  });
  const bench = new ClientBench(setupOf('3.9'), consumerBehaviour, state).take({ type: 'start' });
  bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1] }));
  bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', found(2));
  return bench.await('JoinGroupRequest');
}

/** A member in generation 1 with partition 0. */
function stable(config: { readonly [name: string]: string } = {}): ClientBench<ConsumerState> {
  const bench = joining(config).answer('JoinGroupRequest', joined()).answer('SyncGroupRequest', synced());
  bench.answer('OffsetFetchRequest', {
    type: 'OffsetFetchResponse',
    errorCode: 'NONE',
    topics: [
      {
        name: 'orders',
        partitions: [
          { partitionIndex: 0, committedOffset: 3, committedLeaderEpoch: -1, metadata: '', errorCode: 'NONE' },
        ],
      },
    ],
  });
  return bench;
}

const memberOf = ({ state }: ClientBench<ConsumerState>): unknown => state.group?.member;
const commitOf = (bench: ClientBench<ConsumerState>, errorCode: ErrorCode): ClientBench<ConsumerState> =>
  bench.answer('OffsetCommitRequest', {
    type: 'OffsetCommitResponse',
    topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode }] }],
  });
const asks = (bench: ClientBench<ConsumerState>): ClientBench<ConsumerState> =>
  bench.do({ type: 'commit', node: 'c', offsets: null });

describe('a JoinGroup that is refused', () => {
  it('with MEMBER_ID_REQUIRED is sent again at once, with the id', () => {
    const bench = joining().answer('JoinGroupRequest', refused('MEMBER_ID_REQUIRED', 'me'));
    expect(bench.open('JoinGroupRequest').map(({ memberId }) => memberId)).toEqual(['me']);
  });

  it('with NOT_COORDINATOR goes to the coordinator that it finds next (consumer-073)', () => {
    const bench = joining().answer('JoinGroupRequest', refused('NOT_COORDINATOR'));
    expect(bench.state.group?.coordinator).toBe(-1);
    bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', found(3)).await('JoinGroupRequest');
    expect(bench.dialled.at(-1)).toBe(3);
  });

  it('with COORDINATOR_LOAD_IN_PROGRESS goes to the same one after retry.backoff.ms (consumer-074)', () => {
    const bench = joining().answer('JoinGroupRequest', refused('COORDINATOR_LOAD_IN_PROGRESS'));
    const from = bench.now;
    expect(bench.open('JoinGroupRequest')).toHaveLength(0);
    bench.await('JoinGroupRequest');
    expect(bench.now - from).toBeGreaterThanOrEqual(ms(100));
    expect(bench.open('FindCoordinatorRequest')).toHaveLength(0);
  });

  it.each([
    'INCONSISTENT_GROUP_PROTOCOL',
    'INVALID_SESSION_TIMEOUT',
    'GROUP_MAX_SIZE_REACHED',
    'FENCED_INSTANCE_ID',
  ] as const)('with %s ends the program', (error) => {
    const bench = joining().answer('JoinGroupRequest', refused(error));
    expect([bench.state.failed, bench.exited]).toEqual([error, true]);
  });
});

describe('a SyncGroup that is refused', () => {
  it('with REBALANCE_IN_PROGRESS means joining again as the same member', () => {
    const bench = joining()
      .answer('JoinGroupRequest', joined())
      .answer('SyncGroupRequest', synced('REBALANCE_IN_PROGRESS'));
    expect(bench.open('JoinGroupRequest').map(({ memberId }) => memberId)).toEqual(['me']);
  });

  it.each([
    ['UNKNOWN_MEMBER_ID', ''],
    ['ILLEGAL_GENERATION', 'me'],
  ] as const)('with %s means joining again as %j', (error, id) => {
    const bench = joining().answer('JoinGroupRequest', joined()).answer('SyncGroupRequest', synced(error));
    expect(bench.open('JoinGroupRequest').map(({ memberId }) => memberId)).toEqual([id]);
  });
});

describe('a static leader that comes back and shall leave everything as it is (KIP-814)', () => {
  const subscription = (...topics: string[]) => ({ topics, ownedPartitions: [], generationId: -1, rackId: null });
  const members = [
    { memberId: 'me', groupInstanceId: 'seat', metadata: subscription('orders') },
    { memberId: 'other', groupInstanceId: 'seat 2', metadata: subscription('orders', 'returns') },
  ];

  function back(): ClientBench<ConsumerState> {
    const bench = joining({ 'group.instance.id': 'seat' });
    expect(bench.open('JoinGroupRequest')[0]?.supportsSkippingAssignment).toBe(true);
    bench.answer('JoinGroupRequest', joined({ leader: 'me', skipAssignment: true, members }));
    expect(bench.open('SyncGroupRequest')).toMatchObject([{ memberId: 'me', generationId: 1, assignments: [] }]);
    bench.answer('SyncGroupRequest', synced());
    return bench;
  }

  /** It asks for metadata of all the group's topics, because it leads it; they have so many partitions. */
  function learns(bench: ClientBench<ConsumerState>, topics: { readonly [topic: string]: readonly number[] }): void {
    bench.await('MetadataRequest');
    expect(bench.open('MetadataRequest')[0]?.topics).toEqual(['orders', 'returns']);
    bench.answer('MetadataRequest', metadata(topics)).accept();
  }

  it('has the group rebalance when its topics get more partitions later', () => {
    const bench = back();
    expect(memberOf(bench)).toMatchObject({ isLeader: true, assignmentSnapshot: { orders: 1 } });
    learns(bench, { orders: [1, 1], returns: [] });
    expect(bench.entriesOf('GroupJoining').at(-1)?.why).toBe('cached metadata has changed');
  });

  it('leaves the group alone as long as they do not', () => {
    const bench = back();
    learns(bench, { orders: [1], returns: [] });
    expect(bench.entriesOf('GroupJoining')).toHaveLength(1);
  });

  it('is not asked if the coordinator would answer Java 2.8, which does not know of it', () => {
    const bench = joining({ 'group.instance.id': 'seat' }, 'java-2.8');
    expect(bench.open('JoinGroupRequest')[0]?.supportsSkippingAssignment).toBe(false);
  });
});

describe('a heartbeat', () => {
  it('leaves every heartbeat.interval.ms, and its answers keep the coordinator trusted', () => {
    const bench = stable();
    const from = bench.now;
    bench.advance(from + ms(2999));
    expect(bench.open('HeartbeatRequest')).toHaveLength(0);
    bench.advance(from + ms(3001));
    expect(bench.open('HeartbeatRequest')).toHaveLength(1);
  });

  it('without an answer for session.timeout.ms costs the coordinator that trust', () => {
    const bench = stable({ 'session.timeout.ms': '10000' });
    bench.advance(bench.now + ms(9990));
    expect(bench.state.group?.coordinator).toBeGreaterThanOrEqual(0);
    bench.advance(bench.now + ms(20));
    expect(bench.entriesOf('CoordinatorLost')).toHaveLength(1);
  });

  it.each(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION'] as const)('answered %s: partitions are lost', (error) => {
    const bench = stable();
    bench.advance(bench.now + ms(3001)).answer('HeartbeatRequest', beaten(error));
    expect(bench.entriesOf('PartitionsLost')).toHaveLength(1);
    expect(bench.state.assigned).toEqual([]);
    expect(memberOf(bench)).toMatchObject({ generationId: -1, state: 'PREPARING_REBALANCE' });
  });

  it('answered REBALANCE_IN_PROGRESS: it commits, revokes and joins', () => {
    const bench = stable();
    bench.advance(bench.now + ms(3001)).answer('HeartbeatRequest', beaten('REBALANCE_IN_PROGRESS'));
    expect(bench.open('OffsetCommitRequest')).toHaveLength(1);
    expect(bench.entriesOf('PartitionsRevoked')).toHaveLength(0);
    commitOf(bench, 'NONE');
    expect(bench.entriesOf('PartitionsRevoked')).toHaveLength(1);
    expect(bench.open('JoinGroupRequest').map(({ memberId }) => memberId)).toEqual(['me']);
  });
});

describe('commitSync()', () => {
  it('tells the coordinator its generation, its member id and the next offset', () => {
    const bench = asks(stable());
    expect(bench.open('OffsetCommitRequest')[0]).toMatchObject({ generationIdOrMemberEpoch: 1, memberId: 'me' });
    expect(bench.open('OffsetCommitRequest')[0]?.topics[0]?.partitions[0]?.committedOffset).toBe(3);
    expect(commitOf(bench, 'NONE').entriesOf('CommitSucceeded')).toHaveLength(1);
  });

  it.each(['COORDINATOR_LOAD_IN_PROGRESS', 'UNKNOWN_TOPIC_OR_PARTITION'] as const)(
    'is sent again to the same coordinator after %s',
    (error) => {
      const bench = commitOf(asks(stable()), error);
      expect(bench.await('OffsetCommitRequest').open('OffsetCommitRequest')).toHaveLength(1);
      expect(bench.entriesOf('CoordinatorLost')).toHaveLength(0);
    },
  );

  it.each(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'REQUEST_TIMED_OUT'] as const)(
    'is sent to the next coordinator after %s',
    (error) => {
      const bench = commitOf(asks(stable()), error);
      bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', found(1));
      bench.await('OffsetCommitRequest');
      expect(bench.open('OffsetCommitRequest')).toHaveLength(1);
      expect(memberOf(bench)).toMatchObject({ generationId: 1, state: 'STABLE' });
    },
  );

  it.each([
    ['UNKNOWN_MEMBER_ID', 'CommitFailedException'],
    ['ILLEGAL_GENERATION', 'CommitFailedException'],
    ['REBALANCE_IN_PROGRESS', 'RebalanceInProgressException'],
  ] as const)('throws after %s: %s', (error, thrown) => {
    const bench = commitOf(asks(stable({ 'enable.auto.commit': 'false' })), error);
    expect(bench.entriesOf('CommitFailed').map((args) => args.error)).toEqual([thrown]);
    expect(bench.open('JoinGroupRequest')).toHaveLength(1);
  });

  it('ends the program after FENCED_INSTANCE_ID', () => {
    const bench = commitOf(asks(stable({ 'group.instance.id': 'i' })), 'FENCED_INSTANCE_ID');
    expect([bench.state.failed, bench.exited]).toEqual(['FENCED_INSTANCE_ID', true]);
  });
});

describe('a committed offset', () => {
  it('is where it begins, not auto.offset.reset', () => {
    expect(stable().entriesOf('PositionReset')).toEqual([{ partition: 0, to: 3, policy: 'committed' }]);
  });
});
