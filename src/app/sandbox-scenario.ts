import { bytesOfText } from '../lib/bytes.ts';
import type { Intervention, NewConsumer, NewProducer } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import { fromMs, SECOND, type Micros } from '../sim/time.ts';
import type { SandboxSetup } from '../view/sandbox/setup.ts';

const riders = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];

/** The cluster is up and its topic there by then; clients that begin earlier would wait for it. */
const CLIENTS_START: Micros = 3 * SECOND;

/** Where the sandbox opens: a few records have been written, copied and read. */
export const SANDBOX_OPENS_AT: Micros = 6 * SECOND;

/** The cluster that a form asks for: topic `rides`, a producer with keys, a consumer. */
export function sandboxScenario(setup: SandboxSetup): Scenario {
  const producer: NewProducer = {
    name: 'scooters',
    client: 'java',
    config: { acks: setup.acks },
    program: {
      topic: 'rides',
      perTick: 1,
      interval: fromMs(500),
      count: null,
      keys: riders,
      values: ['{n}'],
      partition: null,
    },
  };
  const consumer: NewConsumer = {
    name: 'map',
    client: 'java',
    config: { 'auto.offset.reset': 'earliest' },
    topics: ['rides'],
    assign: null,
    processing: 0,
  };
  const latency = fromMs(setup.latencyMs);
  return {
    name: 'sandbox',
    era: setup.era,
    mode: 'zookeeper',
    seed: setup.seed,
    network: { latency, jitter: Math.floor(latency / 4) },
    zookeeper: { servers: 1 },
    kraft: { controllers: 3, roles: 'separate' },
    brokers: Array.from({ length: setup.brokers }, (_, i) => ({ id: i + 1, rack: null, config: {}, up: true })),
    config: { broker: {}, producer: {}, consumer: {} },
    topics: [
      {
        name: 'rides',
        partitions: setup.partitions,
        replicationFactor: setup.replicationFactor,
        assignment: null,
        config: { 'min.insync.replicas': String(setup.minInsyncReplicas) },
      },
    ],
    producers: [{ ...producer, startAt: CLIENTS_START }],
    consumers: [{ ...consumer, startAt: CLIENTS_START }],
    script: [],
  };
}

/**
 * What the recitation's slides 17 to 20 do: a topic `numtest` of one partition and one copy, `producer.py`, which sends
 * `{"number": 0}` to `{"number": 9}` a second apart, and `consumer.py`, which reads from the beginning. Its client is kafka-python.
 */
export const numtest: readonly Intervention[] = [
  {
    type: 'createTopic',
    topic: { name: 'numtest', partitions: 1, replicationFactor: 1, assignment: null, config: {} },
  },
  {
    type: 'addProducer',
    producer: {
      name: 'producer.py',
      client: 'kafka-python',
      config: {},
      program: {
        topic: 'numtest',
        perTick: 1,
        interval: SECOND,
        count: 10,
        keys: [null],
        values: [bytesOfText('{"number": {n}}')],
        partition: null,
      },
    },
  },
  {
    type: 'addConsumer',
    consumer: {
      name: 'consumer.py',
      client: 'kafka-python',
      config: { 'auto.offset.reset': 'earliest' },
      topics: ['numtest'],
      assign: null,
      processing: 0,
    },
  },
];
