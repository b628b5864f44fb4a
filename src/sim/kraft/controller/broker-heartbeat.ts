import { present } from '../../../lib/assert.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from '../../protocol/kraft.ts';
import { brokerIn } from '../image/lookups.ts';
import { addControlledShutdown, addFencing, addUnfencing, hasLeaderships } from './broker-changes.ts';
import { countsAsFenced, currentState, nextState, type BrokerControlState } from './broker-control-state.ts';
import type { Decision } from './decision.ts';
import { fence, forget, heartbeatOf, oneStaleBroker, touch } from './heartbeats.ts';
import { oneExpired, track, tracksSessions } from './sessions.ts';

/** Who asks must be the registered process (ClusterControlManager.checkBrokerEpoch). */
export function brokerEpochError({ image }: Decision, brokerId: number, brokerEpoch: number): ErrorCode {
  const broker = brokerIn(image, brokerId);
  return broker !== null && broker.epoch === brokerEpoch ? 'NONE' : 'STALE_BROKER_EPOCH';
}

/**
 * A broker says that it is there, how far it has read, and what it wants (ReplicationControlManager.processBrokerHeartbeat).
 * @returns the answer, and what the broker is now
 */
export function heartbeat(
  decision: Decision,
  request: BrokerHeartbeatRequest,
): { readonly answer: BrokerHeartbeatResponse; readonly state: BrokerControlState | null } {
  const { brokerId, brokerEpoch, currentMetadataOffset } = request;
  if (tracksSessions(decision.setup)) decision.active = track(decision.active, brokerId, brokerEpoch, decision.now);
  const error = brokerEpochError(decision, brokerId, brokerEpoch);
  if (error !== 'NONE') return { answer: refusal(error), state: null };
  const { registeredAt } = present(brokerIn(decision.image, brokerId), `broker ${brokerId}`);
  const broker = present(heartbeatOf(decision.active, brokerId), `heartbeats of broker ${brokerId}`);
  const leads = (): boolean => hasLeaderships(decision, brokerId);
  const state = nextState(decision.active, broker, request, registeredAt, leads);
  if (state !== currentState(broker)) enter(decision, brokerId, state);
  decision.active = touch(decision.active, brokerId, countsAsFenced(state), currentMetadataOffset, decision.now);
  const answer: BrokerHeartbeatResponse = {
    type: 'BrokerHeartbeatResponse',
    errorCode: 'NONE',
    isCaughtUp: currentMetadataOffset >= registeredAt,
    isFenced: countsAsFenced(state),
    shouldShutDown: state === 'SHUTDOWN_NOW',
  };
  return { answer, state };
}

function enter(decision: Decision, broker: number, state: BrokerControlState): void {
  if (state === 'UNFENCED') addUnfencing(decision, broker);
  else if (state === 'CONTROLLED_SHUTDOWN') addControlledShutdown(decision, broker);
  else addFencing(decision, broker);
}

/** The answer to a heartbeat that changes nothing. */
export function refusal(errorCode: ErrorCode): BrokerHeartbeatResponse {
  return { type: 'BrokerHeartbeatResponse', errorCode, isCaughtUp: false, isFenced: true, shouldShutDown: false };
}

/** Fences the broker whose session ended first; one at a time, so that what follows from it is there before the next. */
export function fenceOneStaleBroker(decision: Decision): void {
  const { config, now, setup } = decision;
  if (tracksSessions(setup)) return fenceOneExpired(decision);
  const broker = oneStaleBroker(decision.active, config.brokerSessionTimeout, now);
  if (broker === null) return;
  addFencing(decision, broker);
  decision.active = fence(decision.active, broker);
}

/** The same in 4.0 (ReplicationControlManager.maybeFenceOneStaleBroker). A broker that is fenced already is fenced again. */
function fenceOneExpired(decision: Decision): void {
  const found = oneExpired(decision.active, decision.config.brokerSessionTimeout, decision.now);
  if (found === null) return;
  const { id, epoch } = found.expired;
  const broker = brokerIn(decision.image, id);
  decision.active = { ...found.active, lookAgain: true };
  if (broker === null) decision.active = forget(decision.active, id);
  // An earlier life of a broker that is there again.
  if (broker?.epoch !== epoch) return;
  addFencing(decision, id);
  decision.active = fence(decision.active, id);
}
