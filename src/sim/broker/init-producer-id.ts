import type { AllocateProducerIdsResponse } from '../protocol/cluster.ts';
import type { ConnectionId } from '../world.ts';
import { askController } from './controller-channel.ts';
import type { BrokerDraft } from './draft.ts';
import type { ProducerIdBlock } from './state.ts';

/** The next block is asked for when this part of the current one is left, in tenths (RPCProducerIdManager: 90 % used). */
const PREFETCH_TENTHS = 1;

/**
 * Gives an idempotent producer an id of its own (KafkaApis.handleInitProducerIdRequest). Ids come from the controller in blocks
 * (KIP-730); while there is none the request waits.
 */
export function handleInitProducerId(d: BrokerDraft, connection: ConnectionId): void {
  const { producerIds } = d.base;
  if (producerIds.next >= producerIds.end) {
    d.set({ producerIds: { ...producerIds, waiting: [...producerIds.waiting, connection] } });
    askForBlock(d);
    return;
  }
  give(d, connection);
  const { next, end } = d.base.producerIds;
  if ((end - next) * 10 <= end * PREFETCH_TENTHS - (end - BLOCK) * PREFETCH_TENTHS) askForBlock(d);
}

/** ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE. */
const BLOCK = 1000;

function give(d: BrokerDraft, connection: ConnectionId): void {
  const { producerIds } = d.base;
  const producerId = producerIds.next;
  d.set({ producerIds: { ...producerIds, next: producerId + 1 } });
  d.turn.respond(connection, { type: 'InitProducerIdResponse', errorCode: 'NONE', producerId, producerEpoch: 0 });
}

function askForBlock(d: BrokerDraft): void {
  const { producerIds, brokerId, brokerEpoch } = d.base;
  if (producerIds.asked) return;
  d.set({ producerIds: { ...producerIds, asked: true } });
  askController(d, 'producerIds', { type: 'AllocateProducerIdsRequest', brokerId, brokerEpoch }, d.turn.cause);
}

/** A new block is there: those who waited are served, in order. After an error it is asked for again. */
export function producerIdsAllocated(d: BrokerDraft, response: AllocateProducerIdsResponse): void {
  const { waiting } = d.base.producerIds;
  if (response.errorCode !== 'NONE') {
    d.set({ producerIds: { ...d.base.producerIds, asked: false } });
    if (waiting.length > 0) askForBlock(d);
    return;
  }
  const block: ProducerIdBlock = {
    next: response.producerIdStart,
    end: response.producerIdStart + response.producerIdLen,
    asked: false,
    waiting: [],
  };
  d.set({ producerIds: block });
  for (const connection of waiting) handleInitProducerId(d, connection);
}
