import { brokerConfig } from '../config/broker-config.ts';
import { topicConfigsRead } from '../broker/control-requests.ts';
import { topicConfigChanged } from '../broker/topic-config.ts';
import type { BrokerState } from '../broker/state.ts';
import { topicConfigLearnt, brokerConfigLearnt } from '../controller/controller.ts';
import type { ZkGetDataOp, ZkOp, ZkResult } from '../protocol/zookeeper.ts';
import type { Config } from '../scenario.ts';
import type { Turn } from '../turn.ts';
import { configIn, entityIn } from './data.ts';
import { CONFIG_CHANGES_PATH, configPath, nameIn, sequenceIn } from './paths.ts';
import { configsRead } from './registration.ts';
import { zkRequest, type ZkAnswer } from './requests.ts';

/*
 * How settings kept in ZooKeeper reach a broker. They are read when the process starts and when it first hosts a topic; changes are
 * told by sequential znodes under /config/changes, which every broker watches (kafka.server.ZkConfigManager).
 */

const DEFAULT_BROKER = '<default>';

function getData(path: string): ZkGetDataOp {
  return { op: 'getData', path, watch: false };
}

/** Reads all settings, as a broker does before it loads its logs (LogManager.startup) and registers. */
export function readConfigs(turn: Turn, broker: BrokerState): BrokerState {
  const ops: readonly ZkOp[] = [
    { op: 'getChildren', path: '/config/topics', watch: false },
    getData(configPath('brokers', DEFAULT_BROKER)),
    getData(configPath('brokers', String(broker.brokerId))),
  ];
  return zkRequest(turn, broker, 'configs:all', ops, false);
}

/** What asks for the settings of topics that this broker is to host: it goes on in another session, as KafkaZkClient's retries do. */
export const HOSTING_TAG = 'configs:topics';

/**
 * Reads the settings of topics that this broker is to host (ZkConfigRepository.topicConfig); `topicConfigsRead` follows. A topic
 * without settings of its own has none there, and nothing changes.
 */
export function readTopicConfigs(turn: Turn, broker: BrokerState, topics: readonly string[]): BrokerState {
  const ops = topics.map((topic) => getData(configPath('topics', topic)));
  return zkRequest(turn, broker, HOSTING_TAG, ops, false);
}

/** Something was added to /config/changes, or this session has yet to look there. */
export function configsNotified(turn: Turn, broker: BrokerState): BrokerState {
  return zkRequest(
    turn,
    broker,
    'configs:changes',
    [{ op: 'getChildren', path: CONFIG_CHANGES_PATH, watch: true }],
    false,
  );
}

/** The answer to a step of reading settings. */
export function configsAnswered(turn: Turn, broker: BrokerState, step: string, answer: ZkAnswer): BrokerState {
  const { results } = answer;
  switch (step) {
    case 'all': {
      const known = applyBrokerConfig(turn, broker, results[1], results[2]);
      const topics = results[0]?.children ?? [];
      if (topics.length === 0) return configsRead(turn, known);
      return zkRequest(
        turn,
        known,
        'configs:allTopics',
        topics.map((topic) => getData(configPath('topics', topic))),
        false,
      );
    }
    case 'allTopics':
      return configsRead(turn, applyTopicConfigs(turn, broker, results));
    case 'topics':
      return topicConfigsRead(turn, applyTopicConfigs(turn, broker, results));
    case 'brokers':
      return brokerConfigLearnt(
        turn,
        applyBrokerConfig(turn, broker, results[0], results[1]),
        broker.config.uncleanLeaderElection,
      );
    case 'changes':
      return readNotifications(turn, broker, results[0]?.children ?? []);
    case 'notifications':
      return readEntities(turn, broker, results);
    case 'entities': {
      const next = applyTopicConfigs(turn, broker, results);
      return results.reduce(
        (each, result) =>
          result.error === 'Ok' ? topicConfigLearnt(turn, each, nameIn(result.path), configIn(result.data)) : each,
        next,
      );
    }
    default:
      return broker;
  }
}

/** Notifications not acted upon yet, in the order of their numbers (ZkNodeChangeNotificationListener). */
function readNotifications(turn: Turn, broker: BrokerState, names: readonly string[]): BrokerState {
  const fresh = names.filter((name) => sequenceIn(name) > broker.zk.lastConfigChange);
  const last = fresh.at(-1);
  if (last === undefined) return broker;
  const next = { ...broker, zk: { ...broker.zk, lastConfigChange: sequenceIn(last) } };
  return zkRequest(
    turn,
    next,
    'configs:notifications',
    fresh.map((name) => getData(`${CONFIG_CHANGES_PATH}/${name}`)),
    false,
  );
}

function readEntities(turn: Turn, broker: BrokerState, results: readonly ZkResult[]): BrokerState {
  const entities = results.map((result) => entityIn(result.data)).filter((entity) => entity !== null);
  const topics = entities.filter((entity) => entity.kind === 'topics');
  const mine = entities.some(
    (entity) =>
      entity.kind === 'brokers' && (entity.name === DEFAULT_BROKER || entity.name === String(broker.brokerId)),
  );
  let next = broker;
  if (topics.length > 0)
    next = zkRequest(
      turn,
      next,
      'configs:entities',
      topics.map((entity) => getData(configPath('topics', entity.name))),
      false,
    );
  if (mine) {
    const ops = [
      getData(configPath('brokers', DEFAULT_BROKER)),
      getData(configPath('brokers', String(broker.brokerId))),
    ];
    next = zkRequest(turn, next, 'configs:brokers', ops, false);
  }
  return next;
}

function applyTopicConfigs(turn: Turn, broker: BrokerState, results: readonly ZkResult[]): BrokerState {
  let next = broker;
  for (const result of results)
    if (result.error === 'Ok') next = topicConfigChanged(turn, next, nameIn(result.path), configIn(result.data));
  return next;
}

/** Settings for all brokers and for this one, over those it was started with (DynamicBrokerConfig); its own win. */
function applyBrokerConfig(
  turn: Turn,
  broker: BrokerState,
  shared: ZkResult | undefined,
  own: ZkResult | undefined,
): BrokerState {
  const dynamic: Config = { ...configIn(shared?.data ?? null), ...configIn(own?.data ?? null) };
  const { raw } = broker.config;
  // `raw` stays what the process was started with, so that a setting taken back falls back to it.
  return { ...broker, config: { ...brokerConfig(turn.setup.era, { ...raw, ...dynamic }), raw } };
}
