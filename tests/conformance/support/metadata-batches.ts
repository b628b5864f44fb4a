import { encodeRecord } from '../../../src/sim/kraft/codec.ts';
import { CLUSTER_METADATA } from '../../../src/sim/kraft/raft/state.ts';
import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';
import { recordBatchSize } from '../../../src/sim/log/record-size.ts';
import type { BodyOf } from '../../../src/sim/protocol/body.ts';
import type { FetchPartitionResponse } from '../../../src/sim/protocol/client.ts';
import type { RecordBatch } from '../../../src/sim/protocol/record-batch.ts';

/* The metadata log as a peer in the place of controller-101 writes it and lets others fetch it: it leads in epoch 1. */

export const METADATA_LEADER = 101;
export const METADATA_EPOCH = 1;

/** Records of the metadata log, as one batch at an offset. */
export function metadataBatch(
  records: readonly MetadataRecord[],
  baseOffset: number,
  control: RecordBatch['control'] = null,
): RecordBatch {
  const encoded = records.map((record) => encodeRecord(record, 0));
  return {
    baseOffset,
    lastOffset: baseOffset + records.length - 1,
    partitionLeaderEpoch: METADATA_EPOCH,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control,
    maxTimestamp: 0,
    sizeInBytes: recordBatchSize(encoded),
    records: encoded,
    offsets: null,
    origin: null,
  };
}

/** An answer to a Fetch of the metadata log. */
export function metadataAnswer(answer: Partial<FetchPartitionResponse>): BodyOf<'FetchResponse'> {
  const partition: FetchPartitionResponse = {
    partitionIndex: 0,
    errorCode: 'NONE',
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: 0,
    divergingEpoch: null,
    currentLeader: { leaderId: METADATA_LEADER, leaderEpoch: METADATA_EPOCH },
    abortedTransactions: [],
    preferredReadReplica: -1,
    records: [],
    ...answer,
  };
  return {
    type: 'FetchResponse',
    errorCode: 'NONE',
    sessionId: 0,
    responses: [{ topic: CLUSTER_METADATA, partitions: [partition] }],
  };
}
