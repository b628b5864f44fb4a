import type { Defaults } from './default-value.ts';

/** Defaults of a topic's settings (org.apache.kafka.storage.internals.log.LogConfig); see `broker-defaults.ts` for where they come from. */
export const topicDefaults: Defaults = {
  'cleanup.policy': 'delete',
  'compression.gzip.level': [['3.8', '-1']],
  'compression.lz4.level': [['3.8', '9']],
  'compression.type': 'producer',
  'compression.zstd.level': [['3.8', '3']],
  'delete.retention.ms': '86400000',
  'file.delete.delay.ms': '60000',
  'flush.messages': '9223372036854775807',
  'flush.ms': '9223372036854775807',
  'index.interval.bytes': '4096',
  'max.compaction.lag.ms': [['2.3', '9223372036854775807']],
  'max.message.bytes': [
    ['2.0', '1000012'],
    ['2.5', '1048588'],
  ],
  'message.downconversion.enable': 'true',
  'message.timestamp.after.max.ms': [
    ['3.6', '9223372036854775807'],
    ['4.0', '3600000'],
  ],
  'message.timestamp.before.max.ms': [['3.6', '9223372036854775807']],
  'message.timestamp.difference.max.ms': '9223372036854775807',
  'message.timestamp.type': 'CreateTime',
  'min.cleanable.dirty.ratio': '0.5',
  'min.compaction.lag.ms': '0',
  'min.insync.replicas': '1',
  preallocate: 'false',
  'retention.bytes': '-1',
  'retention.ms': '604800000',
  'segment.bytes': '1073741824',
  'segment.index.bytes': '10485760',
  'segment.jitter.ms': '0',
  'segment.ms': '604800000',
  'unclean.leader.election.enable': 'false',
};
