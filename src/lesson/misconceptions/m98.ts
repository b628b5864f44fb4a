import { firstOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { lagAfter } from './sharing.ts';

/** Heartbeats may fail to come for the whole of session.timeout.ms; each one starts it again. */
export const m98: Misconception = {
  id: 'M98',
  belief: 'a member is taken for dead as soon as one heartbeat is missing',
  // The last one may have come right before; the next one is missed an interval later, and noticed within another.
  answer: (asking) => lagAfter(asking, ({ group }) => 2 * (group?.settings.heartbeatInterval ?? 0)),
  refutedBy: (asking) => firstOf(asking, 'MemberRemoved'),
};
