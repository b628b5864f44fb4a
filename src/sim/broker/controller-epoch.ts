import type { ErrorCode } from '../protocol/errors.ts';
import type { BrokerDraft } from './draft.ts';
import { isOff } from '../safety.ts';

/** What every request of the controller carries. */
interface ControlRequest {
  readonly controllerEpoch: number;
  /** -1: not known. */
  readonly brokerEpoch: number;
}

/**
 * Is this the word of a controller that has been replaced, or meant for an earlier life of this broker
 * (KafkaApis.isBrokerEpochStale, ReplicaManager.controllerEpoch)?
 * @returns NONE when it is to be obeyed
 */
export function isStale(d: BrokerDraft, request: ControlRequest): ErrorCode {
  const error = staleness(d, request);
  if (error !== 'STALE_CONTROLLER_EPOCH') return error;
  const { controllerEpoch } = request;
  const known = d.base.metadata.controllerEpoch;
  d.turn.emit('StaleControllerRefused', { broker: d.base.brokerId, controllerEpoch, known });
  return error;
}

/** The same question, asked without a word about it. */
export function staleness(d: BrokerDraft, request: ControlRequest): ErrorCode {
  if (request.brokerEpoch >= 0 && request.brokerEpoch < d.base.brokerEpoch) return 'STALE_BROKER_EPOCH';
  if (request.controllerEpoch >= d.base.metadata.controllerEpoch) return 'NONE';
  return isOff(d.turn.setup, 'controllerEpoch') ? 'NONE' : 'STALE_CONTROLLER_EPOCH';
}

/** From now on earlier controllers are refused. */
export function obey(d: BrokerDraft, controllerEpoch: number): void {
  if (d.base.metadata.controllerEpoch === controllerEpoch) return;
  d.set({ metadata: { ...d.base.metadata, controllerEpoch } });
}
