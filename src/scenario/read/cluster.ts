import type { Config, Scenario, ScenarioBroker } from '../../sim/scenario.ts';
import { MOST_BROKERS } from '../limits.ts';
import { NO_ID } from '../stand-in.ts';
import { fieldsOf, isMap, listOf, unexpected, WHOLE_NUMBER, wrong, type Fields, type Read } from './reading.ts';
import { readBrokerId, readConfig, readFlag, readInteger, readText, readTime, readWord } from './values.ts';

/** How many brokers, numbered from 1, or a list of them. */
export const readBrokers: Read<readonly ScenarioBroker[]> = (spot) => {
  if (Array.isArray(spot.value)) {
    return listOf(readBroker, 'a list of brokers')(spot);
  }
  const count = spot.value;
  if (typeof count !== 'number') return unexpected(spot, 'a number of brokers, or a list of them', WHOLE_NUMBER);
  if (!Number.isSafeInteger(count) || count < 1 || count > MOST_BROKERS) {
    return wrong(spot, 'limit', `brokers must be from 1 to ${MOST_BROKERS}; found ${count}`);
  }
  return numbered(count);
};

function numbered(count: number): readonly ScenarioBroker[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, rack: null, config: {}, up: true }));
}

/** A broker: its number alone, or with rack and settings. */
const readBroker: Read<ScenarioBroker> = (spot) => {
  const fields = isMap(spot.value) ? fieldsOf(spot, 'a broker', ['id', 'rack', 'config', 'up']) : null;
  const id = fields === null ? readBrokerId(spot) : fields.required('id', readBrokerId);
  const broker: ScenarioBroker = {
    id: id ?? NO_ID,
    rack: fields?.optional('rack', readText, null) ?? null,
    config: fields?.optional('config', readConfig, {}) ?? {},
    up: fields?.optional('up', readFlag, true) ?? true,
  };
  spot.reading.origins.place(broker, spot.path, fields === null ? { id: spot.path } : {});
  return broker;
};

/** How many ZooKeeper servers. */
export const readZooKeeper: Read<Scenario['zookeeper']> = (spot) => {
  const servers = isMap(spot.value)
    ? fieldsOf(spot, 'zookeeper', ['servers'])?.required('servers', readInteger)
    : readInteger(spot);
  if (servers === null || servers === undefined) return null;
  const zookeeper = { servers };
  spot.reading.origins.place(zookeeper, spot.path, isMap(spot.value) ? {} : { servers: spot.path });
  return zookeeper;
};

/** A number, or `{ count: 3, start: [0, 2s] }`. */
const readControllers: Read<Pick<Scenario['kraft'], 'controllers' | 'startAt'>> = (spot) => {
  if (!isMap(spot.value)) {
    const controllers = readInteger(spot);
    return controllers === null ? null : { controllers };
  }
  const fields = fieldsOf(spot, 'controllers', ['count', 'start']);
  const controllers = fields?.required('count', readInteger) ?? null;
  const startAt = fields?.optional('start', listOf(readTime, 'a list of times, as [0, 2s]'), []) ?? [];
  return controllers === null ? null : { controllers, startAt };
};

/** The voters of KRaft mode: how many, and whether they are brokers too; both keys stand beside `mode`. */
export function readKRaft(fields: Fields): Scenario['kraft'] {
  const kraft: Scenario['kraft'] = {
    ...fields.optional('controllers', readControllers, { controllers: 3 }),
    roles: fields.optional('roles', readWord(['separate', 'combined']), 'separate'),
  };
  fields.spot.reading.origins.place(kraft, fields.spot.path);
  return kraft;
}

/** Latency and jitter of every link; both one way. */
export function readNetwork(standard: Scenario['network']): Read<Scenario['network']> {
  return (spot) => {
    const fields = fieldsOf(spot, 'the network', ['latency', 'jitter']);
    if (fields === null) return null;
    const network = {
      latency: fields.optional('latency', readTime, standard.latency),
      jitter: fields.optional('jitter', readTime, standard.jitter),
    };
    spot.reading.origins.place(network, spot.path);
    return network;
  };
}

/** Settings for every broker, producer and consumer of the scenario. */
export const readConfigs: Read<Scenario['config']> = (spot) => {
  const fields = fieldsOf(spot, 'config', ['broker', 'producer', 'consumer']);
  if (fields === null) return null;
  const none: Config = {};
  const config = {
    broker: fields.optional('broker', readConfig, none),
    producer: fields.optional('producer', readConfig, none),
    consumer: fields.optional('consumer', readConfig, none),
  };
  spot.reading.origins.place(config, spot.path);
  return config;
};
