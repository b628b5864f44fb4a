import { defaultOf } from '../../sim/config/defaults.ts';
import type { KnownNames } from '../../sim/facts/check-call.ts';
import type { Intervention, NewConsumer } from '../../sim/intervention.ts';
import { FIRST_CONTROLLER_ID } from '../../sim/kraft/part.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { isStandIn, NO_ID } from '../stand-in.ts';
import { allRead, type Unread } from '../unread.ts';

export type CastKind = 'broker' | 'zookeeper' | 'controller' | 'producer' | 'consumer' | 'admin';

/** Everything that a scenario has a name for, from the start or through an intervention. */
export interface Cast {
  readonly scenario: Scenario;
  /** The script's, and further ones. */
  readonly interventions: readonly Intervention[];
  readonly kinds: ReadonlyMap<string, CastKind>;
  readonly names: readonly string[];
  /** The same for questions to the World. */
  readonly known: KnownNames;
  readonly unread: Unread;
}

/**
 * The cast of a scenario, with what these further interventions add.
 * @param unreadBesides what may be missing in both, besides what something stands in for
 */
export function castOf(scenario: Scenario, further: readonly Intervention[] = [], unreadBesides = allRead): Cast {
  const all = [...scenario.script.flatMap((item) => item.interventions), ...further];
  const kinds = new Map<string, CastKind>([['admin', 'admin']]);
  if (scenario.mode === 'zookeeper')
    for (let i = 1; i <= scenario.zookeeper.servers && i <= 100; i++) kinds.set(`zookeeper-${i}`, 'zookeeper');
  else if (scenario.kraft.roles === 'separate')
    for (let i = 0; i < scenario.kraft.controllers && i < 100; i++)
      kinds.set(`controller-${FIRST_CONTROLLER_ID + i}`, 'controller');
  const ids = scenario.brokers.map((broker) => broker.id).filter((id) => id !== NO_ID);
  for (const id of ids) kinds.set(`broker-${id}`, 'broker');
  for (const producer of scenario.producers) kinds.set(producer.name, 'producer');
  for (const consumer of scenario.consumers) kinds.set(consumer.name, 'consumer');
  for (const intervention of all) {
    if (intervention.type === 'addProducer') kinds.set(intervention.producer.name, 'producer');
    if (intervention.type === 'addConsumer') kinds.set(intervention.consumer.name, 'consumer');
  }
  const unread = {
    ...unreadBesides,
    clients: unreadBesides.clients || [...kinds.keys()].some(isStandIn),
    topics: unreadBesides.topics || topicsOf(scenario, all).some(({ name }) => isStandIn(name)),
    cluster: unreadBesides.cluster || ids.length < scenario.brokers.length,
  };
  const names = [...kinds.keys()].filter((name) => !isStandIn(name));
  const ofKind = (kind: CastKind): string[] => names.filter((name) => kinds.get(name) === kind);
  const known = {
    topics: unread.topics ? null : topicsOf(scenario, all),
    brokers: ids,
    controllers: controllersOf(scenario),
    nodes: unread.clients ? null : names,
    mode: scenario.mode,
    producers: unread.clients ? null : ofKind('producer'),
    consumers: unread.clients ? null : ofKind('consumer'),
  };
  return { scenario, interventions: all, kinds, names, known, unread };
}

/** The names that nodes of the cluster have, and no client may have. */
export const OF_CLUSTER = /^(broker|zookeeper|controller)-\d+$|^admin$/;

/** Is there certainly no node of this name? */
export function isUnknownNode(name: string, { kinds, unread }: Cast): boolean {
  if (kinds.has(name) || isStandIn(name)) return false;
  return OF_CLUSTER.test(name) ? !unread.cluster : !unread.clients;
}

function controllersOf({ mode, kraft, brokers }: Scenario): number[] {
  const ids = brokers.map(({ id }) => id);
  if (mode === 'zookeeper') return ids;
  if (kraft.roles === 'combined') return ids.slice(0, Math.max(0, kraft.controllers));
  return Array.from({ length: Math.min(100, Math.max(0, kraft.controllers)) }, (_, i) => FIRST_CONTROLLER_ID + i);
}

/** Topics that there are or may be: those that a client names are created on demand, with as many partitions as Kafka likes. */
function topicsOf(scenario: Scenario, all: readonly Intervention[]): NonNullable<KnownNames['topics']> {
  const partitions = new Map<string, number>();
  const atLeast = (topic: string, count: number): void => {
    partitions.set(topic, Math.max(count, partitions.get(topic) ?? 0));
  };
  const named = (topic: string): void => {
    if (!partitions.has(topic)) atLeast(topic, Number.MAX_SAFE_INTEGER);
  };
  for (const topic of scenario.topics) atLeast(topic.name, topic.partitions);
  for (const intervention of all) {
    if (intervention.type === 'createTopic') atLeast(intervention.topic.name, intervention.topic.partitions);
    if (intervention.type === 'createPartitions') atLeast(intervention.topic, intervention.count);
  }
  for (const intervention of all) {
    if (intervention.type === 'send') intervention.records.forEach((record) => named(record.topic));
    if (intervention.type === 'setProgram' && intervention.program !== null) named(intervention.program.topic);
    if (intervention.type === 'addProducer' && intervention.producer.program !== null)
      named(intervention.producer.program.topic);
    if (intervention.type === 'addConsumer') topicsReadBy(intervention.consumer).forEach(named);
    if (intervention.type === 'subscribe') intervention.topics.forEach(named);
  }
  for (const { program } of scenario.producers) if (program !== null) named(program.topic);
  for (const consumer of scenario.consumers) topicsReadBy(consumer).forEach(named);
  if (hasGroups(scenario, all) && !partitions.has(OFFSETS_TOPIC)) atLeast(OFFSETS_TOPIC, offsetsPartitions(scenario));
  // Deleted, it may be created again by the brokers.
  for (const intervention of all)
    if (intervention.type === 'deleteTopic') atLeast(intervention.topic, Number.MAX_SAFE_INTEGER);
  return [...partitions].map(([name, count]) => ({ name, partitions: count }));
}

const OFFSETS_TOPIC = '__consumer_offsets';

/** The brokers create the topic of the offsets as soon as a group looks for its coordinator (KafkaApis.handleFindCoordinatorRequest). */
function hasGroups({ config, consumers }: Scenario, all: readonly Intervention[]): boolean {
  const configs = all.flatMap((one) =>
    one.type === 'addConsumer' ? [one.consumer.config] : one.type === 'configureClient' ? [one.config] : [],
  );
  return [config.consumer, ...consumers.map((consumer) => consumer.config), ...configs].some(
    (one) => (one['group.id'] ?? '') !== '',
  );
}

function offsetsPartitions({ config, brokers, era }: Scenario): number {
  const setting = 'offsets.topic.num.partitions';
  const standard = config.broker[setting] ?? defaultOf('broker', setting, era);
  return Math.max(...brokers.map((broker) => Number(broker.config[setting] ?? standard)));
}

/** The topics that a consumer subscribes to, or has partitions of. */
export function topicsReadBy({ topics, assign }: NewConsumer): readonly string[] {
  return [...topics, ...(assign ?? []).map(({ topic }) => topic)];
}
