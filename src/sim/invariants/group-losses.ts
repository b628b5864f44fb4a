import type { PartitionId } from '../world.ts';
import type { Ledger } from './ledger.ts';

/**
 * May the coordinator have forgotten what was committed in its partition of __consumer_offsets, and does the trace say why? What groups
 * remember is no better kept than any record.
 */
export function mayHaveForgotten(ledger: Ledger, partition: PartitionId): boolean {
  const { uncleanEpoch, rewrittenEpoch } = ledger.account(partition);
  return uncleanEpoch >= 0 || rewrittenEpoch >= 0 || ledger.losses.some((loss) => loss.partition === partition);
}
