import type { Bytes, NewConsumer, NewProducer, ProducerProgram } from '../../sim/intervention.ts';
import { checkSetting } from '../../sim/config/check-setting.ts';
import { clientNames, settingsEraOf } from '../../sim/client/presets.ts';
import { checkConsumerConfig } from '../../sim/client/settings/check-consumer.ts';
import { checkProducerConfig } from '../../sim/client/settings/check-producer.ts';
import type { Config, Scenario } from '../../sim/scenario.ts';
import { LARGEST_BYTES, MOST_CLIENTS, MOST_RECORDS_A_SEND, SHORTEST_INTERVAL } from '../limits.ts';
import type { Path } from '../yaml-document.ts';
import { atMost, checkConfig, checkTime, checkTopicKept } from './cluster-rules.ts';
import { sayTime } from '../say/time.ts';
import { OF_CLUSTER, topicsReadBy } from './cast.ts';
import type { Findings } from './finding.ts';
import { checkProgramOfConsumer } from './group-rules.ts';
import { protocolProblems, type ProtocolProblem } from './protocol-rules.ts';

/** Names of nodes: short, and without what would have to be quoted somewhere. */
const NODE_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/;

/** The scenario's producers and consumers. */
export function checkClients(scenario: Scenario, findings: Findings): void {
  const { producers, consumers } = scenario;
  if (producers.length + consumers.length > MOST_CLIENTS) {
    findings.add(
      ['producers'],
      'limit',
      `producers and consumers are ${producers.length + consumers.length} together; the limit is ${MOST_CLIENTS}`,
    );
  }
  producers.forEach((producer, index) => {
    checkProducer(producer, scenario, ['producers', index], findings);
    checkTime(findings, ['producers', index, 'startAt'], producer.startAt);
  });
  consumers.forEach((consumer, index) => {
    checkConsumer(consumer, scenario, ['consumers', index], findings);
    checkTime(findings, ['consumers', index, 'startAt'], consumer.startAt);
  });
}

/** One producer, from the start or added later. */
export function checkProducer(producer: NewProducer, scenario: Scenario, path: Path, findings: Findings): void {
  checkName(producer.name, path, findings);
  checkClient(producer.client, path, findings);
  checkClientConfig('producer', producer, scenario, path, findings);
  if (producer.program !== null) checkProgram(producer.program, [...path, 'program'], findings);
}

/** One consumer, from the start or added later. */
export function checkConsumer(consumer: NewConsumer, scenario: Scenario, path: Path, findings: Findings): void {
  checkName(consumer.name, path, findings);
  checkClient(consumer.client, path, findings);
  checkClientConfig('consumer', consumer, scenario, path, findings);
  checkTime(findings, [...path, 'processing'], consumer.processing);
  for (const topic of topicsReadBy(consumer)) checkTopicKept(topic, path, findings);
  checkProgramOfConsumer(consumer, scenario, path, findings);
}

/** What a producer does by itself. */
export function checkProgram(program: ProducerProgram, path: Path, findings: Findings): void {
  checkTopicKept(program.topic, [...path, 'topic'], findings);
  atMost(findings, [...path, 'perTick'], 'perTick', program.perTick, 1, MOST_RECORDS_A_SEND);
  if (program.interval < SHORTEST_INTERVAL) {
    findings.add(
      [...path, 'interval'],
      'limit',
      `interval must be at least ${SHORTEST_INTERVAL}us; found ${sayTime(program.interval)}`,
      'let perTick be larger',
    );
  }
  checkTime(findings, [...path, 'interval'], program.interval);
  if (program.count !== null) atMost(findings, [...path, 'count'], 'count', program.count, 1, 1_000_000_000);
  if (program.partition !== null)
    atMost(findings, [...path, 'partition'], 'partition', program.partition, 0, 1_000_000);
  for (const key of ['keys', 'values'] as const) {
    if (program[key].length === 0) findings.add([...path, key], 'empty', `${key} must not be empty`);
    program[key].forEach((bytes) => checkBytes(bytes, [...path, key], key, findings));
  }
}

/** Byte strings hold bytes only, and not too many. */
export function checkBytes(bytes: Bytes | null, path: Path, what: string, findings: Findings): void {
  if (bytes === null) return;
  if (bytes.length > LARGEST_BYTES)
    findings.add(path, 'limit', `${what} of ${bytes.length} bytes; the limit is ${LARGEST_BYTES}`);
  for (let i = 0; i < bytes.length; i++) {
    if (bytes.charCodeAt(i) > 0xff)
      return findings.add(path, 'not-bytes', `${what} must be a byte string; character ${i} is above 255`);
  }
}

function checkClient(client: string, path: Path, findings: Findings): void {
  if (!clientNames.includes(client)) findings.unknown([...path, 'client'], 'client', client, clientNames);
}

/** A client's own settings, and what its library would say of them together with the scenario's. */
function checkClientConfig(
  scope: 'producer' | 'consumer',
  { client, config }: { readonly client: string; readonly config: Config },
  scenario: Scenario,
  path: Path,
  findings: Findings,
): void {
  const before = findings.all.length;
  checkConfig(scope, config, settingsEraOf(client, scenario.era), [...path, 'config'], findings);
  if (findings.all.length > before) return;
  const ofShared = refusals(scope, { client, config: {} }, scenario).map(({ message }) => message);
  for (const { setting, message, hint } of refusals(scope, { client, config }, scenario)) {
    if (Object.hasOwn(config, setting)) findings.add([...path, 'config', setting], 'wrong-setting', message, hint);
    else if (!Object.hasOwn(scenario.config[scope], setting) || !ofShared.includes(message))
      findings.add([...path, 'name'], 'wrong-setting', message, hint);
    else tellShared(scope, { setting, message, hint }, scenario, path, findings);
  }
}

/** Lists of a scenario in which its clients stand. */
const OF_SCENARIO: readonly unknown[] = ['producers', 'consumers', 'script'];

/** What is wrong with the scenario's own settings is told at its own place, and once for however many clients. */
function tellShared(
  scope: 'producer' | 'consumer',
  { setting, message, hint }: ProtocolProblem,
  scenario: Scenario,
  path: Path,
  findings: Findings,
): void {
  // Wrong by itself: it is told with the scenario's other settings.
  if (checkSetting(scope, setting, scenario.config[scope][setting] ?? '', scenario.era) !== null) return;
  // What is done to a scenario that is right already stands elsewhere.
  if (!OF_SCENARIO.includes(path[0])) return findings.add([...path, 'name'], 'wrong-setting', message, hint);
  if (findings.all.some((told) => told.path[0] === 'config' && told.message === message)) return;
  findings.add(['config', scope, setting], 'wrong-setting', message, hint);
}

/** Why a client's library refuses its settings together with the scenario's; each of them alone is legal. */
export function refusals(
  scope: 'producer' | 'consumer',
  { client, config }: { readonly client: string; readonly config: Config },
  scenario: Scenario,
): readonly ProtocolProblem[] {
  const all = { ...scenario.config[scope], ...config };
  const check = scope === 'producer' ? checkProducerConfig : checkConsumerConfig;
  const ofProtocol =
    scope === 'consumer' ? protocolProblems(config, scenario.config.consumer, scenario.era, client) : [];
  const problems = [...check(all, scenario.era, client), ...ofProtocol];
  // Where a library has no idempotence at all, what idempotence would need is no advice.
  const lacks = problems.some(({ setting }) => setting === 'enable.idempotence');
  return problems.filter(
    ({ setting, message }) =>
      !lacks || setting === 'enable.idempotence' || !message.includes('with enable.idempotence=true'),
  );
}

function checkName(name: string, path: Path, findings: Findings): void {
  if (OF_CLUSTER.test(name)) findings.add([...path, 'name'], 'name', `name ${name} belongs to the cluster`);
  else if (!NODE_NAME.test(name)) {
    findings.add(
      [...path, 'name'],
      'name',
      `name ${name.slice(0, 60)} is not legal`,
      'a letter, then letters, digits, dots, underscores and hyphens, at most 63',
    );
  }
}
