import { brokerIn } from '../../kraft/image/lookups.ts';
import type { BrokerKRaft } from './state.ts';

/**
 * May a follower join an ISR (Partition.isReplicaIsrEligible)? It must be registered, unfenced and not on its way out (KIP-841), and
 * its last fetch must be of the life that is registered: one that was sent before a restart does not count (KIP-903).
 * @param brokerEpoch the epoch in which it last fetched; -1: it has not yet
 */
export function mayJoinIsr(kraft: BrokerKRaft, brokerId: number, brokerEpoch: number): boolean {
  const broker = brokerIn(kraft.image, brokerId);
  return broker !== null && !broker.fenced && !broker.inControlledShutdown && broker.epoch === brokerEpoch;
}
