import type { Scenario, ScriptItem } from '../sim/scenario.ts';
import { checkScenario } from './check/check-scenario.ts';
import { LONGEST_TEXT } from './limits.ts';
import type { Mistake } from './mistake.ts';
import { readConsumers, readProducers } from './read/clients.ts';
import { readBrokers, readConfigs, readKRaft, readNetwork, readZooKeeper } from './read/cluster.ts';
import { fieldsOf, listOf, readingOf, type Reading } from './read/reading.ts';
import { readScriptItem, readSends } from './read/script.ts';
import { readTopic } from './read/topics.ts';
import { readInteger, readText, readWord } from './read/values.ts';
import { allRead, unreadInScenario, unreadOf, type Unread } from './unread.ts';
import { isOfStandIn } from './stand-in.ts';
import { readYaml, type Path, type YamlDocument } from './yaml-document.ts';

/** What a scenario has when it does not say. */
const STANDARD = {
  era: '3.9',
  mode: 'zookeeper',
  seed: 1,
  network: { latency: 1_000, jitter: 250 },
  brokers: 3,
} as const;

const KEYS = [
  'name',
  'era',
  'mode',
  'seed',
  'brokers',
  'zookeeper',
  'controllers',
  'roles',
  'config',
  'topics',
  'network',
  'producers',
  'consumers',
  'script',
];

export interface ParsedScenario {
  /** Null when there is a mistake: nothing is half-applied. */
  readonly scenario: Scenario | null;
  /** The same although there are mistakes in it, to hold a lesson's script against; null when the text is no scenario. Never to be run. */
  readonly draft: Scenario | null;
  /** What may be missing in the draft. */
  readonly unread: Unread;
  /** All of them, in the order of the text. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads a scenario from YAML 1.2 or JSON, and checks it.
 * @param file the text's name, for messages
 * @param text the whole text, of at most 1 MB
 */
export function parseScenario(file: string, text: string): ParsedScenario {
  if (text.length > LONGEST_TEXT) {
    const message = `scenario of ${text.length} characters; the limit is ${LONGEST_TEXT}`;
    return {
      scenario: null,
      draft: null,
      unread: allRead,
      mistakes: [{ code: 'limit', file, line: 1, column: 1, message, hint: 'let programs and {n} make records' }],
    };
  }
  const document = readYaml(file, text);
  const mistakes: Mistake[] = [...document.mistakes];
  if (mistakes.length > 0) return { scenario: null, draft: null, unread: allRead, mistakes };
  const wrongAt: Path[] = [];
  const reading = readingOf(file, document, mistakes, (path) => wrongAt.push(path));
  const scenario = readScenario(file, document, reading);
  const unread = unreadOf(wrongAt.map(unreadInScenario));
  if (scenario !== null) {
    for (const finding of checkScenario(scenario)) {
      const { path, key, code, message, hint } = finding;
      const origin = reading.origins.find(scenario, path);
      if (isOfStandIn(finding, scenario, document.value, origin)) continue;
      if (key) reading.complainKey(origin, code, message, hint);
      else reading.complain(origin, code, message, hint);
    }
  }
  return { scenario: mistakes.length === 0 ? scenario : null, draft: scenario, unread, mistakes: sorted(mistakes) };
}

/** In the order of the text; once, where what is said both ways of a link was wrong both ways. */
function sorted(mistakes: readonly Mistake[]): Mistake[] {
  const unique = new Map<string, Mistake>();
  for (const one of mistakes) {
    const key = `${one.line}:${one.column} ${one.message}`;
    if (!unique.has(key)) unique.set(key, one);
  }
  return [...unique.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}

function readScenario(file: string, document: YamlDocument, reading: Reading): Scenario | null {
  const fields = fieldsOf({ value: document.value, path: [], reading }, 'a scenario', KEYS);
  if (fields === null) return null;
  const sends: ScriptItem[] = [];
  const readAllProducers = readProducers((from, producer) => sends.push(...readSends(from, producer)));
  const script = fields.optional('script', listOf(readScriptItem, 'a list of items'), []).flat();
  const brokers =
    fields.optional('brokers', readBrokers, null) ?? readBrokers({ value: STANDARD.brokers, path: [], reading }) ?? [];
  const era: Scenario['era'] = fields.optional('era', readWord(['2.8', '3.9', '4.0']), STANDARD.era);
  const kraft = readKRaft(fields);
  const scenario: Scenario = {
    name: fields.optional('name', readText, baseName(file)),
    era,
    // ZooKeeper mode ended with 3.9.
    mode: fields.optional('mode', readWord(['zookeeper', 'kraft']), era === '4.0' ? 'kraft' : STANDARD.mode),
    seed: fields.optional('seed', readInteger, STANDARD.seed),
    network: fields.optional('network', readNetwork(STANDARD.network), STANDARD.network),
    zookeeper: fields.optional('zookeeper', readZooKeeper, { servers: 1 }),
    kraft,
    brokers,
    config: fields.optional('config', readConfigs, { broker: {}, producer: {}, consumer: {} }),
    topics: fields.optional('topics', listOf(readTopic, 'a list of topics'), []),
    producers: fields.optional('producers', readAllProducers, []),
    consumers: fields.optional('consumers', readConsumers, []),
    script: [],
  };
  return { ...scenario, script: [...sends, ...script] };
}

function baseName(file: string): string {
  return (file.split(/[/\\]/).at(-1) ?? file).replace(/\.(ya?ml|json)$/, '');
}
