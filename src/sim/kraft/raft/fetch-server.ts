import { present } from '../../../lib/assert.ts';
import { endOffsetFor, latestEpoch, type EpochEnd } from '../../log/leader-epoch-cache.ts';
import { readBatches } from '../../log/read.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import type { FetchPartition, FetchPartitionResponse, FetchRequest } from '../../protocol/client.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ConnectionId } from '../../world.ts';
import { fetched } from './leader.ts';
import { park } from './parked.ts';
import { MAX_FETCH_SIZE_BYTES } from './settings.ts';
import { CLUSTER_METADATA, type RaftState } from './state.ts';
import type { RaftWork } from './work.ts';

/* Fetches of the metadata log, at whoever is asked (KafkaRaftClient.handleFetchRequest, tryCompleteFetchRequest). */

/** Is this a fetch of the quorum's log? A process with both roles is asked for other logs too. */
export function isMetadataFetch(request: FetchRequest): boolean {
  return request.topics[0]?.topic === CLUSTER_METADATA;
}

/** What a fetch of the quorum's log asks for. */
export function metadataFetch(request: FetchRequest): FetchPartition {
  return present(request.topics[0]?.partitions[0], 'a fetch of the metadata log names its partition');
}

/** A fetch has arrived. */
export function receiveFetch(w: RaftWork, connection: ConnectionId, request: FetchRequest): void {
  const { lastFetchedEpoch, currentLeaderEpoch, fetchOffset } = metadataFetch(request);
  if (fetchOffset < 0 || lastFetchedEpoch < 0 || lastFetchedEpoch > currentLeaderEpoch)
    return answerFetch(w, connection, { errorCode: 'INVALID_REQUEST' });
  const error = leaderOnlyError(w.state, currentLeaderEpoch);
  if (error !== 'NONE') return answerFetch(w, connection, { errorCode: error });
  readFor(w, connection, request, request.maxWaitMs > 0);
}

/** KafkaRaftClient.validateLeaderOnlyRequest */
function leaderOnlyError({ epoch, role, stopping }: RaftState, requestEpoch: number): ErrorCode {
  if (requestEpoch < epoch) return 'FENCED_LEADER_EPOCH';
  if (requestEpoch > epoch) return 'UNKNOWN_LEADER_EPOCH';
  if (role.value !== 'Leader') return 'NOT_LEADER_OR_FOLLOWER';
  return stopping ? 'BROKER_NOT_AVAILABLE' : 'NONE';
}

/** Answers a fetch at the leader, or lets it wait when there is nothing new. What is asked for says how far the fetcher's log goes. */
export function readFor(w: RaftWork, connection: ConnectionId, request: FetchRequest, mayWait: boolean): void {
  const { fetchOffset, lastFetchedEpoch } = metadataFetch(request);
  const divergingEpoch = divergence(w.state.log, fetchOffset, lastFetchedEpoch);
  if (divergingEpoch !== null) return answerFetch(w, connection, { divergingEpoch, ...told(w.state) });
  if (request.replicaId >= 0) fetched(w, request.replicaId, fetchOffset);
  const { log } = w.state;
  const { batches } = readBatches(log, fetchOffset, log.logEndOffset, MAX_FETCH_SIZE_BYTES, true);
  if (batches.length === 0 && mayWait) park(w, connection, request);
  else answerFetch(w, connection, { records: batches, ...told(w.state) });
}

function told({ leading }: RaftState): { readonly highWatermark: number } {
  return { highWatermark: leading?.highWatermark ?? -1 };
}

/** Where the fetcher's log parts from this one; null: it does not (ReplicatedLog.validateOffsetAndEpoch). */
function divergence(log: ReplicaLog, offset: number, epoch: number): EpochEnd | null {
  if (offset === 0 && epoch === 0 && log.logStartOffset === 0) return null;
  const end = endOffsetForEpoch(log, epoch);
  return end.epoch !== epoch || end.endOffset < offset ? end : null;
}

/** The largest epoch of this log up to the given one, and its end (KafkaMetadataLog.endOffsetForEpoch); epoch 0 stands for none. */
export function endOffsetForEpoch(log: ReplicaLog, epoch: number): EpochEnd {
  const found = endOffsetFor(log.epochs, epoch, log.logEndOffset);
  if (found.endOffset >= 0) return found;
  return { epoch: lastFetchedEpoch(log), endOffset: log.logEndOffset };
}

/** The epoch of the last batch; 0 of an empty log (KafkaMetadataLog.lastFetchedEpoch). */
export function lastFetchedEpoch(log: ReplicaLog): number {
  return latestEpoch(log.epochs) ?? 0;
}

/** Answers a fetch. */
export function answerFetch(w: RaftWork, connection: ConnectionId, answer: Partial<FetchPartitionResponse>): void {
  const { epoch, leaderId, log } = w.state;
  const partition: FetchPartitionResponse = {
    partitionIndex: 0,
    errorCode: 'NONE',
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: log.logStartOffset,
    divergingEpoch: null,
    currentLeader: { leaderId, leaderEpoch: epoch },
    abortedTransactions: [],
    preferredReadReplica: -1,
    records: [],
    ...answer,
  };
  const responses = [{ topic: CLUSTER_METADATA, partitions: [partition] }];
  w.turn.respond(connection, { type: 'FetchResponse', errorCode: 'NONE', sessionId: 0, responses });
}
