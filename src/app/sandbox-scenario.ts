import { bytesOfText } from '../lib/bytes.ts';
import { castOf } from '../scenario/check/cast.ts';
import { newFindings } from '../scenario/check/finding.ts';
import { checkIntervention } from '../scenario/check/intervention-rules.ts';
import type { Intervention, NewConsumer, NewProducer } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import { fromMs, SECOND, type Micros } from '../sim/time.ts';
import type { Recording } from '../timeline/recording.ts';
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
      // Numbers would look like offsets.
      values: ['{letters}'],
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
    mode: setup.mode,
    seed: setup.seed,
    network: { latency, jitter: Math.floor(latency / 4) },
    zookeeper: { servers: setup.zookeepers },
    kraft: { controllers: setup.controllers, roles: setup.roles },
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

/** The same cluster, load and seed in the other mode, with its era where that one has none (KIP-833: 2.8 has ZooKeeper, 4.0 KRaft). */
export function inOtherMode<T extends Pick<Scenario, 'era' | 'mode'>>(cluster: T): T {
  const mode = cluster.mode === 'kraft' ? 'zookeeper' : 'kraft';
  const era = cluster.era === (mode === 'kraft' ? '2.8' : '4.0') ? '3.9' : cluster.era;
  return { ...cluster, era, mode };
}

/**
 * What has been done to a cluster, for the same cluster in the other mode: at the same instants, without what has no meaning there
 * (a controller or a ZooKeeper server of its own, an era's setting).
 */
export function doneInOtherMode(
  done: Recording['interventions'],
  scenario: Scenario,
): readonly { readonly at: Micros; readonly intervention: Intervention }[] {
  const kept: Intervention[] = [];
  return done.flatMap(({ at, intervention }) => {
    const findings = newFindings();
    checkIntervention(intervention, castOf(scenario, [...kept, intervention]), [], findings);
    if (findings.all.length > 0) return [];
    kept.push(intervention);
    return [{ at, intervention }];
  });
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
