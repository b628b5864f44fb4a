import type { BrokerRegistrationRequest, BrokerRegistrationResponse } from '../../protocol/kraft.ts';
import { isOff } from '../../safety.ts';
import type { BrokerRegistration } from '../image/image.ts';
import { brokerIn } from '../image/lookups.ts';
import { addEndOfIncarnation } from './broker-changes.ts';
import type { Decision } from './decision.ts';
import { forget, hasValidSession, heartbeatOf, register } from './heartbeats.ts';
import { hasTrackedSession, tracksSessions } from './sessions.ts';
import { isElrEnabled } from './topic-settings.ts';

/**
 * A broker registers (ClusterControlManager.registerBroker). Another process under this id is refused as long as the old one's session
 * lives; the same process again keeps its epoch.
 */
export function registerBroker(decision: Decision, request: BrokerRegistrationRequest): BrokerRegistrationResponse {
  const { image, now, records } = decision;
  const { brokerId, incarnationId, rack } = request;
  const existing = brokerIn(image, brokerId);
  const isSame = existing !== null && existing.incarnationId === incarnationId;
  if (existing !== null && !isSame && hasSession(decision, existing))
    return { type: 'BrokerRegistrationResponse', errorCode: 'DUPLICATE_BROKER_REGISTRATION', brokerEpoch: -1 };
  const brokerEpoch = isSame ? existing.epoch : decision.nextOffset;
  const fenced = isSame ? existing.fenced : true;
  if (existing !== null && !isSame) {
    // Without the feature it makes no difference how the process ended.
    const wasClean = !isElrEnabled(image) || request.previousBrokerEpoch === existing.epoch;
    addEndOfIncarnation(decision, brokerId, wasClean);
    decision.active = forget(decision.active, brokerId);
  }
  records.push({
    type: 'RegisterBrokerRecord',
    brokerId,
    incarnationId,
    brokerEpoch,
    rack,
    fenced,
    inControlledShutdown: isSame && existing.inControlledShutdown,
  });
  decision.active = register(decision.active, brokerId, fenced, now);
  return { type: 'BrokerRegistrationResponse', errorCode: 'NONE', brokerEpoch };
}

/** Is another process under this id taken for alive? */
function hasSession({ active, config, now, setup }: Decision, { id, epoch }: BrokerRegistration): boolean {
  if (isOff(setup, 'sessionExpiry')) return heartbeatOf(active, id)?.fenced === false;
  const timeout = config.brokerSessionTimeout;
  if (tracksSessions(setup)) return hasTrackedSession(active, id, epoch, timeout, now);
  return hasValidSession(active, id, timeout, now);
}
