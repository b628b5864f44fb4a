import { appendAsLeader } from '../log/append.ts';
import type { ProducePartitionResponse, ProduceRequest, ProduceResponse } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { toMs } from '../time.ts';
import type { ConnectionId, NodeId, PartitionId } from '../world.ts';
import { dropChannel } from './channels.ts';
import { currentLeader, withEndpoint } from './current-leader.ts';
import type { BrokerDraft } from './draft.ts';
import { effectiveMinIsr } from './leader-high-watermark.ts';
import { parkProduce } from './parked-produce.ts';
import { replicaOrError } from './replica.ts';
import type { ProduceWait, Replica } from './state.ts';
import { isInternalTopic } from './topic-name.ts';
import { written } from './written.ts';
import { isOff } from '../safety.ts';

/** The first version of Produce whose answers name the leader (KIP-951). */
const NAMES_LEADERS = 10;

/**
 * Writes a client's batches to the partitions that this broker leads (KafkaApis.handleProduceRequest). acks=0 gets no answer,
 * and a closed connection on any error; acks=1 is answered at once; acks=all when every in-sync replica has the records.
 */
export function handleProduce(
  d: BrokerDraft,
  connection: ConnectionId,
  peer: NodeId,
  request: ProduceRequest,
  apiVersion: number,
): void {
  const { acks } = request;
  const namesLeaders = apiVersion >= NAMES_LEADERS;
  let waits: ProduceWait[] = [];
  let failed = 0;
  for (const { name, partitionData } of request.topicData) {
    for (const { index, records } of partitionData) {
      const wait = appendTo(d, name, index, records, acks, peer);
      // An array that begins with its first entry takes the room of one, and most requests have one.
      if (waits.length === 0) waits = [wait];
      else waits.push(wait);
      if (wait.response.errorCode !== 'NONE') failed += 1;
    }
  }
  if (acks === 0) {
    if (failed === 0) d.turn.respondNothing(connection);
    else {
      dropChannel(d, connection);
      d.turn.close(connection);
    }
  } else if (acks === 1 || failed === waits.length || isOff(d.turn.setup, 'acknowledgedWhenCommitted')) {
    d.turn.respond(connection, produceResponse(d, waits, namesLeaders), d.latest);
  } else {
    parkProduce(d, connection, peer, request, waits, namesLeaders);
  }
}

function appendTo(
  d: BrokerDraft,
  topic: string,
  index: number,
  batch: RecordBatch,
  acks: number,
  peer: NodeId,
): ProduceWait {
  const id = d.turn.partitionId(topic, index);
  if (acks !== 0 && acks !== 1 && acks !== -1) return refuse(d, topic, index, id, 'INVALID_REQUIRED_ACKS', batch, peer);
  const found = replicaOrError(d, id);
  // Kafka's own topics are written by brokers alone.
  if (found !== 'UNKNOWN_TOPIC_OR_PARTITION' && isInternalTopic(topic))
    return refuse(d, topic, index, id, 'INVALID_TOPIC_EXCEPTION', batch, peer);
  if (typeof found === 'string') return refuse(d, topic, index, id, found, batch, peer);
  if (found.role !== 'leader') return refuse(d, topic, index, id, 'NOT_LEADER_OR_FOLLOWER', batch, peer);
  if (acks === -1 && found.isr.length < effectiveMinIsr(d, found)) {
    return refuse(d, topic, index, id, 'NOT_ENOUGH_REPLICAS', batch, peer);
  }
  return append(d, topic, index, found, batch, peer);
}

/** Partition.appendRecordsToLeader. */
function append(
  d: BrokerDraft,
  topic: string,
  index: number,
  replica: Replica,
  batch: RecordBatch,
  peer: NodeId,
): ProduceWait {
  const id = replica.partition;
  const { maxMessageBytes, log: limits } = replica.topicConfig;
  const nowMs = toMs(d.turn.now);
  const result = appendAsLeader(
    replica.log,
    batch,
    replica.leaderEpoch,
    maxMessageBytes,
    limits,
    nowMs,
    limits.compacts,
    !isOff(d.turn.setup, 'producerSequences'),
  );
  if (result.outcome === 'refused') return refuse(d, topic, index, id, result.error, batch, peer);
  const { from, to } = result;
  const producer = batch.origin === null ? -1 : batch.origin.node;
  const broker = d.base.brokerId;
  if (result.outcome === 'duplicate') {
    d.latest = d.turn.emit('DuplicateBatch', { partition: id, broker, from, to, producer });
  } else {
    const first = batch.origin === null ? -1 : batch.origin.first;
    written(d, replica, result.log, from, to, producer, first);
  }
  return {
    topic,
    partition: id,
    requiredOffset: to,
    done: false,
    response: {
      index,
      errorCode: 'NONE',
      baseOffset: from,
      logAppendTimeMs: -1,
      logStartOffset: replica.log.logStartOffset,
      errorMessage: null,
      currentLeader: null,
    },
  };
}

function refuse(
  d: BrokerDraft,
  topic: string,
  index: number,
  partition: PartitionId,
  error: ErrorCode,
  batch: RecordBatch,
  peer: NodeId,
): ProduceWait {
  const producer = batch.origin === null ? peer : batch.origin.node;
  d.latest = d.turn.emit('ProduceRefused', { partition, broker: d.base.brokerId, error, producer });
  return { topic, partition, requiredOffset: -1, done: true, response: failure(index, error) };
}

function failure(index: number, errorCode: ErrorCode): ProducePartitionResponse {
  return {
    index,
    errorCode,
    baseOffset: -1,
    logAppendTimeMs: -1,
    logStartOffset: -1,
    errorMessage: null,
    currentLeader: null,
  };
}

/**
 * The answer, partitions in the order of the request.
 * @param namesLeaders is the client told who leads what this broker does not lead?
 */
export function produceResponse(d: BrokerDraft, waits: readonly ProduceWait[], namesLeaders: boolean): ProduceResponse {
  let responses: { name: string; partitionResponses: ProducePartitionResponse[] }[] = [];
  let endpoints: readonly number[] | null = null;
  for (const wait of waits) {
    const { topic } = wait;
    let { response } = wait;
    if (namesLeaders && response.errorCode === 'NOT_LEADER_OR_FOLLOWER') {
      response = { ...response, currentLeader: currentLeader(d, wait.partition, response.errorCode) };
      endpoints = withEndpoint(d, endpoints, response.currentLeader);
    }
    const last = responses[responses.length - 1];
    if (last !== undefined && last.name === topic) last.partitionResponses.push(response);
    else if (last === undefined) responses = [{ name: topic, partitionResponses: [response] }];
    else responses.push({ name: topic, partitionResponses: [response] });
  }
  return endpoints === null
    ? { type: 'ProduceResponse', responses }
    : { type: 'ProduceResponse', nodeEndpoints: endpoints, responses };
}
