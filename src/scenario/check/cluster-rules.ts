import { FIRST_CONTROLLER_ID } from '../../sim/kraft/part.ts';
import { checkSetting } from '../../sim/config/check-setting.ts';
import type { ConfigScope } from '../../sim/config/defaults.ts';
import type { NewTopic } from '../../sim/intervention.ts';
import type { Config, Scenario } from '../../sim/scenario.ts';
import type { Micros } from '../../sim/time.ts';
import type { Era } from '../../sim/world.ts';
import { didYouMean } from '../did-you-mean.ts';
import {
  HIGHEST_BROKER_ID,
  LARGEST_SEED,
  LONGEST_TIME,
  MOST_BROKERS,
  MOST_PARTITIONS,
  MOST_REPLICAS,
  MOST_TOPICS,
} from '../limits.ts';
import { NO_ID } from '../stand-in.ts';
import type { Path } from '../yaml-document.ts';
import { sayTime } from '../say/time.ts';
import type { Findings } from './finding.ts';

/** The shortest latency: a request and its answer must take time, or a loop of them would never let time pass. */
const LEAST_LATENCY: Micros = 10;
/** No link is slower, and none is more uneven. */
const MOST_LATENCY: Micros = 60_000_000;

/** Era, seed, network, ZooKeeper and brokers. */
export function checkCluster(scenario: Scenario, findings: Findings): void {
  checkMode(scenario, findings);
  atMost(findings, ['seed'], 'seed', scenario.seed, 0, LARGEST_SEED);
  checkDelay(findings, 'latency', scenario.network.latency, LEAST_LATENCY);
  checkDelay(findings, 'jitter', scenario.network.jitter, 0);
  if (![1, 3, 5].includes(scenario.zookeeper.servers)) {
    findings.add(
      ['zookeeper', 'servers'],
      'zookeeper',
      `zookeeper of ${scenario.zookeeper.servers} servers; an ensemble has 1, 3 or 5`,
      'write 3',
    );
  }
  checkBrokers(scenario, findings);
  checkConfig('broker', scenario.config.broker, scenario.era, ['config', 'broker'], findings);
  checkConfig('producer', scenario.config.producer, scenario.era, ['config', 'producer'], findings);
  checkConfig('consumer', scenario.config.consumer, scenario.era, ['config', 'consumer'], findings);
}

function checkDelay(findings: Findings, key: 'latency' | 'jitter', delay: Micros, least: Micros): void {
  if (delay >= least && delay <= MOST_LATENCY) return;
  const message = `${key} must be from ${sayTime(least)} to ${sayTime(MOST_LATENCY)}; found ${sayTime(delay)}`;
  findings.add(['network', key], 'limit', message);
}

/** Which era has which mode (KIP-833), and who votes in KRaft mode. */
function checkMode({ era, mode, kraft, brokers }: Scenario, findings: Findings): void {
  if (mode === 'zookeeper' && era === '4.0')
    findings.add(['mode'], 'mode', 'mode zookeeper ended with era 3.9', 'write kraft, or era 3.9');
  if (mode === 'kraft' && era === '2.8')
    findings.add(['mode'], 'mode', 'mode kraft in era 2.8 was a preview', 'write era 3.9 or 4.0');
  // In the other mode too: a file may be run in both.
  if (![1, 3, 5].includes(kraft.controllers)) {
    const message = `controllers must be 1, 3 or 5; found ${kraft.controllers}`;
    findings.add(['kraft', 'controllers'], 'controllers', message, 'an even number tolerates no more failures');
    return;
  }
  const { startAt = [] } = kraft;
  if (startAt.length > kraft.controllers) {
    const message = `start has ${startAt.length} times; there are ${kraft.controllers} controllers`;
    findings.add(['kraft', 'controllers'], 'controllers', message, 'write one time for each, or fewer');
  }
  if (mode === 'zookeeper') return;
  if (kraft.roles === 'combined') {
    if (startAt.length > 0)
      findings.add(
        ['kraft', 'controllers'],
        'controllers',
        'start is for controllers with processes of their own',
        'write roles: separate',
      );
    if (brokers.length >= kraft.controllers) return;
    const message = `controllers are brokers too; ${brokers.length} brokers cannot be ${kraft.controllers} controllers`;
    findings.add(['kraft', 'controllers'], 'controllers', message, 'write fewer controllers, or roles: separate');
    return;
  }
  const last = FIRST_CONTROLLER_ID + kraft.controllers - 1;
  brokers.forEach(({ id }, index) => {
    if (id < FIRST_CONTROLLER_ID || id > last) return;
    const message = `broker id ${id} is a controller's; controllers are ${FIRST_CONTROLLER_ID} to ${last}`;
    findings.add(['brokers', index, 'id'], 'controllers', message, 'give the broker another number');
  });
}

function checkBrokers({ brokers, era }: Scenario, findings: Findings): void {
  atMost(findings, ['brokers'], 'brokers', brokers.length, 1, MOST_BROKERS);
  brokers.forEach((broker, index) => {
    const path = ['brokers', index];
    atMost(findings, [...path, 'id'], 'broker id', broker.id, 0, HIGHEST_BROKER_ID);
    if (brokers.findIndex((other) => other.id === broker.id) < index) {
      findings.add([...path, 'id'], 'twice', `broker ${broker.id} twice; each has a number of its own`);
    }
    checkConfig('broker', broker.config, era, [...path, 'config'], findings);
  });
  if (brokers.length > 0 && !brokers.some((broker) => broker.up))
    findings.add(['brokers'], 'all-down', 'brokers are all down at the start; at least one must be up');
}

/** So many wrong settings of one node are named. */
const MOST_COMPLAINTS = 50;

/** What a broker has a key of its own for: as a setting it would change nothing. */
const KEYS_OF_BROKERS: { readonly [setting: string]: string } = {
  'broker.id': 'id',
  'node.id': 'id',
  'broker.rack': 'rack',
};

/** Settings of one scope. */
export function checkConfig(scope: ConfigScope, config: Config, era: Era, path: Path, findings: Findings): void {
  let complaints = 0;
  for (const name of Object.keys(config)) {
    const key = scope === 'broker' && Object.hasOwn(KEYS_OF_BROKERS, name) ? KEYS_OF_BROKERS[name] : undefined;
    if (key !== undefined)
      findings.addKey(
        [...path, name],
        'own-key',
        `${name} is no setting here; a broker has the key ${key}`,
        `write ${key} beside config`,
      );
    if ((config[name] ?? '') in {})
      findings.add(
        [...path, name],
        'wrong-setting',
        `${name}=${config[name]} is not possible here; it is JavaScript's own name`,
      );
    const problem = checkSetting(scope, name, config[name] ?? '', era);
    if (problem === null || complaints >= MOST_COMPLAINTS) continue;
    complaints += 1;
    const hint = didYouMean(name, problem.known);
    if (problem.code === 'unknown-setting') findings.addKey([...path, name], problem.code, problem.message, hint);
    else findings.add([...path, name], problem.code, problem.message, hint);
  }
}

/** A number from `least` to `most`. */
export function atMost(findings: Findings, path: Path, what: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  findings.add(path, 'limit', `${what} must be from ${least} to ${most}; found ${value}`);
}

/** A time that is not negative and not absurd. */
export function checkTime(findings: Findings, path: Path, time: number): void {
  if (time > LONGEST_TIME || time < 0) findings.add(path, 'limit', 'time beyond 30 days; a run ends long before');
}

/** The scenario's own topics: what Kafka would refuse is refused here, since nobody waits for the answer. */
export function checkTopics(scenario: Scenario, findings: Findings): void {
  const { topics } = scenario;
  atMost(findings, ['topics'], 'topics', topics.length, 0, MOST_TOPICS);
  let partitions = 0;
  let replicas = 0;
  topics.forEach((topic, index) => {
    const path = ['topics', index];
    if (topics.findIndex((other) => other.name === topic.name) < index) {
      findings.add([...path, 'name'], 'twice', `topic ${topic.name.slice(0, 60)} twice; each has a name of its own`);
    }
    checkTopicName(topic.name, [...path, 'name'], findings);
    checkTopic(topic, scenario, path, findings);
    if (topic.replicationFactor > scenario.brokers.length && topic.assignment === null) {
      const message = `replicationFactor ${topic.replicationFactor} is larger than the number of brokers, ${scenario.brokers.length}`;
      findings.add([...path, 'replicationFactor'], 'replication', message, `write at most ${scenario.brokers.length}`);
    }
    partitions += topic.partitions;
    replicas += topic.partitions * topic.replicationFactor;
  });
  if (partitions > MOST_PARTITIONS)
    findings.add(['topics'], 'limit', `topics have ${partitions} partitions together; the limit is ${MOST_PARTITIONS}`);
  else if (replicas > MOST_REPLICAS)
    findings.add(['topics'], 'limit', `topics have ${replicas} replicas together; the limit is ${MOST_REPLICAS}`);
}

/** What holds for a topic also when it is created later: Kafka answers for the rest. */
export function checkTopic(topic: NewTopic, scenario: Scenario, path: Path, findings: Findings): void {
  checkTopicKept(topic.name, [...path, 'name'], findings);
  atMost(findings, [...path, 'partitions'], 'partitions', topic.partitions, 1, MOST_PARTITIONS);
  atMost(findings, [...path, 'replicationFactor'], 'replicationFactor', topic.replicationFactor, 1, MOST_BROKERS);
  checkConfig('topic', topic.config, scenario.era, [...path, 'config'], findings);
  if (topic.assignment === null) return;
  if (topic.assignment.length !== topic.partitions) {
    findings.add(
      [...path, 'assignment'],
      'assignment',
      `assignment of ${topic.assignment.length} partitions; the topic has ${topic.partitions}`,
      'leave partitions out',
    );
  }
  checkAssignment(topic.assignment, scenario, [...path, 'assignment'], findings);
}

/** Known brokers, none of them twice, as many for each partition. */
export function checkAssignment(
  assignment: readonly (readonly number[])[],
  scenario: Scenario,
  path: Path,
  findings: Findings,
): void {
  const known = scenario.brokers.map((broker) => broker.id).filter((id) => id !== NO_ID);
  const mayLack = known.length < scenario.brokers.length;
  assignment.forEach((replicas, partition) => {
    if (replicas.length === 0)
      findings.add([...path, partition], 'assignment', `partition ${partition} without a broker; it must have one`);
    if (replicas.length !== assignment[0]?.length)
      findings.add(
        [...path, partition],
        'assignment',
        `partition ${partition} has ${replicas.length} replicas; partition 0 has ${assignment[0]?.length}`,
      );
    if (new Set(replicas).size < replicas.length)
      findings.add([...path, partition], 'assignment', `partition ${partition} has a broker twice`);
    const missing = mayLack ? undefined : replicas.find((id) => !known.includes(id));
    if (missing !== undefined)
      findings.add(
        [...path, partition],
        'unknown-broker',
        `unknown broker ${missing}`,
        `known: ${known.join(', ').slice(0, 200)}`,
      );
  });
}

/**
 * A topic that can be kept here, wherever it is named. Kafka would have no objection to `constructor`, but a World keeps tables by name
 * in plain objects, and in those it is something already.
 */
export function checkTopicKept(topic: string, path: Path, findings: Findings): void {
  if (topic in {})
    findings.add(
      path,
      'topic-name',
      `topic name ${topic} is not possible here; it is JavaScript's own`,
      'write another',
    );
}

/** A name that Kafka's brokers take: org.apache.kafka.common.internals.Topic.validate. */
export function checkTopicName(name: string, path: Path, findings: Findings): void {
  if (/^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..') return;
  const why =
    name === '.' || name === '..'
      ? 'a name is more than one or two dots'
      : name.length > 249
        ? `it has ${name.length} characters, at most 249 are allowed`
        : 'letters, digits, dots, underscores and hyphens, at most 249';
  findings.add(path, 'topic-name', `topic name ${name.slice(0, 60)} is not legal`, why);
}
