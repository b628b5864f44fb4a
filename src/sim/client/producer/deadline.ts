import type { Micros } from '../../time.ts';
import { NEVER } from '../mutable.ts';
import type { ProducerBatch, ProducerSettings } from './state.ts';

/**
 * When a batch is given up: delivery.timeout.ms after it was begun, wherever it is (ProducerBatch.hasReachedDeliveryTimeout); in
 * kafka-python 2.0.2 only while it waits in its queue, request_timeout_ms after linger_ms was over, or after the wait before its next attempt
 * (ProducerBatch.maybe_expire). There a full batch that lingers counts from its last record, if that is earlier; here it does not.
 * @param flying is it under way to a broker?
 * @returns NEVER: nothing but an answer decides about it now
 */
export function givenUpAt(settings: ProducerSettings, batch: ProducerBatch, flying: boolean): Micros {
  if (!settings.expiresQueued) return batch.createdAt + settings.deliveryTimeout;
  if (flying) return NEVER;
  return batch.retried ? batch.notBefore + settings.requestTimeout : batch.createdAt + settings.deliveryTimeout;
}
