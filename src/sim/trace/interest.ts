import { brokerInterest } from './broker.ts';
import { clientInterest } from './client.ts';
import { controllerInterest } from './controller.ts';
import { coordinatorInterest } from './coordinator.ts';
import type { EntryType, Interest, TraceEntry } from './entry.ts';
import { modernGroupInterest } from './groups-modern.ts';
import { groupInterest } from './groups.ts';
import { kernelInterest } from './kernel.ts';
import { kraftControllerInterest } from './kraft-controller.ts';
import { kraftInterest } from './kraft.ts';
import { memberInterest } from './members.ts';
import { storageInterest } from './storage.ts';
import { zooKeeperInterest } from './zookeeper.ts';

const interest: { readonly [T in EntryType]: Interest } = {
  ...kernelInterest,
  ...zooKeeperInterest,
  ...controllerInterest,
  ...kraftInterest,
  ...kraftControllerInterest,
  ...brokerInterest,
  ...storageInterest,
  ...coordinatorInterest,
  ...groupInterest,
  ...modernGroupInterest,
  ...memberInterest,
  ...clientInterest,
};

/** Every type of trace entry, by the areas that write them. */
export const entryTypes: readonly EntryType[] = Object.keys(interest) as EntryType[];

/** How much an entry of this type matters to someone who watches. */
export function interestOf(type: EntryType): Interest {
  return interest[type];
}

/**
 * How much this entry matters. What is written to Kafka's own topics is a detail: a group that commits every second would else have a beat for
 * each copy of each commit.
 */
export function interestIn(entry: TraceEntry): Interest {
  const found = interest[entry.type];
  return found === 'beat' && (entry.args as { readonly internal?: true }).internal === true ? 'detail' : found;
}

/** Is there an entry of this type? */
export function isEntryType(text: string): text is EntryType {
  return Object.hasOwn(interest, text);
}
