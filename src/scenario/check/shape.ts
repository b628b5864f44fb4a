import * as v from 'valibot';

import type { Intervention } from '../../sim/intervention.ts';
import { safetyRules } from '../../sim/safety.ts';
import type { Scenario } from '../../sim/scenario.ts';

/*
 * The shape of a scenario as a recording holds it: the simulator's own values, not an author's text. That these schemas are the
 * simulator's types is checked by the compiler, below.
 */

const integer = v.pipe(v.number(), v.safeInteger());
const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const nullable = <S extends v.GenericSchema>(schema: S): v.NullableSchema<S, undefined> => v.nullable(schema);
const text = v.string();
const bytes = nullable(v.string());
const config = v.record(v.string(), v.string());
const name = { node: text };
const assignment = nullable(v.array(v.array(amount)));

const topic = v.strictObject({ name: text, partitions: amount, replicationFactor: amount, assignment, config });

const program = v.strictObject({
  topic: text,
  perTick: amount,
  interval: amount,
  count: nullable(amount),
  keys: v.array(bytes),
  values: v.array(bytes),
  partition: nullable(amount),
});

const producer = { name: text, client: text, config, program: nullable(program) };
const COMMIT_POLICIES = ['auto', 'before', 'after', 'each', 'none'] as const;
const partition = v.strictObject({ topic: text, partition: amount });
const consumer = {
  name: text,
  client: text,
  config,
  topics: v.array(text),
  assign: nullable(v.array(partition)),
  processing: amount,
  // Recordings from before groups do not have them.
  commit: v.exactOptional(v.picklist(COMMIT_POLICIES)),
  effect: v.exactOptional(nullable(text)),
};

const record = v.strictObject({
  topic: text,
  partition: nullable(amount),
  key: bytes,
  value: bytes,
  headers: v.array(v.strictObject({ key: text, value: bytes })),
});

const is = <T extends string>(type: T): v.LiteralSchema<T, undefined> => v.literal(type);
const link = { from: text, to: text };

/** An intervention of any type. */
export const interventionShape = v.variant('type', [
  v.strictObject({ type: is('crash'), ...name, kind: v.picklist(['process', 'power', 'disk']) }),
  v.strictObject({ type: is('stop'), ...name }),
  v.strictObject({ type: is('start'), ...name }),
  v.strictObject({ type: is('freeze'), ...name }),
  v.strictObject({ type: is('thaw'), ...name }),
  v.strictObject({ type: is('cutLink'), ...link }),
  v.strictObject({ type: is('slowLink'), ...link, extra: amount }),
  v.strictObject({ type: is('healLink'), ...link }),
  v.strictObject({ type: is('resetLink'), ...link }),
  v.strictObject({ type: is('partitionNetwork'), islands: v.array(v.array(v.string())) }),
  v.strictObject({ type: is('healNetwork') }),
  v.strictObject({ type: is('slowDisk'), ...name, extra: amount }),
  v.strictObject({ type: is('healDisk'), ...name }),
  v.strictObject({ type: is('deleteTopic'), topic: v.string() }),
  v.strictObject({
    type: is('reassignPartitions'),
    topic: v.string(),
    partition: amount,
    replicas: v.nullable(v.array(amount)),
  }),
  v.strictObject({ type: is('createTopic'), topic }),
  v.strictObject({ type: is('createPartitions'), topic: text, count: amount, assignment }),
  v.strictObject({
    type: is('electLeaders'),
    election: v.picklist(['PREFERRED', 'UNCLEAN']),
    topic: text,
    partition: amount,
  }),
  v.strictObject({ type: is('deleteRecords'), topic: text, partition: amount, before: nullable(amount) }),
  v.strictObject({
    type: is('alterConfig'),
    resource: v.picklist(['topic', 'broker']),
    name: text,
    config: v.record(v.string(), nullable(v.string())),
  }),
  v.strictObject({ type: is('addProducer'), producer: v.strictObject(producer) }),
  v.strictObject({ type: is('addConsumer'), consumer: v.strictObject(consumer) }),
  v.strictObject({ type: is('configureClient'), ...name, config }),
  v.strictObject({ type: is('setProgram'), ...name, program: nullable(program) }),
  v.strictObject({ type: is('setProcessing'), ...name, processing: amount }),
  v.strictObject({ type: is('send'), ...name, records: v.array(record) }),
  v.strictObject({ type: is('flush'), ...name }),
  v.strictObject({
    type: is('seek'),
    ...name,
    topic: text,
    partition: amount,
    to: v.union([amount, v.picklist(['beginning', 'end'])]),
  }),
  v.strictObject({ type: is('subscribe'), ...name, topics: v.array(text) }),
  v.strictObject({
    type: is('commit'),
    ...name,
    offsets: nullable(v.array(v.strictObject({ topic: text, partition: amount, offset: amount }))),
  }),
  v.strictObject({ type: is('pause'), ...name, paused: v.boolean() }),
  v.strictObject({ type: is('leaveOut') }),
]);

const scalar = v.union([text, v.number(), v.boolean()]);

const condition = v.variant('kind', [
  v.strictObject({ kind: is('entry'), entry: text, args: v.record(v.string(), scalar), times: amount }),
  v.strictObject({
    kind: is('fact'),
    fact: text,
    args: v.array(v.union([text, v.number()])),
    op: v.picklist(['is', 'atLeast', 'atMost', 'includes']),
    value: v.union([nullable(scalar), v.array(nullable(scalar))]),
  }),
]);

/** A scenario. */
export const scenarioShape = v.strictObject({
  name: text,
  era: v.picklist(['2.8', '3.9', '4.0']),
  mode: v.picklist(['zookeeper', 'kraft']),
  seed: integer,
  network: v.strictObject({ latency: amount, jitter: amount }),
  zookeeper: v.strictObject({ servers: amount }),
  // Recordings of scenarios from before KRaft do not have it.
  kraft: v.optional(
    v.strictObject({
      controllers: amount,
      roles: v.picklist(['separate', 'combined']),
      startAt: v.exactOptional(v.array(amount)),
    }),
    { controllers: 3, roles: 'separate' },
  ),
  brokers: v.array(v.strictObject({ id: amount, rack: nullable(text), config, up: v.boolean() })),
  config: v.strictObject({ broker: config, producer: config, consumer: config }),
  topics: v.array(topic),
  producers: v.array(v.strictObject({ ...producer, startAt: amount })),
  consumers: v.array(v.strictObject({ ...consumer, startAt: amount })),
  script: v.array(
    v.strictObject({
      moment: nullable(text),
      at: amount,
      when: nullable(condition),
      interventions: v.array(interventionShape),
    }),
  ),
  // Rules switched off on purpose, to show what breaks without them; an author's file cannot ask for it.
  without: v.exactOptional(v.array(v.picklist(safetyRules))),
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** These two fail to compile when the simulator's types and these schemas part. */
export const scenarioAgrees: Same<DeepReadonly<v.InferOutput<typeof scenarioShape>>, DeepReadonly<Scenario>> = true;
export const interventionAgrees: Same<
  DeepReadonly<v.InferOutput<typeof interventionShape>>,
  DeepReadonly<Intervention>
> = true;

type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> };
