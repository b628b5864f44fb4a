import * as v from 'valibot';

import { brokerConfig } from '../../../src/sim/config/broker-config.ts';
import { defaultOf, isSetting, type ConfigScope } from '../../../src/sim/config/defaults.ts';
import { adapter, releaseOf, Unreadable, type Check } from '../support/adapter.ts';
import { negotiatedRange } from '../support/sessions.ts';

const values = v.record(v.string(), v.union([v.null(), v.string(), v.number(), v.boolean(), v.array(v.string())]));
const schema = v.object({
  scope: v.picklist(['producer', 'consumer', 'client', 'broker', 'topic', 'zookeeper']),
  config: v.string(),
  values,
});

/** A default by release. `2.x` is the last release of that line; `2.4` stands for the releases up to it. */
export const playDefault = adapter(schema, ({ scope, config, values }): Check => {
  // Null is right of a setting without a default, and of one that a release does not have; not of one that none has.
  const releases = [...Object.keys(values).map(releaseOf), '4.0'];
  if (!PLAYED.includes(config) && !releases.some((release) => isSetting(scope, config, release)))
    throw new Unreadable(`config: no release has a setting ${config} of ${scope}`);
  const expected: Record<string, unknown> = {};
  const got: Record<string, unknown> = {};
  for (const line of Object.keys(values)) {
    expected[line] = asText(values[line]);
    got[line] = asText(found(scope, config, releaseOf(line)));
  }
  return { expected, got };
});

const SESSIONS = 'ZooKeeper negotiated session range';
const CONNECTION = 'zookeeper.connection.timeout.ms';
/** What is no setting of its scope, or has another setting's value. */
const PLAYED = [SESSIONS, CONNECTION];

function found(scope: ConfigScope, config: string, release: string): unknown {
  const zookeeper = release !== '4.0';
  if (config === SESSIONS) return zookeeper ? negotiatedRange() : null;
  if (config === CONNECTION && scope === 'zookeeper') {
    if (!zookeeper) return null;
    const { zookeeperConnectionTimeout } = brokerConfig('3.9', { 'zookeeper.session.timeout.ms': '4321' });
    return zookeeperConnectionTimeout === 4_321_000 ? '= zookeeper.session.timeout.ms' : zookeeperConnectionTimeout;
  }
  return defaultOf(scope, config, release);
}

/** Classes by their short names, lists with commas, everything else as Kafka writes it. */
function asText(value: unknown): string | null {
  if (value === null) return null;
  const list = Array.isArray(value)
    ? (value as string[])
    : (value as string | number | boolean)
        .toString()
        .replace(/^\[(.*)\]$/, '$1')
        .split(',');
  return list.map((one) => NAMES[one] ?? one.trim().replace(/^org\.apache\.kafka\..*\./, '')).join(',');
}

const ASSIGNORS = 'org.apache.kafka.clients.consumer.';
const NAMES: { readonly [name: string]: string } = {
  [`${ASSIGNORS}RangeAssignor`]: 'range',
  [`${ASSIGNORS}CooperativeStickyAssignor`]: 'cooperative-sticky',
};
