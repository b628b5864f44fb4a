import type { BrokerDraft } from './draft.ts';
import { coordinatorWoken } from './groups/coordinator.ts';
import { advanceFetcher } from './replica-fetcher.ts';
import { tryCompleteFetch } from './parked-fetch.ts';
import { tryCompleteProduce } from './parked-produce.ts';
import { tryCompleteDeletion } from './storage/delete-records.ts';

/**
 * Does what became possible during a turn: answers parked requests whose conditions came true, and lets fetchers ask on.
 * Kafka does this too after a request was handled, not within (ActionQueue.tryCompleteActions).
 */
export function settle(d: BrokerDraft): void {
  // What is answered may wake others, which are then at the end of the same list.
  for (let i = 0; d.woken !== null && i < d.woken.length; i++) {
    const { slot, cause } = d.woken[i] as { slot: number; cause: number };
    if (slot < 0) {
      coordinatorWoken(d, slot, cause);
      continue;
    }
    const parked = d.channel(slot)?.parked ?? null;
    if (parked === null) continue;
    if (parked.kind === 'fetch') tryCompleteFetch(d, slot, cause);
    else if (parked.kind === 'produce') tryCompleteProduce(d, slot, cause);
    else tryCompleteDeletion(d, slot, cause);
  }
  d.woken = null;
  for (let i = 0; d.stirred !== null && i < d.stirred.length; i++) advanceFetcher(d, d.stirred[i] as number);
  d.stirred = null;
}
