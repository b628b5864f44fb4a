import { MS, type Micros } from '../../time.ts';
import type {
  BrokerHeartbeatRequest,
  BrokerHeartbeatResponse,
  BrokerRegistrationRequest,
  BrokerRegistrationResponse,
} from '../../protocol/kraft.ts';
import { askController, forget } from '../controller-channel.ts';
import type { BrokerDraft } from '../draft.ts';
import { enter } from '../lifecycle.ts';
import { serveHeld } from '../startup.ts';
import { COMMUNICATION, COMMUNICATION_TIMEOUT, REGISTRATION_TIMEOUT } from '../timer-slots.ts';
import { drawIncarnation } from './incarnation.ts';
import { shutDown } from './shutdown.ts';
import type { BrokerKRaft, Registration } from './state.ts';

/*
 * How a broker stays in touch with the active controller (kafka.server.BrokerLifecycleManager): it registers, and then sends
 * heartbeats, one word at a time. What the controller answers moves it from state to state.
 */

/** BrokerLifecycleManager.resendExponentialBackoff begins here and doubles, up to the session's timeout, in 4.0 up to half of it. */
const FIRST_BACKOFF: Micros = 100 * MS;
/** A broker that has just caught up has nothing else to wait for. */
const QUICK: Micros = 10 * MS;
/** The first "not yet" during a controlled shutdown: perhaps it needs only a moment. */
const SOON: Micros = 50 * MS;

/** The process has started: another life, which must register. */
export function startLifecycle(d: BrokerDraft): void {
  change(d, { incarnationId: drawIncarnation(d.turn) });
  d.turn.setTimer(REGISTRATION_TIMEOUT, d.turn.now + d.base.config.initialRegistrationTimeout);
  communicate(d);
}

/** Says what is next, or, while a word is under way, notes that more is to be said. */
export function communicate(d: BrokerDraft): void {
  d.turn.clearTimer(COMMUNICATION);
  const { inFlight, registered } = registrationOf(d);
  if (inFlight) {
    change(d, { immediately: true });
    return;
  }
  change(d, { inFlight: true });
  d.turn.setTimer(COMMUNICATION_TIMEOUT, d.turn.now + Math.floor(d.base.config.brokerSessionTimeout / 2));
  askController(d, 'heartbeat', registered ? heartbeat(d) : registration(d), d.turn.cause);
}

function registration(d: BrokerDraft): BrokerRegistrationRequest {
  const { brokerId, rack } = d.base;
  const { incarnationId, previousBrokerEpoch } = registrationOf(d);
  return { type: 'BrokerRegistrationRequest', brokerId, incarnationId, rack, previousBrokerEpoch };
}

function heartbeat(d: BrokerDraft): BrokerHeartbeatRequest {
  const { brokerId, brokerEpoch, lifecycle, kraft } = d.base;
  return {
    type: 'BrokerHeartbeatRequest',
    brokerId,
    brokerEpoch,
    currentMetadataOffset: (kraft as BrokerKRaft).publishedTo - 1,
    wantFence: !registrationOf(d).readyToUnfence,
    wantShutDown: lifecycle.value === 'PENDING_CONTROLLED_SHUTDOWN',
  };
}

/** There was no answer in time: nobody to ask, or a controller that does not hear. */
export function communicationTimedOut(d: BrokerDraft): void {
  forget(d, 'heartbeat');
  change(d, { inFlight: false });
  afterFailure(d);
}

/** A broker that could not register for so long gives up: its process ends. */
export function registrationTimedOut(d: BrokerDraft): void {
  if (!registrationOf(d).registered) d.turn.exit();
}

/** The active controller has answered. */
export function lifecycleAnswered(
  d: BrokerDraft,
  response: BrokerRegistrationResponse | BrokerHeartbeatResponse,
): void {
  d.turn.clearTimer(COMMUNICATION_TIMEOUT);
  change(d, { inFlight: false });
  if (response.type === 'BrokerRegistrationResponse') registrationAnswered(d, response);
  else if (response.errorCode === 'NONE') heartbeatAnswered(d, response);
  else afterFailure(d);
}

function registrationAnswered(d: BrokerDraft, { errorCode, brokerEpoch }: BrokerRegistrationResponse): void {
  if (errorCode !== 'NONE') {
    if (errorCode === 'DUPLICATE_BROKER_REGISTRATION')
      d.set({ waitingFor: 'the session of its last life to end; until then it cannot register again' });
    afterFailure(d);
    return;
  }
  d.set({ brokerEpoch, waitingFor: 'the metadata up to its own registration' });
  change(d, { registered: true, failures: 0 });
  d.turn.clearTimer(REGISTRATION_TIMEOUT);
  communicate(d);
}

function heartbeatAnswered(d: BrokerDraft, response: BrokerHeartbeatResponse): void {
  change(d, { failures: 0 });
  switch (d.base.lifecycle.value) {
    case 'STARTING':
      if (response.isCaughtUp) d.turn.cause = enter(d, { type: 'logsLoaded' }, 'the active controller to unfence it');
      after(d, QUICK);
      metadataPublished(d);
      return;
    case 'RECOVERY':
      if (!response.isFenced) {
        d.turn.cause = enter(d, { type: 'registered' });
        serveHeld(d);
      }
      after(d, d.base.config.brokerHeartbeatInterval);
      return;
    case 'PENDING_CONTROLLED_SHUTDOWN': {
      if (response.shouldShutDown) {
        shutDown(d);
        return;
      }
      const { heldBack } = registrationOf(d);
      change(d, { heldBack: true });
      after(d, heldBack ? d.base.config.brokerHeartbeatInterval : SOON);
      return;
    }
    case 'RUNNING':
      after(d, d.base.config.brokerHeartbeatInterval);
      return;
    case 'NOT_RUNNING':
    case 'SHUTTING_DOWN':
      return;
  }
}

/** A broker that has caught up and gone by the metadata once asks to be unfenced, at once (BrokerServer.startup). */
export function metadataPublished(d: BrokerDraft): void {
  const { lifecycle, kraft } = d.base;
  if (lifecycle.value !== 'RECOVERY' || (kraft as BrokerKRaft).publishedTo === 0) return;
  if (registrationOf(d).readyToUnfence) return;
  change(d, { readyToUnfence: true });
  communicate(d);
}

/** ExponentialBackoff with a jitter of 2 %. */
function afterFailure(d: BrokerDraft): void {
  const { failures } = registrationOf(d);
  change(d, { failures: failures + 1, immediately: false });
  const { brokerSessionTimeout } = d.base.config;
  const longest = d.turn.setup.era === '4.0' ? Math.floor(brokerSessionTimeout / 2) : brokerSessionTimeout;
  const term = Math.min(FIRST_BACKOFF * (1 << Math.min(failures, 20)), longest);
  after(d, Math.min(longest, Math.floor((term * (980 + d.turn.draw(41))) / 1000)));
}

function after(d: BrokerDraft, delay: Micros): void {
  const { immediately } = registrationOf(d);
  if (immediately) change(d, { immediately: false });
  d.turn.setTimer(COMMUNICATION, d.turn.now + (immediately ? 0 : delay));
}

function registrationOf(d: BrokerDraft): Registration {
  return (d.base.kraft as BrokerKRaft).registration;
}

function change(d: BrokerDraft, changes: Partial<Registration>): void {
  const kraft = d.base.kraft as BrokerKRaft;
  d.set({ kraft: { ...kraft, registration: { ...kraft.registration, ...changes } } });
}
