import type { NewProducer } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';

/** Steady load: each partition gets `perTick` records every `interval` microseconds, and a consumer reads them all. */
export function steadyLoad(shape: {
  readonly brokers: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly producers: number;
  readonly interval: number;
  readonly perTick: number;
  readonly batchSize?: number;
  readonly lingerMs?: number;
}): Scenario {
  const ids = Array.from({ length: shape.brokers }, (_, i) => i + 1);
  const assignment = Array.from({ length: shape.partitions }, (_, p) =>
    Array.from(
      { length: shape.replicationFactor },
      (_, r) =>
        ids[
          (p + r * (1 + (Math.trunc(p / shape.brokers) % Math.max(1, shape.brokers - shape.replicationFactor)))) %
            shape.brokers
        ] as number,
    ).filter((id, i, all) => all.indexOf(id) === i),
  );
  const producers = Array.from({ length: shape.producers }, (_, n): NewProducer & { startAt: number } => ({
    name: `p${n}`,
    client: 'java',
    config: {
      acks: 'all',
      'enable.idempotence': 'false',
      'batch.size': String(shape.batchSize ?? 16384),
      'linger.ms': String(shape.lingerMs ?? 0),
    },
    program: {
      topic: 'load',
      perTick: shape.perTick,
      interval: shape.interval,
      count: null,
      keys: Array.from({ length: 64 }, (_, k) => `key-${n}-${k}`),
      values: ['0123456789abcdef'],
      partition: null,
    },
    startAt: 500_000 + n * 137,
  }));
  return {
    name: 'steady load',
    era: '3.9',
    mode: 'zookeeper',
    seed: 7,
    network: { latency: 500, jitter: 100 },
    zookeeper: { servers: 1 },
    kraft: { controllers: 3, roles: 'separate' },
    brokers: ids.map((id) => ({ id, rack: null, config: {}, up: true })),
    config: { broker: {}, producer: {}, consumer: {} },
    topics: [
      {
        name: 'load',
        partitions: shape.partitions,
        replicationFactor: shape.replicationFactor,
        assignment,
        config: {},
      },
    ],
    producers,
    consumers: [
      {
        name: 'c',
        client: 'java',
        config: { 'auto.offset.reset': 'earliest' },
        topics: ['load'],
        assign: null,
        processing: 0,
        startAt: 600_000,
      },
    ],
    script: [],
  };
}
