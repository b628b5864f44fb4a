import type { Intervention, NewConsumer, NewProducer, NewTopic } from './intervention.ts';
import type { Micros } from './time.ts';
import type { Era } from './world.ts';
import type { SafetyRule } from './safety.ts';

/**
 * A cluster and what happens to it, validated and in the simulator's units: what a YAML file, a lesson or a recording is turned
 * into at the edge. JSON only; together with a seed and interventions it is the whole of a run.
 */
export interface Scenario {
  readonly name: string;
  readonly era: Era;
  readonly mode: 'zookeeper' | 'kraft';
  readonly seed: number;
  readonly network: { readonly latency: Micros; readonly jitter: Micros };
  readonly zookeeper: { readonly servers: number };
  /**
   * KRaft mode: how many voters, and whether they are processes of their own or the first brokers (process.roles). `startAt`: when those with
   * processes of their own start, in their order; absent, and where the list ends: at 0.
   */
  readonly kraft: {
    readonly controllers: number;
    readonly roles: 'separate' | 'combined';
    readonly startAt?: readonly Micros[];
  };
  readonly brokers: readonly ScenarioBroker[];
  /** Kafka's own names and strings; each node's own configuration wins. */
  readonly config: {
    readonly broker: Config;
    readonly producer: Config;
    readonly consumer: Config;
  };
  /** Created by the admin node as soon as every broker is registered. */
  readonly topics: readonly NewTopic[];
  readonly producers: readonly (NewProducer & { readonly startAt: Micros })[];
  readonly consumers: readonly (NewConsumer & { readonly startAt: Micros })[];
  readonly script: readonly ScriptItem[];
  /** Rules switched off on purpose (see safety.ts): such a cluster is not Kafka. Only recordings carry it. */
  readonly without?: readonly SafetyRule[];
}

export interface Config {
  readonly [name: string]: string;
}

export interface ScenarioBroker {
  readonly id: number;
  readonly rack: string | null;
  readonly config: Config;
  /** False: the broker is there, but its process is not started at time 0. */
  readonly up: boolean;
}

/** Interventions at a time, or after a condition has come true. */
export interface ScriptItem {
  /** A moment's name on the timeline; null: unnamed. */
  readonly moment: string | null;
  /** When: a time, or a delay after `when` came true. */
  readonly at: Micros;
  readonly when: Condition | null;
  readonly interventions: readonly Intervention[];
}

/** Comes true at most once. */
export type Condition =
  /** The `times`-th entry of this type whose arguments include these (partitions as `topic-0`, nodes by name). */
  | {
      readonly kind: 'entry';
      readonly entry: string;
      readonly args: { readonly [name: string]: string | number | boolean };
      readonly times: number;
    }
  /** A question asked of the World after each step (see the registry of facts). */
  | ({ readonly kind: 'fact'; readonly args: readonly (string | number)[] } & FactComparison);

/** What an answer is compared with, or one item of it. */
export type Scalar = string | number | boolean | null;

/** What a fact's answer must be for a condition to hold. */
export interface FactComparison {
  readonly fact: string;
  readonly op: 'is' | 'atLeast' | 'atMost' | 'includes';
  /** With `is` a list stands for the same list, in the same order. */
  readonly value: Scalar | readonly Scalar[];
}
