import { brokerConfig } from '../../config/broker-config.ts';
import { configIn } from '../../kraft/image/lookups.ts';
import type { BrokerDraft } from '../draft.ts';
import { settingsChanged, topicConfigChanged } from '../topic-config.ts';
import type { MetadataDelta } from './delta.ts';

/** Settings that the metadata log says: of topics, of this broker, and of all brokers (kafka.server.metadata.DynamicConfigPublisher). */
export function applySettings(d: BrokerDraft, delta: MetadataDelta): void {
  const { after, topicConfigs, removed } = delta;
  if (delta.brokerConfigs) {
    const { config, brokerId } = d.base;
    const dynamic = { ...configIn(after, 'BROKER', ''), ...configIn(after, 'BROKER', String(brokerId)) };
    // `raw` stays what the process was started with, so that a setting taken back falls back to it.
    const { raw } = config;
    d.set({ config: { ...brokerConfig(d.turn.setup.era, { ...raw, ...dynamic }), raw } });
    settingsChanged(d);
  }
  for (const topic of [...topicConfigs, ...removed])
    d.hand((state) => topicConfigChanged(d.turn, state, topic, configIn(after, 'TOPIC', topic)));
}
