import type { DeleteRecordsRequest, DeleteRecordsResponse } from '../../protocol/client.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { fromMs } from '../../time.ts';
import type { ConnectionId, NodeId, PartitionId, Seq } from '../../world.ts';
import { channelSlotOf, park, unpark } from '../channels.ts';
import type { BrokerDraft } from '../draft.ts';
import { isAlive } from '../metadata-cache.ts';
import { replicaOrError, withDuties } from '../replica.ts';
import type { Channel, DeleteWait, ParkedDeletion, Replica } from '../state.ts';
import { isInternalTopic } from '../topic-name.ts';
import { moveLogStart } from './retention.ts';

/** Stands for the high watermark in a DeleteRecords request. */
const HIGH_WATERMARK = -1;

/**
 * Deletes the records before an offset of partitions that this broker leads (KafkaApis.handleDeleteRecordsRequest): their log
 * start offset moves up. Answered when every live replica's has, which their fetches tell, or when time is up.
 */
export function handleDeleteRecords(
  d: BrokerDraft,
  connection: ConnectionId,
  peer: NodeId,
  request: DeleteRecordsRequest,
): void {
  const started = request.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, offset }) => begin(d, name, partitionIndex, offset)),
  );
  const waits = check(d, started);
  if (waits.every(({ done }) => done)) {
    d.turn.respond(connection, responseOf(waits), d.latest);
    return;
  }
  const slot = channelSlotOf(d, connection, peer);
  for (const { done, partition } of waits) if (!done) wait(d, partition, slot, true);
  const deadline = d.turn.now + fromMs(Math.max(0, request.timeoutMs));
  park(d, slot, { kind: 'deleteRecords', deadline, cause: d.latest, waits });
}

/** Partition.deleteRecordsOnLeader: nothing above the high watermark, and nothing of a topic that only compaction may clean. */
function begin(d: BrokerDraft, topic: string, index: number, offset: number): DeleteWait {
  const partition = d.turn.partitionId(topic, index);
  const found = replicaOrError(d, partition);
  const replica = typeof found === 'string' || found.role !== 'leader' ? null : found;
  const wanted = replica !== null && offset === HIGH_WATERMARK ? replica.log.highWatermark : offset;
  const error = refusal(topic, found, wanted);
  if (replica === null || error !== 'NONE') {
    d.latest = d.turn.emit('DeleteRecordsRefused', { partition, broker: d.base.brokerId, error });
    return { topic, index, partition, requiredOffset: wanted, done: true, error, lowWatermark: -1 };
  }
  d.setReplica(moveLogStart(d, replica, wanted, 'DeleteRecords'));
  return { topic, index, partition, requiredOffset: wanted, done: false, error, lowWatermark: -1 };
}

function refusal(topic: string, found: Replica | ErrorCode, offset: number): ErrorCode {
  if (found !== 'UNKNOWN_TOPIC_OR_PARTITION' && isInternalTopic(topic)) return 'INVALID_TOPIC_EXCEPTION';
  if (typeof found === 'string') return found;
  if (found.role !== 'leader') return 'NOT_LEADER_OR_FOLLOWER';
  const { compacts, deletes } = found.topicConfig.log;
  if (compacts && !deletes) return 'POLICY_VIOLATION';
  return offset < 0 || offset > found.log.highWatermark ? 'OFFSET_OUT_OF_RANGE' : 'NONE';
}

/** The smallest log start offset among live replicas (Partition.lowWatermarkIfLeader); a follower that has not said its own has -1. */
function lowWatermark(d: BrokerDraft, replica: Replica): number {
  let low = replica.log.logStartOffset;
  for (const { brokerId, logStartOffset } of replica.duties?.followers ?? []) {
    if (logStartOffset < low && isAlive(d.base.metadata, brokerId)) low = logStartOffset;
  }
  return low;
}

/** Looks at each partition that is still waited for (DelayedDeleteRecords.tryComplete). */
function check(d: BrokerDraft, waits: readonly DeleteWait[]): readonly DeleteWait[] {
  return waits.map((each) => {
    if (each.done) return each;
    const found = replicaOrError(d, each.partition);
    if (typeof found === 'string') return { ...each, done: true, error: found };
    if (found.role !== 'leader') return { ...each, done: true, error: 'NOT_LEADER_OR_FOLLOWER' };
    const low = lowWatermark(d, found);
    return { ...each, done: low >= each.requiredOffset, lowWatermark: low };
  });
}

/** Answers a parked DeleteRecords if nothing is left to wait for. */
export function tryCompleteDeletion(d: BrokerDraft, slot: number, cause: Seq): void {
  const { waits } = (d.channel(slot) as Channel).parked as ParkedDeletion;
  const now = check(d, waits);
  if (now.every(({ done }) => done)) answer(d, slot, now, cause);
}

/** Time is up: partitions that are still waited for fail with REQUEST_TIMED_OUT, though the leader has deleted its records. */
export function expireDeletion(d: BrokerDraft, slot: number): void {
  const { waits } = (d.channel(slot) as Channel).parked as ParkedDeletion;
  const late = check(d, waits).map((each): DeleteWait =>
    each.done ? each : { ...each, done: true, error: 'REQUEST_TIMED_OUT' },
  );
  answer(d, slot, late, d.turn.cause);
}

function answer(d: BrokerDraft, slot: number, waits: readonly DeleteWait[], cause: Seq): void {
  const { connection } = d.channel(slot) as Channel;
  leaveDeletion(d, slot);
  unpark(d, slot);
  d.turn.respond(connection, responseOf(waits), cause);
}

/** Takes a channel out of the waiting lists of its partitions. */
export function leaveDeletion(d: BrokerDraft, slot: number): void {
  const parked = d.channel(slot)?.parked ?? null;
  if (parked === null || parked.kind !== 'deleteRecords') return;
  for (const { partition } of parked.waits) wait(d, partition, slot, false);
}

function wait(d: BrokerDraft, id: PartitionId, slot: number, waits: boolean): void {
  const replica = d.replica(id);
  const duties = replica === null ? null : replica.duties;
  if (replica === null || duties === null || duties.waitingProduces.includes(slot) === waits) return;
  const { waitingProduces: before } = duties;
  const waitingProduces = waits ? [...before, slot] : before.filter((other) => other !== slot);
  d.setReplica(withDuties(replica, { ...duties, waitingProduces }));
}

/** A follower has said where its log starts now: who waits for it may be answered (Partition.updateFollowerFetchState). */
export function followerStartMoved(d: BrokerDraft, replica: Replica, cause: Seq): void {
  for (const slot of replica.duties?.waitingProduces ?? []) d.wake(slot, cause);
}

function responseOf(waits: readonly DeleteWait[]): DeleteRecordsResponse {
  const topics: { name: string; partitions: DeleteRecordsResponse['topics'][number]['partitions'][number][] }[] = [];
  for (const { topic, index: partitionIndex, error, lowWatermark: low } of waits) {
    const partition = { partitionIndex, lowWatermark: error === 'NONE' ? low : -1, errorCode: error };
    const last = topics[topics.length - 1];
    if (last !== undefined && last.name === topic) last.partitions.push(partition);
    else topics.push({ name: topic, partitions: [partition] });
  }
  return { type: 'DeleteRecordsResponse', topics };
}
