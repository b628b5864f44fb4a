import { topicConfig, type TopicConfig } from '../config/broker-config.ts';
import type { Config } from '../scenario.ts';
import type { Turn } from '../turn.ts';
import { BrokerDraft } from './draft.ts';
import { settle } from './settle.ts';
import type { BrokerState, Replica } from './state.ts';
import { planCleaner } from './storage/cleaner.ts';
import { planRetention } from './storage/retention.ts';

const NOTHING: Config = {};

/** The settings that a topic has of its own, as far as this broker knows. */
export function topicSettings(state: BrokerState, topic: string): Config {
  const { topicConfigs } = state;
  let low = 0;
  let high = topicConfigs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((topicConfigs[middle] as { topic: string }).topic < topic) low = middle + 1;
    else high = middle;
  }
  const found = topicConfigs[low];
  return found !== undefined && found.topic === topic ? found.config : NOTHING;
}

/**
 * The broker has learnt a topic's own settings from its znode under /config/topics (TopicConfigHandler.processConfigChanges).
 * @param config all of them; an empty object: none
 */
export function topicConfigChanged(turn: Turn, broker: BrokerState, topic: string, config: Config): BrokerState {
  const d = new BrokerDraft(turn, broker);
  const others = broker.topicConfigs.filter((entry) => entry.topic !== topic);
  const none = Object.keys(config).length === 0;
  if (none && others.length === broker.topicConfigs.length) return broker;
  const topicConfigs = none ? others : [...others, { topic, config }];
  topicConfigs.sort((a, b) => (a.topic < b.topic ? -1 : 1));
  d.set({ topicConfigs });
  const parsed = topicConfig(config, broker.config);
  for (const id of broker.hosted) {
    const replica = d.replica(id);
    if (replica !== null && turn.partitionName(id).topic === topic) configure(d, replica, parsed);
  }
  settle(d);
  return d.seal();
}

/** The broker's own settings have changed: what topics inherit from them changes too. */
export function settingsChanged(d: BrokerDraft): void {
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null) continue;
    const own = topicSettings(d.base, d.turn.partitionName(id).topic);
    configure(d, replica, topicConfig(own, d.base.config));
  }
}

/** What the new settings ask of the log manager and the cleaner is planned at once. */
function configure(d: BrokerDraft, replica: Replica, parsed: TopicConfig): void {
  const configured: Replica = { ...replica, topicConfig: parsed };
  d.setReplica(configured);
  planRetention(d, configured, configured.log);
  planCleaner(d, configured, configured.log);
}
