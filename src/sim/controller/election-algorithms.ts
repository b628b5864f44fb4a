/* Who leads (kafka.controller.PartitionLeaderElectionAlgorithms and Election). The order of the assignment decides, never that of the ISR. */

/** Which rule elects: see {@link electLeader}. */
export type ElectionStrategy = 'offline' | 'preferred' | 'controlledShutdown' | 'reassign';

/** Who is there to be elected. */
export interface Candidates {
  /** Replicas, preferred leader first. */
  readonly assignment: readonly number[];
  readonly isr: readonly number[];
  /** Brokers that are alive, without those shutting down; for a controlled shutdown, with them. */
  readonly live: readonly number[];
  readonly shuttingDown: readonly number[];
  /** May a replica outside the ISR lead (unclean.leader.election.enable)? Only the strategy `offline` asks. */
  readonly unclean: boolean;
}

export interface Elected {
  readonly leader: number;
  readonly isr: readonly number[];
  /** From outside the ISR: committed records may be lost. */
  readonly unclean: boolean;
}

/** The leader and ISR after an election; null when nobody can lead. */
export function electLeader(strategy: ElectionStrategy, candidates: Candidates): Elected | null {
  switch (strategy) {
    case 'offline':
      return electOffline(candidates);
    case 'reassign':
      return keepIsr(firstInSync(candidates, []), candidates);
    case 'preferred':
      return keepIsr(preferredReplica(candidates), candidates);
    case 'controlledShutdown': {
      const leader = firstInSync(candidates, candidates.shuttingDown);
      const isr = candidates.isr.filter((replica) => !candidates.shuttingDown.includes(replica));
      return leader === null ? null : { leader, isr, unclean: false };
    }
  }
}

/** The first live member of the ISR, which shrinks to its live members; else, if unclean elections are allowed, the first live replica alone. */
function electOffline(candidates: Candidates): Elected | null {
  const leader = firstInSync(candidates, []);
  if (leader !== null)
    return { leader, isr: candidates.isr.filter((replica) => candidates.live.includes(replica)), unclean: false };
  if (!candidates.unclean) return null;
  const any = candidates.assignment.find((replica) => candidates.live.includes(replica));
  return any === undefined ? null : { leader: any, isr: [any], unclean: true };
}

function firstInSync({ assignment, isr, live }: Candidates, not: readonly number[]): number | null {
  return (
    assignment.find((replica) => live.includes(replica) && isr.includes(replica) && !not.includes(replica)) ?? null
  );
}

function preferredReplica({ assignment, isr, live }: Candidates): number | null {
  const [preferred] = assignment;
  return preferred !== undefined && live.includes(preferred) && isr.includes(preferred) ? preferred : null;
}

function keepIsr(leader: number | null, { isr }: Candidates): Elected | null {
  return leader === null ? null : { leader, isr, unclean: false };
}

/** The leader and ISR of a new partition: its first live replica, and all live ones; null when none lives. */
export function firstLeader(assignment: readonly number[], live: readonly number[]): Elected | null {
  const isr = assignment.filter((replica) => live.includes(replica));
  const [leader] = isr;
  return leader === undefined ? null : { leader, isr, unclean: false };
}

/** Leader and ISR when a replica goes offline (ReplicaStateMachine.doRemoveReplicasFromIsr): the last member stays in the ISR. */
export function withoutReplica(
  leader: number,
  isr: readonly number[],
  replica: number,
): { readonly leader: number; readonly isr: readonly number[] } {
  return {
    leader: leader === replica ? -1 : leader,
    isr: isr.length === 1 ? isr : isr.filter((member) => member !== replica),
  };
}
