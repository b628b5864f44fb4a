import type { AllocateProducerIdsRequest } from '../protocol/cluster.ts';
import type { ConnectionId } from '../world.ts';
import { lastProducerIdIn, producerIdBlockData } from '../zookeeper/data.ts';
import { PRODUCER_ID_BLOCK_PATH } from '../zookeeper/paths.ts';
import type { Answer, Question } from './perform.ts';
import type { RequestStep } from './steps.ts';
import { next, type Work } from './work.ts';

type StepOf<D extends RequestStep['do']> = Extract<RequestStep, { readonly do: D }>;

/** ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE. */
const BLOCK_SIZE = 1000;

/** A broker asks for a block of producer ids (KafkaController.processAllocateProducerIds, KIP-730). */
export function beginProducerIds(work: Work, connection: ConnectionId, request: AllocateProducerIdsRequest): void {
  const sender = work.controller.liveBrokers.find((broker) => broker.id === request.brokerId);
  // Kafka tells an unregistered broker BROKER_ID_NOT_REGISTERED; brokers treat both alike.
  if (sender === undefined || sender.epoch !== request.brokerEpoch) {
    work.turn.respond(connection, {
      type: 'AllocateProducerIdsResponse',
      errorCode: 'STALE_BROKER_EPOCH',
      producerIdStart: 0,
      producerIdLen: 0,
    });
    return;
  }
  next(work, { do: 'readProducerIdBlock', connection, request });
}

export function readProducerIdBlock(work: Work, step: StepOf<'readProducerIdBlock'>, answer: Answer): Question {
  if (answer === null) return [{ op: 'getData', path: PRODUCER_ID_BLOCK_PATH, watch: false }];
  const first = lastProducerIdIn(answer[0]?.data ?? null) + 1;
  next(work, {
    do: 'writeProducerIdBlock',
    connection: step.connection,
    request: step.request,
    first,
    zkVersion: answer[0]?.stat?.version ?? -1,
  });
  return null;
}

/** The block is the broker's when nobody else has written meanwhile. */
export function writeProducerIdBlock(work: Work, step: StepOf<'writeProducerIdBlock'>, answer: Answer): Question {
  const { connection, request, first } = step;
  if (answer === null) {
    const data = producerIdBlockData(request.brokerId, first, first + BLOCK_SIZE - 1);
    return [{ op: 'setData', path: PRODUCER_ID_BLOCK_PATH, data, version: step.zkVersion }];
  }
  if (answer[0]?.error === 'BadVersion') {
    next(work, { do: 'readProducerIdBlock', connection, request });
    return null;
  }
  const done = answer[0]?.error === 'Ok';
  work.turn.respond(connection, {
    type: 'AllocateProducerIdsResponse',
    errorCode: done ? 'NONE' : 'UNKNOWN_SERVER_ERROR',
    producerIdStart: done ? first : 0,
    producerIdLen: done ? BLOCK_SIZE : 0,
  });
  return null;
}
