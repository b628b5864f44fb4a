import { brokerInterest } from './broker.ts';
import { clientInterest } from './client.ts';
import { controllerInterest } from './controller.ts';
import type { EntryType, Interest } from './entry.ts';
import { kernelInterest } from './kernel.ts';
import { kraftControllerInterest } from './kraft-controller.ts';
import { kraftInterest } from './kraft.ts';
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
  ...clientInterest,
};

/** Every type of trace entry, by the areas that write them. */
export const entryTypes: readonly EntryType[] = Object.keys(interest) as EntryType[];

/** How much an entry of this type matters to someone who watches. */
export function interestOf(type: EntryType): Interest {
  return interest[type];
}

/** Is there an entry of this type? */
export function isEntryType(text: string): text is EntryType {
  return Object.hasOwn(interest, text);
}
