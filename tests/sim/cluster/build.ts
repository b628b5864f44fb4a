import { runUntil, createWorld, intervene } from '../../../src/sim/cluster.ts';
import type {
  Intervention,
  NewConsumer,
  NewProducer,
  NewTopic,
  ProducerProgram,
} from '../../../src/sim/intervention.ts';
import type { Scenario } from '../../../src/sim/scenario.ts';
import type { EntryType, TraceEntry } from '../../../src/sim/trace/entry.ts';
import type { World } from '../../../src/sim/world.ts';

/** Seconds of virtual time. */
export const s = (seconds: number): number => Math.round(seconds * 1_000_000);

export function topic(
  name: string,
  partitions: number,
  replicationFactor: number,
  more: Partial<NewTopic> = {},
): NewTopic {
  return { name, partitions, replicationFactor, assignment: null, config: {}, ...more };
}

export function producer(
  name: string,
  topicName: string,
  more: Partial<Omit<NewProducer, 'program'>> & { startAt?: number; program?: Partial<ProducerProgram> | null } = {},
): NewProducer & { startAt: number } {
  const { program, ...rest } = more;
  return {
    name,
    client: 'java',
    config: {},
    startAt: s(1),
    ...rest,
    program:
      program === null
        ? null
        : {
            topic: topicName,
            perTick: 1,
            interval: s(0.1),
            count: null,
            keys: [null],
            values: ['v{n}'],
            partition: null,
            ...program,
          },
  };
}

export function consumer(
  name: string,
  topics: readonly string[],
  more: Partial<NewConsumer> & { startAt?: number } = {},
): NewConsumer & { startAt: number } {
  return {
    name,
    client: 'java',
    config: { 'auto.offset.reset': 'earliest' },
    topics,
    assign: null,
    processing: 0,
    startAt: s(1),
    ...more,
  };
}

export function scenario(more: Partial<Scenario> & { brokerCount?: number } = {}): Scenario {
  const { brokerCount = 3, ...rest } = more;
  return {
    name: 'test',
    era: '3.9',
    mode: 'zookeeper',
    seed: 1,
    network: { latency: 1000, jitter: 200 },
    zookeeper: { servers: 1 },
    kraft: { controllers: 3, roles: 'separate' },
    brokers: Array.from({ length: brokerCount }, (_, i) => ({ id: i + 1, rack: null, config: {}, up: true })),
    config: { broker: {}, producer: {}, consumer: {} },
    topics: [],
    producers: [],
    consumers: [],
    script: [],
    ...rest,
  };
}

/** A cluster under test that remembers its whole trace. */
export class Cluster {
  world: World;
  readonly trace: TraceEntry[] = [];

  constructor(given: Scenario, seed?: number) {
    this.world = createWorld(given, seed);
  }

  /** Runs every agenda item up to and including `seconds`. */
  until(seconds: number): this {
    this.world = runUntil(this.world, s(seconds), (entries) => this.trace.push(...entries));
    return this;
  }

  do(seconds: number, intervention: Intervention): this {
    this.until(seconds);
    const taken = intervene(this.world, s(seconds), intervention);
    this.world = taken.world;
    this.trace.push(...taken.entries);
    return this;
  }

  entries<T extends EntryType>(type: T): Extract<TraceEntry, { type: T }>[] {
    return this.trace.filter((entry): entry is Extract<TraceEntry, { type: T }> => entry.type === type);
  }
}
