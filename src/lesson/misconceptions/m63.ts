import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { clientsIn } from './readers.ts';

/** Where leaders are is in every broker's image of the metadata: any broker tells a newcomer. */
export const m63: Misconception = {
  id: 'M63',
  belief: 'a client that is new must ask the controllers where the leaders are',
  answer(asking) {
    if (asking.fact !== 'waitingClients' || asking.take !== null) return undefined;
    const started = asking.entries.flatMap((entry) => (entry.type === 'ProcessStarted' ? [entry.node] : []));
    return clientsIn(asking.after.world, ({ kind, id }) => kind === 'admin' || started.includes(id));
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted'),
};
