import type { Body } from '../../src/sim/protocol/body.ts';
import { batchOf, recordOf } from './log-fixture.ts';

/** A Produce with one record for one partition. */
export function produceOf(topic: string, index: number, values: readonly string[]): Body {
  return {
    type: 'ProduceRequest',
    transactionalId: null,
    acks: 1,
    timeoutMs: 30_000,
    topicData: [
      {
        name: topic,
        partitionData: [
          {
            index,
            records: batchOf(
              values.map((value) => recordOf(value)),
              0,
              -1,
            ),
          },
        ],
      },
    ],
  };
}

/** A follower's or a consumer's Fetch of one partition. */
export function fetchOf(topic: string, partition: number, fetchOffset: number, replicaId = -1): Body {
  const asked = {
    partition,
    currentLeaderEpoch: 0,
    fetchOffset,
    lastFetchedEpoch: 0,
    logStartOffset: 0,
    partitionMaxBytes: 1_048_576,
  };
  return {
    type: 'FetchRequest',
    replicaId,
    maxWaitMs: 500,
    minBytes: 1,
    maxBytes: 1,
    isolationLevel: 'read_uncommitted',
    sessionId: 1,
    sessionEpoch: 1,
    topics: [{ topic, partitions: [asked] }],
    forgottenTopicsData: [],
    rackId: '',
  };
}

/** What answers it: records, or none. */
export function fetchedOf(
  topic: string,
  partitionIndex: number,
  highWatermark: number,
  values: readonly string[],
  baseOffset = 0,
): Body {
  const records =
    values.length === 0
      ? []
      : [
          batchOf(
            values.map((value) => recordOf(value)),
            baseOffset,
            0,
          ),
        ];
  const told = {
    partitionIndex,
    errorCode: 'NONE' as const,
    highWatermark,
    lastStableOffset: highWatermark,
    logStartOffset: 0,
    divergingEpoch: null,
    currentLeader: null,
    abortedTransactions: [],
    preferredReadReplica: -1,
    records,
  };
  return { type: 'FetchResponse', errorCode: 'NONE', sessionId: 1, responses: [{ topic, partitions: [told] }] };
}
