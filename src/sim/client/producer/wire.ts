import type { KafkaRecord, RecordBatch } from '../../protocol/record-batch.ts';
import type { NodeId } from '../../world.ts';
import type { ProducerBatch } from './state.ts';

/**
 * The batch as it travels and is stored: a producer writes offsets from 0, the leader's log moves them (DefaultRecordBatch).
 * @param node whose records these are
 * @param producerId -1 without idempotence
 */
export function toWire(
  {
    records,
    sizeInBytes,
    first,
    baseSequence,
  }: Pick<ProducerBatch, 'records' | 'sizeInBytes' | 'first' | 'baseSequence'>,
  node: NodeId,
  producerId: number,
  producerEpoch: number,
): RecordBatch {
  return {
    baseOffset: 0,
    lastOffset: records.length - 1,
    partitionLeaderEpoch: -1,
    producerId,
    producerEpoch,
    baseSequence,
    isTransactional: false,
    control: null,
    maxTimestamp: largestTimestamp(records),
    sizeInBytes,
    records,
    offsets: null,
    origin: { node, first },
  };
}

function largestTimestamp(records: readonly KafkaRecord[]): number {
  let largest = -1;
  for (let i = 0; i < records.length; i++) {
    const { timestamp } = records[i] as KafkaRecord;
    if (timestamp > largest) largest = timestamp;
  }
  return largest;
}
