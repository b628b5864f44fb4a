import fc from 'fast-check';

import type { NewProducer } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';

/** Timeouts of seconds instead of tens of seconds, so that many of them run out in one run. */
const SHORTENED = {
  broker: {
    'zookeeper.session.timeout.ms': '4000',
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '1000',
    'replica.lag.time.max.ms': '4000',
    'controller.socket.timeout.ms': '6000',
    'replica.socket.timeout.ms': '6000',
    'request.timeout.ms': '6000',
    'controlled.shutdown.retry.backoff.ms': '1000',
    'leader.imbalance.check.interval.seconds': '7',
  },
  producer: { 'request.timeout.ms': '5000', 'delivery.timeout.ms': '20000' },
  consumer: { 'request.timeout.ms': '5000' },
};

/** Which controllers a run may have. */
export type Modes = readonly ('zookeeper' | 'kraft')[];

interface Drawn {
  readonly seed: number;
  readonly mode: 'zookeeper' | 'kraft';
  readonly late: boolean;
  readonly servers: 1 | 3;
  readonly brokers: number;
  readonly latency: number;
  readonly jitter: number;
  readonly unclean: boolean;
  readonly topics: readonly { readonly partitions: number; readonly replicas: number; readonly minInsync: number }[];
  readonly producers: readonly {
    readonly acks: '0' | '1' | 'all';
    readonly idempotent: boolean;
    readonly topic: number;
    readonly interval: number;
    readonly linger: number;
  }[];
  readonly consumers: number;
}

/**
 * A cluster under load.
 * @param shortened false: Kafka's own timeouts
 */
export function drawScenario(modes: Modes, shortened: boolean): fc.Arbitrary<Scenario> {
  return fc
    .record<Drawn>({
      seed: fc.nat(1_000_000_000),
      mode: fc.constantFrom(...modes),
      late: fc.boolean(),
      servers: fc.constantFrom(1, 3),
      brokers: fc.integer({ min: 3, max: 5 }),
      latency: fc.constantFrom(200, 1_000, 5_000),
      jitter: fc.constantFrom(0, 300, 4_000),
      unclean: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      topics: fc.array(
        fc.record({
          partitions: fc.integer({ min: 1, max: 4 }),
          replicas: fc.integer({ min: 1, max: 3 }),
          minInsync: fc.integer({ min: 1, max: 2 }),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      producers: fc.array(
        fc.record({
          acks: fc.constantFrom('0', '1', 'all'),
          idempotent: fc.boolean(),
          topic: fc.nat(1),
          interval: fc.integer({ min: 50_000, max: 400_000 }),
          linger: fc.constantFrom(0, 5, 100),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      consumers: fc.integer({ min: 1, max: 2 }),
    })
    .map((drawn) => scenarioFrom(drawn, shortened));
}

function scenarioFrom(drawn: Drawn, shortened: boolean): Scenario {
  const { mode } = drawn;
  const topics = drawn.topics.map(({ partitions, replicas, minInsync }, index) => ({
    name: `t${index}`,
    partitions,
    replicationFactor: replicas,
    assignment: null,
    config: { 'min.insync.replicas': String(Math.min(minInsync, replicas)) },
  }));
  const producers = drawn.producers.map((producer, index): NewProducer & { readonly startAt: number } => ({
    name: `p${index}`,
    client: 'java',
    config: {
      acks: producer.acks,
      'enable.idempotence': String(producer.idempotent && producer.acks === 'all'),
      'linger.ms': String(producer.linger),
    },
    program: {
      topic: topics[producer.topic % topics.length]?.name ?? 't0',
      perTick: 1,
      interval: producer.interval,
      count: null,
      keys: [null, 'a', 'b', 'c'],
      values: [`p${index}-{n}`],
      partition: null,
    },
    startAt: 2_000_000 + index * 111_111,
  }));
  const settings = shortened ? SHORTENED : { broker: {}, producer: {}, consumer: {} };
  // A client that nobody refuses learns only so that its leader has been replaced: five minutes are longer than a run.
  const fresh = { 'metadata.max.age.ms': '15000' };
  const own = Object.entries(settings.broker).filter(([name]) => isOf(mode, name));
  return {
    name: 'swarm',
    era: mode === 'kraft' ? (drawn.late ? '4.0' : '3.9') : drawn.late ? '3.9' : '2.8',
    mode,
    seed: drawn.seed,
    network: { latency: drawn.latency, jitter: drawn.jitter },
    zookeeper: { servers: mode === 'kraft' ? 1 : drawn.servers },
    kraft: { controllers: drawn.servers, roles: drawn.late ? 'separate' : 'combined' },
    brokers: Array.from({ length: drawn.brokers }, (_, i) => ({ id: i + 1, rack: null, config: {}, up: true })),
    config: {
      broker: { ...Object.fromEntries(own), 'unclean.leader.election.enable': String(drawn.unclean) },
      producer: { ...settings.producer, ...fresh },
      consumer: { ...settings.consumer, ...fresh },
    },
    topics,
    producers,
    consumers: Array.from({ length: drawn.consumers }, (_, i) => ({
      name: `c${i}`,
      client: 'java',
      config: { 'auto.offset.reset': 'earliest' },
      topics: topics.map(({ name }) => name),
      assign: null,
      processing: i * 2_000,
      startAt: 2_500_000,
    })),
    script: [],
  };
}

function isOf(mode: 'zookeeper' | 'kraft', name: string): boolean {
  if (name.startsWith('zookeeper.')) return mode === 'zookeeper';
  return !name.startsWith('broker.') || mode === 'kraft';
}
