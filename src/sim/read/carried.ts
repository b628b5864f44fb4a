import type { Body } from '../protocol/body.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import type { PartitionId, World } from '../world.ts';
import { partitionIdOf } from './nodes.ts';

/** Records that a request or a response carries for one partition. */
export interface Carried {
  readonly partition: PartitionId;
  readonly batches: readonly RecordBatch[];
  readonly count: number;
}

/** The records inside a Produce request or a Fetch response, by partition; empty for everything else. */
export function carriedBy(world: World, body: Body | null): readonly Carried[] {
  const carried: Carried[] = [];
  const add = (topic: string, partition: number, batches: readonly RecordBatch[]): void => {
    const count = batches.reduce((sum, batch) => sum + batch.records.length, 0);
    if (count > 0) carried.push({ partition: partitionIdOf(world, topic, partition), batches, count });
  };
  if (body?.type === 'ProduceRequest') {
    for (const { name, partitionData } of body.topicData) {
      for (const { index, records } of partitionData) add(name, index, [records]);
    }
  } else if (body?.type === 'FetchResponse') {
    for (const { topic, partitions } of body.responses) {
      for (const { partitionIndex, records } of partitions) add(topic, partitionIndex, records);
    }
  }
  return carried;
}
