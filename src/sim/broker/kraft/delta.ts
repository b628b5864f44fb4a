import { replay } from '../../kraft/image/replay.ts';
import type { MetadataImage } from '../../kraft/image/image.ts';
import { partitionIn, topicIn } from '../../kraft/image/lookups.ts';
import { recordsOf } from '../../kraft/codec.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';

/** What some records of the metadata log changed (org.apache.kafka.image.MetadataDelta): only this is looked at, never the whole. */
export interface MetadataDelta {
  readonly before: MetadataImage;
  readonly after: MetadataImage;
  /** Topics that were there before and were removed; one of the same name may have been made since. */
  readonly removed: readonly string[];
  /** Partitions that were created or changed and are there now, each once. */
  readonly partitions: readonly { readonly topic: string; readonly partition: number }[];
  /** Topics whose settings changed. */
  readonly topicConfigs: readonly string[];
  /** Did settings of brokers change? */
  readonly brokerConfigs: boolean;
}

/** Applies committed batches to an image and notes what they touch. */
export function deltaOf(before: MetadataImage, batches: readonly RecordBatch[]): MetadataDelta {
  let after = before;
  const removed: string[] = [];
  const topicConfigs: string[] = [];
  let brokerConfigs = false;
  /** By topic, a flag for each partition: batches of a big topic touch many. */
  const touched: Record<string, boolean[]> = {};
  const partitions: { topic: string; partition: number }[] = [];
  for (const batch of batches) {
    const records = recordsOf(batch);
    for (let i = 0; i < records.length; i++) {
      const record = records[i] as (typeof records)[number];
      after = replay(after, record, batch.baseOffset + i);
      switch (record.type) {
        case 'RemoveTopicRecord':
          if (topicIn(before, record.name) !== null && !removed.includes(record.name)) removed.push(record.name);
          break;
        case 'PartitionRecord':
        case 'PartitionChangeRecord': {
          const flags = (touched[record.topic] ??= []);
          if (flags[record.partitionId] === true) break;
          flags[record.partitionId] = true;
          partitions.push({ topic: record.topic, partition: record.partitionId });
          break;
        }
        case 'ConfigRecord':
          if (record.resourceType === 'BROKER') brokerConfigs = true;
          else if (!topicConfigs.includes(record.resourceName)) topicConfigs.push(record.resourceName);
          break;
        default:
          break;
      }
    }
  }
  const there = partitions.filter(({ topic, partition }) => partitionIn(after, topic, partition) !== null);
  return { before, after, removed, partitions: there, topicConfigs, brokerConfigs };
}
