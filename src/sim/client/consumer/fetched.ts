import { withLast } from '../../../lib/lists.ts';
import type { FetchPartitionResponse, FetchResponse } from '../../protocol/client.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import { requestMetadata } from '../network/metadata-timing.ts';
import { onLeaderDiscovered } from '../network/metadata-update.ts';
import { followMetadata } from './assignment.ts';
import { readFrom, readFromLeader } from './preferred-replica.ts';
import { resetByPolicy, retryLater } from './reset.ts';
import type { PartitionId } from '../../world.ts';
import type { AssignedPartition } from './state.ts';
import { indexOf, partitionAt, setPartition, setSource, sourceAt, type ConsumerWork } from './work.ts';

const NO_ENDPOINTS: readonly number[] = [];

/** AbstractFetch.handleFetchSuccess and FetchCollector.initialize: what came back, partition by partition. */
export function onFetchResponse(work: ConsumerWork, peer: number, response: FetchResponse): void {
  const { sessionEpoch, partitions, moved } = sourceAt(work, peer);
  if (response.errorCode !== 'NONE') {
    // The broker knows no such session (any more): the next request is a full one.
    endSession(work, peer);
    if (response.errorCode === 'FETCH_SESSION_TOPIC_ID_ERROR') requestMetadata(work.net);
    return;
  }
  const established = response.sessionId !== 0;
  const next = established ? (sessionEpoch === 0x7fffffff ? 1 : sessionEpoch + 1) : 0;
  setSource(work, peer, { busy: false, sessionId: response.sessionId, sessionEpoch: next, partitions, moved });
  let discovered = false;
  for (let t = 0; t < response.responses.length; t++) {
    const { topic, partitions: answers } = response.responses[t] as FetchResponse['responses'][number];
    for (let p = 0; p < answers.length; p++) {
      const answer = answers[p] as FetchPartitionResponse;
      const id = work.turn.partitionId(topic, answer.partitionIndex);
      const index = indexOf(work, id);
      if (index < 0 || partitionAt(work, index).source !== peer) {
        forgetNext(work, peer, id);
        continue;
      }
      if (established && partitionAt(work, index).told < 0) tellAnew(work, index);
      if (answer.errorCode === 'NONE' && answer.preferredReadReplica >= 0)
        readFrom(work, index, answer.preferredReadReplica);
      else if (answer.errorCode === 'NONE') takeRecords(work, index, answer);
      else if (onFetchError(work, index, answer, response.nodeEndpoints ?? NO_ENDPOINTS)) discovered = true;
    }
  }
  if (discovered) followMetadata(work);
}

/** An offset that nothing is read from: the partition is in the session, but not as it is wanted now. */
const OUTDATED = Number.MAX_SAFE_INTEGER;

/** The session has it: the next request says what is wanted of it now, or takes it out. */
function tellAnew(work: ConsumerWork, index: number): void {
  setPartition(work, index, { ...partitionAt(work, index), told: OUTDATED, toldEpoch: -1 });
}

/** It is read elsewhere by now, or not at all, and the session has it still: it may have come there with a request that was under way. */
function forgetNext(work: ConsumerWork, peer: number, id: PartitionId): void {
  const source = sourceAt(work, peer);
  if (source.sessionId === 0 || source.moved.includes(id)) return;
  setSource(work, peer, { ...source, moved: [...source.moved, id] });
}

/** The connection broke, or the session is unknown: what the broker was told is forgotten on both sides. */
export function endSession(work: ConsumerWork, peer: number): void {
  const { partitions } = sourceAt(work, peer);
  setSource(work, peer, { busy: false, sessionId: 0, sessionEpoch: 0, partitions, moved: [] });
  for (const index of partitions) {
    const partition = partitionAt(work, index);
    if (partition.told >= 0) setPartition(work, index, { ...partition, told: -1, toldEpoch: -1 });
  }
}

/** Records for a position that was left meanwhile (a seek, a reset) are not taken. */
function takeRecords(work: ConsumerWork, index: number, answer: FetchPartitionResponse): void {
  const partition = partitionAt(work, index);
  if (
    partition.resetting ||
    partition.validating ||
    partition.position === null ||
    partition.position !== partition.told
  )
    return;
  const { records, highWatermark } = answer;
  if (records.length === 0) {
    if (highWatermark !== partition.highWatermark)
      setPartition(work, index, withFetched(partition, partition.buffered, highWatermark));
    return;
  }
  setPartition(work, index, withFetched(partition, records, highWatermark));
  work.state.ready = withLast(work.state.ready, index);
  const to = (records[records.length - 1] as RecordBatch).lastOffset + 1;
  work.turn.emit('RecordsFetched', { partition: partition.id, from: partition.position, to });
}

/** Field by field: this is on the path of every fetch. */
function withFetched(
  partition: AssignedPartition,
  buffered: readonly RecordBatch[],
  highWatermark: number,
): AssignedPartition {
  return {
    id: partition.id,
    position: partition.position,
    positionEpoch: partition.positionEpoch,
    highWatermark,
    buffered,
    resetting: partition.resetting,
    resetTo: partition.resetTo,
    sought: partition.sought,
    validating: partition.validating,
    retryAt: partition.retryAt,
    source: partition.source,
    leaderEpoch: partition.leaderEpoch,
    told: partition.told,
    toldEpoch: partition.toldEpoch,
  };
}

/**
 * FetchCollector.handleInitializeErrors. Java fetches again at once from a broker that just said it is not the leader, until new
 * metadata is there; here the partition waits for that metadata, or for retry.backoff.ms, which comes to the same and is less noise.
 * @returns true when the error named a newer leader
 */
function onFetchError(
  work: ConsumerWork,
  index: number,
  answer: FetchPartitionResponse,
  endpoints: readonly number[],
): boolean {
  const { errorCode, currentLeader } = answer;
  const partition = partitionAt(work, index);
  // A follower may lack what its leader has: the leader is asked before anything is believed lost.
  const elsewhere = readFromLeader(work, index);
  if (elsewhere && errorCode === 'OFFSET_OUT_OF_RANGE') return false;
  if (errorCode === 'OFFSET_OUT_OF_RANGE') {
    if (partition.position === partition.told && !partition.resetting)
      resetByPolicy(work, index, 'OffsetOutOfRangeException');
    return false;
  }
  // The topic that was asked for is not the one of that name (any more): the session is to be told the id that newer metadata brings.
  if (errorCode === 'UNKNOWN_TOPIC_ID' || errorCode === 'INCONSISTENT_TOPIC_ID') tellAnew(work, index);
  retryLater(work, index);
  if (errorCode === 'UNKNOWN_LEADER_EPOCH' || errorCode === 'UNKNOWN_SERVER_ERROR') return false;
  requestMetadata(work.net);
  return currentLeader !== null && onLeaderDiscovered(work.net, partition.id, currentLeader, endpoints);
}
