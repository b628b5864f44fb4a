import type { ErrorCode } from '../protocol/errors.ts';
import type { BrokerDraft } from './draft.ts';

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
  if (request.brokerEpoch >= 0 && request.brokerEpoch < d.base.brokerEpoch) return 'STALE_BROKER_EPOCH';
  const known = d.base.metadata.controllerEpoch;
  if (request.controllerEpoch >= known) return 'NONE';
  const { controllerEpoch } = request;
  d.turn.emit('StaleControllerRefused', { broker: d.base.brokerId, controllerEpoch, known });
  return 'STALE_CONTROLLER_EPOCH';
}

/** From now on earlier controllers are refused. */
export function obey(d: BrokerDraft, controllerEpoch: number): void {
  if (d.base.metadata.controllerEpoch === controllerEpoch) return;
  d.set({ metadata: { ...d.base.metadata, controllerEpoch } });
}
