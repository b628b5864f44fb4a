import { logOf } from '../read/replicas.ts';
import type { PartitionId, World } from '../world.ts';
import { agreesUpTo } from './epochs.ts';
import type { Complain, Invariant } from './invariant.ts';
import type { Account, Ledger } from './ledger.ts';
import type { ReplicaChange, Sight } from './sight.ts';

/** Replication, not flushing, is the guarantee: what is committed survives as long as one of its copies does. */
export const noCommittedRecordLost: Invariant = {
  name: 'NoCommittedRecordLost',
  says: 'a committed record stays in its leader’s log and on a disk, unless an unclean election, or power or disks lost by the whole ISR, explain it',
  watch: () => ({
    look(sight, ledger, complain) {
      for (const change of sight.replicas) {
        const account = ledger.account(change.partition);
        if (account.committed === 0 || !hasShrunk(change)) continue;
        leads(change, account, complain);
        isSomewhere(sight, change, ledger, complain);
      }
    },
  }),
};

function hasShrunk({ before, after }: ReplicaChange): boolean {
  if (before === null) return false;
  return after === null || after.log.logEndOffset < before.log.logEndOffset || after.log.epochs !== before.log.epochs;
}

/** The leader of the day never gives up what is committed. */
function leads({ after, broker, partition, running }: ReplicaChange, account: Account, complain: Complain): void {
  if (after === null || !running || after.role !== 'leader' || after.leaderEpoch !== account.ledEpoch) return;
  if (after.log.logEndOffset < account.committed)
    complain(partition, `leader ${broker} ends at ${after.log.logEndOffset}; ${account.committed} were committed`);
}

/** At least one disk has it all; a loss of power or disk that takes the last copy is explained by itself. */
function isSomewhere(sight: Sight, change: ReplicaChange, ledger: Ledger, complain: Complain): void {
  const { partition } = change;
  const account = ledger.account(partition);
  const best = longest(sight.after, partition, account);
  if (best >= account.committed) return;
  if (account.lostFrom.some((from) => from !== undefined && from < account.committed)) {
    ledger.explain(partition, best, 'power or disk', sight.before.nextSeq);
    return;
  }
  complain(partition, `no disk has the committed offsets ${best} to ${account.committed} any more`);
}

function longest(world: World, partition: PartitionId, account: Account): number {
  let best = 0;
  for (const broker of world.setup.brokerIds) {
    const log = logOf(world, broker, partition);
    if (log !== null) best = Math.max(best, agreesUpTo(log, account.epochs, account.committed, account.deletedBelow));
  }
  return best;
}
