import { describe, expect, it } from 'vitest';

import type { ConsumerGroup } from '../../../src/sim/group/modern/state.ts';
import type { ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse } from '../../../src/sim/protocol/group.ts';
import { SECOND } from '../../../src/sim/time.ts';
import { CoordinatorBench, type CoordinatorSetup } from '../../conformance/support/coordinator-bench.ts';
import { GROUP, heartbeatOf, joinOf } from './modern-members.ts';

/* Groups of the consumer protocol on real brokers. */

/** Brokers, the group's coordinator among them, which knows by now that it is. */
function started(setup: CoordinatorSetup): CoordinatorBench {
  const cluster = new CoordinatorBench(setup);
  cluster.coordinator(GROUP);
  cluster.bench.run(SECOND);
  return cluster;
}

function beat(cluster: CoordinatorBench, request: ConsumerGroupHeartbeatRequest): ConsumerGroupHeartbeatResponse {
  return cluster.ask(request.memberId, GROUP, request);
}

function groupOf(cluster: CoordinatorBench): ConsumerGroup {
  const group = cluster.entry(GROUP)?.group;
  if (group?.protocol !== 'consumer') throw new Error('no group of the consumer protocol');
  return group;
}

const orders = (...partitions: number[]) => [{ topic: 'orders', partitions }];

describe('a coordinator that dies while a member gives partitions back', () => {
  const cluster = started({ brokers: 3, topics: { orders: 4 } });
  beat(cluster, joinOf('a', ['orders']));
  beat(cluster, heartbeatOf('a', 1, { topicPartitions: orders(0, 1, 2, 3) }));
  beat(cluster, joinOf('b', ['orders']));
  beat(cluster, heartbeatOf('a', 1));
  const before = groupOf(cluster);
  const first = cluster.coordinator(GROUP);
  cluster.bench.do({ type: 'crash', node: `broker-${first}`, kind: 'process' }).run(15 * SECOND);
  const second = cluster.coordinator(GROUP, first === 1 ? 2 : 1);
  cluster.forgetCoordinator(GROUP);

  it('leaves the group to another broker, which reads it as it was', () => {
    expect(second).not.toBe(first);
    expect(before.members['a']?.state).toBe('UNREVOKED_PARTITIONS');
    const after = cluster.bench.broker(second).groups.groups.find(({ groupId }) => groupId === GROUP)?.group;
    expect(after).toEqual(before);
  });

  it('and the members go on where they were, without joining anew', () => {
    const ask = (request: ConsumerGroupHeartbeatRequest): ConsumerGroupHeartbeatResponse =>
      cluster.askBroker(request.memberId, second, request);
    const released = ask(heartbeatOf('a', 1, { topicPartitions: orders(0, 1) }));
    expect([released.errorCode, released.memberEpoch]).toEqual(['NONE', 2]);
    expect(ask(heartbeatOf('b', 2)).assignment).toEqual(orders(2, 3));
  });
});

describe('a coordinator without enough in-sync replicas', () => {
  it('takes nobody in, but members that change nothing stay', () => {
    const config = { 'min.insync.replicas': 2, 'offsets.topic.replication.factor': 2 };
    const cluster = started({ brokers: 3, config, topics: { orders: 2 } });
    beat(cluster, joinOf('a', ['orders']));
    const coordinator = cluster.coordinator(GROUP);
    for (const id of [1, 2, 3]) {
      if (id !== coordinator) cluster.bench.do({ type: 'crash', node: `broker-${id}`, kind: 'process' });
    }
    cluster.bench.run(15 * SECOND);
    expect(beat(cluster, joinOf('b', ['orders'])).errorCode).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(beat(cluster, heartbeatOf('a', 1)).errorCode).toBe('NONE');
  });
});

describe('requests of other kinds to a group of the consumer protocol', () => {
  const cluster = started({ topics: { orders: 2 } });
  beat(cluster, joinOf('a', ['orders']));
  const commit = (memberId: string, epoch: number): unknown =>
    cluster.ask(memberId, GROUP, {
      type: 'OffsetCommitRequest',
      groupId: GROUP,
      generationIdOrMemberEpoch: epoch,
      memberId,
      groupInstanceId: null,
      topics: [
        {
          name: 'orders',
          partitions: [{ partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, committedMetadata: '' }],
        },
      ],
    }).topics[0]?.partitions[0]?.errorCode;

  it('a commit with another epoch than the member’s is STALE_MEMBER_EPOCH', () => {
    expect([commit('a', 0), commit('a', 1), commit('b', 1)]).toEqual([
      'STALE_MEMBER_EPOCH',
      'NONE',
      'UNKNOWN_MEMBER_ID',
    ]);
  });

  it('a member of the classic protocol is not let in: INCONSISTENT_GROUP_PROTOCOL', () => {
    const answer = cluster.ask('c', GROUP, {
      type: 'JoinGroupRequest',
      groupId: GROUP,
      sessionTimeoutMs: 45_000,
      rebalanceTimeoutMs: 300_000,
      memberId: '',
      groupInstanceId: null,
      clientId: 'c',
      protocolType: 'consumer',
      protocols: [
        { name: 'range', metadata: { topics: ['orders'], ownedPartitions: [], generationId: -1, rackId: null } },
      ],
      knownMemberIdRequired: true,
      supportsSkippingAssignment: true,
      reason: '',
    });
    expect(answer).toMatchObject({ type: 'JoinGroupResponse', errorCode: 'INCONSISTENT_GROUP_PROTOCOL' });
  });

  it('it can be deleted when nobody is in it, and nothing of it stays', () => {
    const remove = (): unknown =>
      cluster.ask('a', GROUP, { type: 'DeleteGroupsRequest', groupsNames: [GROUP] }).results[0]?.errorCode;
    expect(remove()).toBe('NON_EMPTY_GROUP');
    beat(cluster, heartbeatOf('a', -1));
    expect(groupOf(cluster).state).toBe('Empty');
    expect(remove()).toBe('NONE');
    expect(cluster.entry(GROUP)?.group ?? null).toBeNull();
  });
});

describe('a broker before 4.0', () => {
  it('knows no such protocol: UNSUPPORTED_VERSION', () => {
    const cluster = started({ era: '3.9', topics: { orders: 2 } });
    expect(beat(cluster, joinOf('a', ['orders'])).errorCode).toBe('UNSUPPORTED_VERSION');
  });
});

describe('more partitions', () => {
  it('of a topic of the group are assigned with the next heartbeat', () => {
    const cluster = started({ topics: { orders: 2 } });
    beat(cluster, joinOf('a', ['orders']));
    cluster.bench.do({ type: 'createPartitions', topic: 'orders', count: 3, assignment: null }).run(5 * SECOND);
    const answer = beat(cluster, heartbeatOf('a', 1, { topicPartitions: orders(0, 1) }));
    expect([answer.memberEpoch, answer.assignment]).toEqual([2, orders(0, 1, 2)]);
  });
});

describe('a member without an id', () => {
  it('is given one: a UUID', () => {
    const cluster = started({ topics: { orders: 2 } });
    const { memberId } = beat(cluster, { ...joinOf('', ['orders']), clientId: 'app' });
    expect(memberId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
