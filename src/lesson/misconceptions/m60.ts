import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';

/** A new topic is a TopicRecord, and a PartitionRecord for each of its partitions. */
export const m60: Misconception = {
  id: 'M60',
  belief: 'a topic is one entry in the metadata, however many partitions it has',
  answer: (asking) =>
    asking.fact === 'metadataRecords' && asking.isNew
      ? asking.entries.filter(({ type }) => type === 'TopicCreated').length
      : undefined,
  refutedBy: (asking) => firstOf(asking, 'MetadataAppended', ({ args }) => args.types.includes('TopicRecord')),
};
