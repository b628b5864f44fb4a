import type { Config } from '../scenario.ts';
import { brokerDefaults } from './broker-defaults.ts';
import { consumerDefaultValues } from './consumer-defaults.ts';
import { ABSENT, valueIn, type Defaults } from './default-value.ts';
import { producerDefaultValues } from './producer-defaults.ts';
import { topicDefaults } from './topic-defaults.ts';
import { zooKeeperDefaults } from './zookeeper-defaults.ts';

/** Whose settings. `client`: those that producers, consumers and admin clients share. */
export type ConfigScope = 'broker' | 'topic' | 'producer' | 'consumer' | 'client' | 'zookeeper';

const TABLES: { readonly [S in ConfigScope]: readonly Defaults[] } = {
  broker: [brokerDefaults, zooKeeperDefaults],
  topic: [topicDefaults],
  producer: [producerDefaultValues],
  consumer: [consumerDefaultValues],
  client: [producerDefaultValues, consumerDefaultValues],
  zookeeper: [zooKeeperDefaults],
};

/**
 * The default of a setting in a release of Kafka, as Kafka's own string.
 * @param release a release such as `2.8` or `3.9`; every release from 2.0 on is known
 * @returns null where the setting has no default, or does not exist
 */
export function defaultOf(scope: ConfigScope, name: string, release: string): string | null {
  for (const table of TABLES[scope]) {
    const value = valueIn(table[name], release);
    if (value !== ABSENT) return value;
  }
  return null;
}

/** Does this release know such a setting? */
export function isSetting(scope: ConfigScope, name: string, release: string): boolean {
  return TABLES[scope].some(
    (table) => valueIn(Object.hasOwn(table, name) ? table[name] : undefined, release) !== ABSENT,
  );
}

/** Names of all settings of a scope in a release, in code-unit order. */
export function settingNames(scope: ConfigScope, release: string): readonly string[] {
  const key = `${scope} ${release}`;
  return (KNOWN[key] ??= listNames(scope, release));
}

/** Names by scope and release, once asked for: a text full of unknown settings asks at each of them. */
const KNOWN: Record<string, readonly string[]> = {};

function listNames(scope: ConfigScope, release: string): readonly string[] {
  const names = TABLES[scope].flatMap((table) => Object.keys(table)).sort();
  return names.filter((name, at) => names[at - 1] !== name && isSetting(scope, name, release));
}

/** Every setting of a scope that has a default in a release, with it. */
export function defaultsOf(scope: ConfigScope, release: string): Config {
  const config: Record<string, string> = {};
  for (const name of settingNames(scope, release)) {
    const value = defaultOf(scope, name, release);
    if (value !== null) config[name] = value;
  }
  return config;
}
