import type { AllocateProducerIdsResponse } from '../protocol/cluster.ts';
import { MS } from '../time.ts';
import type { ConnectionId } from '../world.ts';
import { askController } from './controller-channel.ts';
import type { BrokerDraft } from './draft.ts';
import { PRODUCER_ID_RETRY } from './timer-slots.ts';

/** RPCProducerIdManager.RETRY_BACKOFF_MS. */
const RETRY_BACKOFF = 50 * MS;

/**
 * Gives an idempotent producer an id of its own (KafkaApis.handleInitProducerIdRequest). Ids come from the controller in blocks
 * (KIP-730); while there is none the request waits.
 */
export function handleInitProducerId(d: BrokerDraft, connection: ConnectionId): void {
  const { producerIds } = d.base;
  const { next: producerId, end, waiting } = producerIds;
  if (producerId < end) {
    d.set({ producerIds: { ...producerIds, next: producerId + 1 } });
    d.turn.respond(connection, { type: 'InitProducerIdResponse', errorCode: 'NONE', producerId, producerEpoch: 0 });
    return;
  }
  d.set({ producerIds: { ...producerIds, waiting: [...waiting, connection] } });
  if (!producerIds.asked) askForProducerIds(d);
}

/** Asks the controller for the next block. */
export function askForProducerIds(d: BrokerDraft): void {
  const { producerIds, brokerId, brokerEpoch } = d.base;
  d.set({ producerIds: { ...producerIds, asked: true } });
  // In KRaft mode on the channel of what is forwarded (BrokerServer's clientToControllerChannelManager).
  askController(
    d,
    d.base.kraft === null ? 'producerIds' : 'forwarding',
    { type: 'AllocateProducerIdsRequest', brokerId, brokerEpoch },
    d.turn.cause,
  );
}

/** A new block is there: those who waited are served, in order. After an error it is asked for again shortly. */
export function producerIdsAllocated(d: BrokerDraft, response: AllocateProducerIdsResponse): void {
  if (response.errorCode !== 'NONE') {
    d.turn.setTimer(PRODUCER_ID_RETRY, d.turn.now + RETRY_BACKOFF);
    return;
  }
  const { producerIdStart: next, producerIdLen } = response;
  const { waiting } = d.base.producerIds;
  d.set({ producerIds: { next, end: next + producerIdLen, asked: false, waiting: [] } });
  for (const connection of waiting) handleInitProducerId(d, connection);
}
