import { consumerBehaviour, newConsumerState } from '../../../../../src/sim/client/consumer.ts';
import type { ErrorCode } from '../../../../../src/sim/protocol/errors.ts';
import type { ConsumerState } from '../../../../../src/sim/client/state.ts';
import type { Era } from '../../../../../src/sim/world.ts';
import { ClientBench, metadata, ms, setupOf } from '../../support/client-bench.ts';

/** A consumer of `orders` in group `g` that knows its coordinator, broker 2. */
export function member(
  client: string,
  era: Era,
  config: { readonly [name: string]: string } = {},
): ClientBench<ConsumerState> {
  const setup = setupOf(era);
  const given = { 'group.id': 'g', 'auto.offset.reset': 'earliest', ...config };
  const consumer = { name: 'c', client, config: given, topics: ['orders'], assign: null, processing: 0 };
  const bench = new ClientBench(setup, consumerBehaviour, newConsumerState(setup, consumer)).take({ type: 'start' });
  bench.await('MetadataRequest').answer('MetadataRequest', metadata({ orders: [1, 1] }));
  return bench.await('FindCoordinatorRequest').answer('FindCoordinatorRequest', {
    type: 'FindCoordinatorResponse',
    coordinators: [{ key: 'g', nodeId: 2, errorCode: 'NONE' }],
  });
}

/** A member in generation 1 with both partitions. */
export function stable(
  client: string,
  era: Era,
  config: { readonly [name: string]: string } = {},
): ClientBench<ConsumerState> {
  const bench = member(client, era, config).await('JoinGroupRequest');
  bench.answer('JoinGroupRequest', {
    type: 'JoinGroupResponse',
    errorCode: 'NONE',
    generationId: 1,
    protocolType: 'consumer',
    protocolName: config['partition.assignment.strategy'] ?? 'range',
    leader: 'someone',
    skipAssignment: false,
    memberId: 'me',
    members: [],
  });
  bench.answer('SyncGroupRequest', {
    type: 'SyncGroupResponse',
    errorCode: 'NONE',
    protocolType: 'consumer',
    protocolName: 'range',
    assignment: { assignedPartitions: [{ topic: 'orders', partitions: [0, 1] }] },
  });
  return bench;
}

/** Committed offsets are there: 0 in both partitions. */
export function settled(bench: ClientBench<ConsumerState>): ClientBench<ConsumerState> {
  return bench.await('OffsetFetchRequest').answer('OffsetFetchRequest', {
    type: 'OffsetFetchResponse',
    errorCode: 'NONE',
    topics: [
      {
        name: 'orders',
        partitions: [0, 1].map((partitionIndex) => ({
          partitionIndex,
          committedOffset: 0,
          committedLeaderEpoch: -1,
          metadata: '',
          errorCode: 'NONE' as const,
        })),
      },
    ],
  });
}

/** Its next heartbeat is answered so. */
export const heartbeat = (bench: ClientBench<ConsumerState>, errorCode: ErrorCode): ClientBench<ConsumerState> =>
  bench
    .await('HeartbeatRequest')
    .advance(bench.now + ms(3001))
    .answer('HeartbeatRequest', { type: 'HeartbeatResponse', errorCode });
