import { present } from '../../../lib/assert.ts';
import type { Micros } from '../../time.ts';
import type { ActiveController, BrokerHeartbeat } from './state.ts';

/*
 * When each broker was last heard of (org.apache.kafka.controller.BrokerHeartbeatManager): the active controller's own memory, never in
 * the log, so a new controller gives every broker a whole session.
 */

/** The heartbeat state of a registered broker; null: none. */
export function heartbeatOf(active: ActiveController, id: number): BrokerHeartbeat | null {
  return active.heartbeats.find((broker) => broker.id === id) ?? null;
}

function withHeartbeat(active: ActiveController, broker: BrokerHeartbeat): ActiveController {
  const heartbeats = active.heartbeats.slice();
  const at = heartbeats.findIndex((each) => each.id >= broker.id);
  if (at < 0) heartbeats.push(broker);
  else heartbeats.splice(at, heartbeats[at]?.id === broker.id ? 1 : 0, broker);
  return { ...active, heartbeats };
}

/** A broker is known to be fenced or not, by a record; it counts as heard of. */
export function register(active: ActiveController, id: number, fenced: boolean, now: Micros): ActiveController {
  const known = heartbeatOf(active, id);
  const broker = known ?? {
    id,
    fenced: true,
    lastContact: now,
    contact: 0,
    metadataOffset: -1,
    controlledShutdownOffset: -1,
  };
  // Kafka forgets how far a broker has read unless the record changes what it is; the next heartbeat tells.
  const metadataOffset = known !== null && known.fenced !== fenced ? known.metadataOffset : -1;
  return touch(withHeartbeat(active, broker), id, fenced, metadataOffset, now);
}

/** A broker has been heard of. */
export function touch(
  active: ActiveController,
  id: number,
  fenced: boolean,
  metadataOffset: number,
  now: Micros,
): ActiveController {
  const broker = present(heartbeatOf(active, id), `broker ${id} must be registered`);
  const contact = active.contacts + 1;
  return withHeartbeat(
    { ...active, contacts: contact },
    {
      id,
      fenced,
      lastContact: now,
      contact,
      metadataOffset,
      // A fenced broker leaves its controlled shutdown; at its next heartbeat it stops at once.
      controlledShutdownOffset: fenced ? -1 : broker.controlledShutdownOffset,
    },
  );
}

/** A broker's session is over before the record that says so is written. */
export function fence(active: ActiveController, id: number): ActiveController {
  const broker = heartbeatOf(active, id);
  return broker === null ? active : withHeartbeat(active, { ...broker, fenced: true });
}

/** An earlier life of the broker is forgotten. */
export function forget(active: ActiveController, id: number): ActiveController {
  return { ...active, heartbeats: active.heartbeats.filter((broker) => broker.id !== id) };
}

/** A broker stops when all others have read up to the record that says that it wants to. */
export function awaitShutdown(active: ActiveController, id: number, offset: number): ActiveController {
  const broker = present(heartbeatOf(active, id), `broker ${id} must be registered`);
  return broker.controlledShutdownOffset >= 0
    ? active
    : withHeartbeat(active, { ...broker, controlledShutdownOffset: offset });
}

/** Is it unfenced, and was it heard of within its session? */
export function hasValidSession(active: ActiveController, id: number, timeout: Micros, now: Micros): boolean {
  const broker = heartbeatOf(active, id);
  return broker !== null && isSessionValid(broker, timeout, now);
}

function isSessionValid(broker: BrokerHeartbeat, timeout: Micros, now: Micros): boolean {
  return !broker.fenced && broker.lastContact + timeout >= now;
}

/** The unfenced broker that has been silent longest; null: all are fenced. */
function mostSilent(active: ActiveController): BrokerHeartbeat | null {
  let found: BrokerHeartbeat | null = null;
  for (const broker of active.heartbeats)
    if (!broker.fenced && (found === null || broker.contact < found.contact)) found = broker;
  return found;
}

/** The broker to fence now; null: every session is valid. */
export function oneStaleBroker(active: ActiveController, timeout: Micros, now: Micros): number | null {
  const broker = mostSilent(active);
  return broker === null || isSessionValid(broker, timeout, now) ? null : broker.id;
}

/** When the next session is over; null: nobody has one. */
export function nextSessionEnd(active: ActiveController, timeout: Micros): Micros | null {
  const broker = mostSilent(active);
  return broker === null ? null : broker.lastContact + timeout + 1;
}

/** How far every broker that is neither fenced nor stopping has read; beyond all numbers when there is none. */
export function lowestActiveOffset(active: ActiveController): number {
  let lowest = Number.MAX_SAFE_INTEGER;
  for (const broker of active.heartbeats)
    if (!broker.fenced && broker.controlledShutdownOffset < 0) lowest = Math.min(lowest, broker.metadataOffset);
  return lowest;
}
