import { lastOf } from './look.ts';
import type { Misconception } from './misconception.ts';
import { clientsIn } from './readers.ts';

/** Clients talk to brokers, and records go from brokers to brokers: neither ZooKeeper nor a controller ever sees one. */
export const m39: Misconception = {
  id: 'M39',
  belief: 'clients and records go through the controllers, as they went through ZooKeeper',
  answer(asking) {
    if (asking.fact === 'appendedBy') return asking.isNew ? 0 : undefined;
    if (asking.fact !== 'waitingClients' || asking.take !== null) return undefined;
    return clientsIn(asking.after.world);
  },
  refutedBy: (asking) => lastOf(asking, 'RecordsPrinted') ?? lastOf(asking, 'RecordsAppended'),
};
