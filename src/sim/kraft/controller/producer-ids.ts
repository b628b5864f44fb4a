import type { AllocateProducerIdsRequest, AllocateProducerIdsResponse } from '../../protocol/cluster.ts';
import { brokerEpochError } from './broker-heartbeat.ts';
import type { Decision } from './decision.ts';

/** ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE. */
const BLOCK_SIZE = 1000;

/** A broker gets the next block of producer ids (ProducerIdControlManager.generateNextProducerId). */
export function allocateProducerIds(
  decision: Decision,
  { brokerId, brokerEpoch }: AllocateProducerIdsRequest,
): AllocateProducerIdsResponse {
  const errorCode = brokerEpochError(decision, brokerId, brokerEpoch);
  if (errorCode !== 'NONE')
    return { type: 'AllocateProducerIdsResponse', errorCode, producerIdStart: 0, producerIdLen: 0 };
  const first = decision.image.nextProducerId;
  decision.records.push({ type: 'ProducerIdsRecord', brokerId, brokerEpoch, nextProducerId: first + BLOCK_SIZE });
  return { type: 'AllocateProducerIdsResponse', errorCode, producerIdStart: first, producerIdLen: BLOCK_SIZE };
}
