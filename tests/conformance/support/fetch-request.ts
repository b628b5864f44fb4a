import type { FetchRequest } from '../../../src/sim/protocol/client.ts';

/** A Fetch of partition t-0 without a session, as a follower (`replicaId`) or a consumer (-1) sends it. */
export function fetchRequest(replicaId: number, fetchOffset: number, change: Partial<FetchRequest>): FetchRequest {
  const partition = {
    partition: 0,
    currentLeaderEpoch: -1,
    fetchOffset,
    lastFetchedEpoch: -1,
    logStartOffset: 0,
    partitionMaxBytes: 1_048_576,
  };
  return {
    type: 'FetchRequest',
    replicaId,
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 10_485_760,
    isolationLevel: 'read_uncommitted',
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topic: 't', partitions: [partition] }],
    forgottenTopicsData: [],
    rackId: '',
    ...change,
  };
}
