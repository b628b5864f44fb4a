import { NO_LEADER, type PartitionRegistration } from '../image/image.ts';
import type { Rules } from './partition-change.ts';

/** PartitionChangeBuilder.Election. */
export type Election =
  /** The preferred replica if it can, else whoever keeps the partition online. */
  | 'PREFERRED'
  /** Whoever keeps the partition online, from those in sync. */
  | 'ONLINE'
  /** In sync if possible; else any live replica. */
  | 'UNCLEAN';

/** Replicas in the order of the assignment, and who of them is in sync or eligible. */
export interface Electorate {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly elr: readonly number[];
}

export interface ElectionResult {
  readonly leader: number;
  readonly unclean: boolean;
}

/**
 * Who leads now (PartitionChangeBuilder.electLeader). The order of the assignment decides, never that of the ISR; a leader that can stay
 * does, unless the preferred one is wanted. Eligible replicas may lead when the ISR is empty.
 */
export function electLeader(partition: PartitionRegistration, voters: Electorate, rules: Rules): ElectionResult {
  const { replicas, isr, elr } = voters;
  const { election, isAcceptable, anyReplica } = rules;
  const canLead = (id: number): boolean =>
    (anyReplica || isr.includes(id) || (isr.length === 0 && elr.includes(id))) && isAcceptable(id);
  const [preferred = NO_LEADER] = replicas;
  if (election === 'PREFERRED' && canLead(preferred)) return { leader: preferred, unclean: false };
  if (canLead(partition.leader)) return { leader: partition.leader, unclean: false };
  const clean = replicas.find(canLead);
  if (clean !== undefined) return { leader: clean, unclean: false };
  const last = lastKnownLeader(partition, voters, rules);
  if (last !== null) return { leader: last, unclean: true };
  const any = election === 'UNCLEAN' ? replicas.find(isAcceptable) : undefined;
  return any === undefined ? { leader: NO_LEADER, unclean: false } : { leader: any, unclean: true };
}

/** Nobody is in sync or eligible: whoever led last may lead again (KIP-966; PartitionChangeBuilder.canElectLastKnownLeader). */
function lastKnownLeader(
  { lastKnownElr }: PartitionRegistration,
  { isr, elr }: Electorate,
  { elrEnabled, isAcceptable }: Rules,
): number | null {
  const [last] = lastKnownElr;
  if (!elrEnabled || isr.length > 0 || elr.length > 0 || lastKnownElr.length !== 1 || last === undefined) return null;
  return isAcceptable(last) ? last : null;
}
