import { createWorld, runUntil } from '../../src/sim/cluster.ts';
import { inFlightOf } from '../../src/sim/read/in-flight.ts';
import { fromMs, SECOND } from '../../src/sim/time.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { World } from '../../src/sim/world.ts';

const names = ['one', 'two', 'three', 'four', 'five', 'six'];

/** Three brokers, twelve partitions of three copies, producers and consumers that keep them busy over slow links. */
const scenario: Scenario = {
  name: 'busy',
  era: '3.9',
  mode: 'zookeeper',
  seed: 5,
  network: { latency: fromMs(40), jitter: fromMs(10) },
  zookeeper: { servers: 1 },
  kraft: { controllers: 3, roles: 'separate' },
  brokers: [1, 2, 3].map((id) => ({ id, rack: null, config: {}, up: true })),
  config: { broker: {}, producer: {}, consumer: {} },
  topics: [{ name: 'orders', partitions: 12, replicationFactor: 3, assignment: null, config: {} }],
  producers: names.map((name) => ({
    name: `producer-${name}`,
    client: 'java',
    config: { acks: '1', 'linger.ms': '0', 'batch.size': '0' },
    program: {
      topic: 'orders',
      perTick: 4,
      interval: fromMs(20),
      count: null,
      keys: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      values: ['{n}'],
      partition: null,
    },
    startAt: 4 * SECOND,
  })),
  consumers: names.map((name) => ({
    name: `consumer-${name}`,
    client: 'java',
    config: { 'auto.offset.reset': 'earliest' },
    topics: ['orders'],
    assign: null,
    processing: 0,
    startAt: 4 * SECOND,
  })),
  script: [],
};

/** Worlds of a busy cluster, one after the other, each with at least so many packets under way. */
export function busyCluster(packets: number): readonly World[] {
  const worlds: World[] = [];
  let world = createWorld(scenario);
  world = runUntil(world, 8 * SECOND);
  for (let at = 8 * SECOND; worlds.length < 300 && at < 20 * SECOND; at += 3000) {
    world = runUntil(world, at);
    if (inFlightOf(world).length >= packets) worlds.push(world);
  }
  return worlds;
}
