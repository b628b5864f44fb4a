import { present } from '../../../lib/assert.ts';
import type * as consumerGroup from './index.ts';

/** What `index.ts` gives: the coordinator's side of the consumer protocol. */
type ConsumerProtocol = typeof consumerGroup;

let loaded: ConsumerProtocol | null = null;

/**
 * Makes the consumer protocol known. Only 4.0 has it, in KRaft mode, so it comes with that mode (`kraft/load.ts`); nothing else outside this
 * folder imports more of it than this file and types.
 */
export function useConsumerProtocol(part: ConsumerProtocol): void {
  loaded = part;
}

/** The consumer protocol, which must have been loaded: in a cluster without it no such request is let in, and no group has it. */
export function consumerProtocol(): ConsumerProtocol {
  return present(loaded, 'the consumer protocol must be loaded before it is used');
}
