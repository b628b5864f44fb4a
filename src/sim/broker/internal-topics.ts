import { defaultOf } from '../config/defaults.ts';
import type { CreateTopicsRequest } from '../protocol/cluster.ts';
import type { BrokerDraft } from './draft.ts';
import { isInternalTopic } from './topic-name.ts';

type NewTopic = CreateTopicsRequest['topics'][number];

/**
 * How a broker asks for a topic that is to be created by itself (AutoTopicCreationManager.creatableTopic): one of Kafka's own has
 * settings of its own, for its records are state and must neither be lost nor be deleted (GroupCoordinator.offsetsTopicConfigs,
 * TransactionStateManager.transactionTopicConfigs); any other has the broker's defaults.
 */
export function creatableTopic(d: BrokerDraft, name: string): NewTopic {
  const { config } = d.base;
  if (!isInternalTopic(name)) return topicOf(name, config.numPartitions, config.defaultReplicationFactor, {});
  const text = (setting: string): string => config.raw[setting] ?? defaultOf('broker', setting, d.turn.setup.era) ?? '';
  if (name === '__consumer_offsets') {
    return topicOf(
      name,
      Number(text('offsets.topic.num.partitions')),
      Number(text('offsets.topic.replication.factor')),
      {
        'cleanup.policy': 'compact',
        'compression.type': 'producer',
        'segment.bytes': text('offsets.topic.segment.bytes'),
      },
    );
  }
  const [partitions, replicas] = ['num.partitions', 'replication.factor'].map((rest) =>
    Number(text(`transaction.state.log.${rest}`)),
  ) as [number, number];
  return topicOf(name, partitions, replicas, {
    'cleanup.policy': 'compact',
    'compression.type': 'uncompressed',
    'min.insync.replicas': text('transaction.state.log.min.isr'),
    'segment.bytes': text('transaction.state.log.segment.bytes'),
    'unclean.leader.election.enable': 'false',
  });
}

function topicOf(
  name: string,
  numPartitions: number,
  replicationFactor: number,
  settings: { readonly [name: string]: string },
): NewTopic {
  const configs = Object.keys(settings).map((setting) => ({ name: setting, value: settings[setting] as string }));
  return { name, numPartitions, replicationFactor, assignments: [], configs };
}
