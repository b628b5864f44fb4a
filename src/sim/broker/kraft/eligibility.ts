import { brokerIn } from '../../kraft/image/lookups.ts';
import { NOT_FETCHED } from '../follower-progress.ts';
import type { BrokerKRaft } from './state.ts';

/**
 * May a follower join an ISR (Partition.isReplicaIsrEligible)? It must be registered, unfenced and not on its way out (KIP-841), and
 * its last fetch must be of the life that is registered: one that was sent before a restart does not count (KIP-903). A broker that
 * fetches before it is registered knows no epoch, and nothing is compared then (isBrokerEpochIsrEligible).
 * @param brokerEpoch the epoch in which it last fetched; -1: it knew none; NOT_FETCHED
 */
export function mayJoinIsr(kraft: BrokerKRaft, brokerId: number, brokerEpoch: number): boolean {
  const broker = brokerIn(kraft.image, brokerId);
  if (broker === null || broker.fenced || broker.inControlledShutdown || brokerEpoch === NOT_FETCHED) return false;
  return brokerEpoch === -1 || broker.epoch === brokerEpoch;
}
