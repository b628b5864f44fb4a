import { MS, type Micros } from '../../time.ts';
import type { World } from '../../world.ts';
import type { ActiveController, BrokerContact } from './state.ts';

/*
 * When each life of a broker was last heard of, as the controllers of 4.0 keep it (org.apache.kafka.controller.BrokerHeartbeatTracker):
 * by broker and epoch, whether fenced or not. So one that has stopped cleanly has a session for as long as any other, and its next
 * process waits for the end of it. Up to 3.9 an unfenced broker alone has a session (heartbeats.ts).
 */

/** Do controllers of this release keep sessions this way? */
export function tracksSessions({ era }: Pick<World['setup'], 'era'>): boolean {
  return era === '4.0';
}

/** The controller of 4.0 looks at sessions eight times in the length of one (QuorumController.maybeFenceStaleBrokerPeriodNs). */
export function lookInterval(timeout: Micros): Micros {
  return Math.max(MS, Math.floor(timeout / 8));
}

/** A heartbeat has come, of whatever life of the broker; nothing else of it has been looked at yet. */
export function track(active: ActiveController, id: number, epoch: number, now: Micros): ActiveController {
  const contacts = active.tracked.filter((contact) => contact.id !== id || contact.epoch !== epoch);
  contacts.push({ id, epoch, at: now });
  contacts.sort((a, b) => a.id - b.id || a.epoch - b.epoch);
  return { ...active, tracked: contacts };
}

/** Was this life of a broker heard of, and not too long ago? */
export function hasTrackedSession(
  { tracked }: ActiveController,
  id: number,
  epoch: number,
  timeout: Micros,
  now: Micros,
): boolean {
  const contact = tracked.find((each) => each.id === id && each.epoch === epoch);
  return contact !== undefined && !isExpired(contact, timeout, now);
}

/** One whose session is over, and the others; null: nobody's is. Of several it is the one with the lowest id (in Kafka the first of a hash map). */
export function oneExpired(
  active: ActiveController,
  timeout: Micros,
  now: Micros,
): { readonly expired: BrokerContact; readonly active: ActiveController } | null {
  const expired = active.tracked.find((contact) => isExpired(contact, timeout, now));
  if (expired === undefined) return null;
  return { expired, active: { ...active, tracked: active.tracked.filter((contact) => contact !== expired) } };
}

function isExpired({ at }: BrokerContact, timeout: Micros, now: Micros): boolean {
  return at + timeout < now;
}
