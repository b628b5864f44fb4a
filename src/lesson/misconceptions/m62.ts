import { SECOND } from '../../sim/time.ts';
import { lastOf } from './look.ts';
import type { Asking, Misconception } from './misconception.ts';

/** broker.session.timeout.ms of Kafka, which lessons leave alone. */
const SESSION = 9 * SECOND;

/** A broker that cannot reach the controllers goes on: its session is what the controllers know of it, not what it knows of itself. */
export const m62: Misconception = {
  id: 'M62',
  belief: 'a broker stops as soon as it has not reached the controllers for the length of its session',
  answer(asking) {
    const lost = controllerLost(asking);
    return asking.fact === 'appendedBy' && asking.isNew && lost !== null
      ? appendedUntil(asking, lost + SESSION)
      : undefined;
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsAppended'),
};

/** When the last controller crashed that did; null: none has. */
function controllerLost({ entries, before }: Asking): number | null {
  const voters = before.world.setup.voters.map(({ node }) => node);
  return entries.findLast(({ type, node }) => type === 'ProcessCrashed' && voters.includes(node))?.t ?? null;
}

function appendedUntil({ entries }: Asking, until: number): number {
  let sum = 0;
  for (const entry of entries) {
    if (entry.type !== 'RecordsAppended' || entry.t > until) continue;
    const { args } = entry;
    sum += args.to - args.from;
  }
  return sum;
}
