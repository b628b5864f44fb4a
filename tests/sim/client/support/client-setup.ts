import type { Era, Setup } from '../../../../src/sim/world.ts';

/** Brokers 1 to 3 on nodes 11 to 13. */
export function setupOf(era: Era = '3.9', brokerIds: readonly number[] = [1, 2, 3]): Setup {
  return {
    engine: 'test',
    era,
    mode: 'zookeeper',
    seed: 1,
    network: { latency: 1000, jitter: 0 },
    nodeOfBroker: Array.from({ length: Math.max(...brokerIds) + 1 }, (_, id) =>
      brokerIds.includes(id) ? 10 + id : -1,
    ),
    brokerIds,
    zookeeperNodes: [0],
    voters: [],
    adminNode: 20,
    announcedTopics: [],
    clientConfig: { producer: {}, consumer: {} },
  };
}
