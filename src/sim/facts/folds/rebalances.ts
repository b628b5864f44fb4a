import type { Micros } from '../../time.ts';
import type { NodeId, PartitionId, Seq } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** What is remembered of one group: who reads what, and its last rebalance. */
export interface GroupPast {
  readonly group: string;
  /** By partition, ascending. */
  readonly reads: readonly Reading[];
  /** The rebalance under way, else the last one; null: there was none. */
  readonly rebalance: Rebalance | null;
}

/** Who reads a partition, or has been the last to. */
export interface Reading {
  readonly partition: PartitionId;
  readonly node: NodeId;
  /** Since when nobody reads it; null: it is read. */
  readonly stoppedAt: Micros | null;
  readonly why: Stop;
}

/** Why a partition is read no more: it was given up, or taken away; its reader died, or stands still. */
export type Stop = 'revoked' | 'lost' | 'died' | 'froze';

export interface Rebalance {
  readonly startedAt: Micros;
  readonly startedBy: Seq;
  /** What the coordinator says of its beginning. */
  readonly why: string;
  /** When the group came to rest; null: it has not yet. */
  readonly endedAt: Micros | null;
  /** The generation, or group epoch, of the last thing that is known of it. */
  readonly generation: number;
  /** Each partition that stopped or changed hands, in the order in which they did. */
  readonly moves: readonly Move[];
}

export interface Move {
  readonly partition: PartitionId;
  /** Who read it before; -1: nobody. */
  readonly from: NodeId;
  /** Who reads it now; -1: nobody yet. */
  readonly to: NodeId;
  /** Since when it stands still; null: it does not. */
  readonly stoppedAt: Micros | null;
  /** How long it stood still before that. */
  readonly stopped: Micros;
}

/** Rebalances of groups, as members and coordinators tell of them; in the order in which groups were first heard of. */
export const rebalancesFold: Fold<readonly GroupPast[]> = {
  id: 'rebalances',
  entries: [
    'GroupStateChanged',
    'PartitionsAssigned',
    'PartitionsRevoked',
    'PartitionsLost',
    'ProcessCrashed',
    'ProcessExited',
    'ProcessFroze',
    'ProcessThawed',
  ],
  start: () => [],
  take(state, entry) {
    const { t, node } = entry;
    switch (entry.type) {
      case 'GroupStateChanged':
        return changed(state, entry.args.group, (past) => atState(past, entry.args, t, entry.seq));
      case 'PartitionsAssigned':
        return changed(state, entry.args.group, (past) => begins(past, entry.args.partitions, node, t));
      case 'PartitionsRevoked':
      case 'PartitionsLost': {
        const why = entry.type === 'PartitionsLost' ? 'lost' : 'revoked';
        const { partitions } = entry.args;
        return changed(state, entry.args.group, (past) => stops(past, (id) => partitions.includes(id), node, t, why));
      }
      case 'ProcessCrashed':
      case 'ProcessExited':
      case 'ProcessFroze':
        return kept(state, (past) =>
          stops(past, () => true, node, t, entry.type === 'ProcessFroze' ? 'froze' : 'died'),
        );
      case 'ProcessThawed':
        return kept(state, (past) => thaws(past, node, t));
      default:
        return state;
    }
  },
};

/** What is remembered of a group; null: nothing. */
export function pastOf(state: readonly GroupPast[], group: string): GroupPast | null {
  return state.find((past) => past.group === group) ?? null;
}

/** How long a partition has stood still in a rebalance, up to an instant. */
export function stoodStill({ stoppedAt, stopped }: Move, at: Micros): Micros {
  return stopped + (stoppedAt === null ? 0 : Math.max(0, at - stoppedAt));
}

type Change = (past: GroupPast) => GroupPast;

function changed(state: readonly GroupPast[], group: string, change: Change): readonly GroupPast[] {
  const past = pastOf(state, group);
  if (past === null) return [...state, change({ group, reads: [], rebalance: null })];
  return kept(state, (one) => (one === past ? change(one) : one));
}

/** The same list while nothing in it has changed. */
function kept(state: readonly GroupPast[], change: Change): readonly GroupPast[] {
  const next = state.map(change);
  return next.every((past, i) => past === state[i]) ? state : next;
}

/** States in which a group is at rest, in both protocols. */
const AT_REST: readonly string[] = ['Stable', 'Empty', 'Dead'];

function atState(
  past: GroupPast,
  { to, why, generation }: { readonly to: string; readonly why: string; readonly generation: number },
  at: Micros,
  by: Seq,
): GroupPast {
  const { rebalance } = past;
  const open = rebalance !== null && rebalance.endedAt === null;
  if (AT_REST.includes(to)) return open ? { ...past, rebalance: { ...rebalance, generation, endedAt: at } } : past;
  if (open) return { ...past, rebalance: { ...rebalance, generation } };
  const still = past.reads.filter(({ stoppedAt }) => stoppedAt !== null);
  const moves = still.map(({ partition, node, stoppedAt }) => ({
    partition,
    from: node,
    to: -1,
    stoppedAt,
    stopped: 0,
  }));
  return { ...past, rebalance: { startedAt: at, startedBy: by, why, endedAt: null, generation, moves } };
}

function stops(past: GroupPast, which: (id: PartitionId) => boolean, node: NodeId, at: Micros, why: Stop): GroupPast {
  const stopping = past.reads.filter(
    (one) => one.node === node && (one.stoppedAt === null || one.why === 'froze') && which(one.partition),
  );
  if (stopping.length === 0) return past;
  const reads = past.reads.map((one) =>
    stopping.includes(one) ? { ...one, stoppedAt: one.stoppedAt ?? at, why } : one,
  );
  const { rebalance } = past;
  if (rebalance === null || rebalance.endedAt !== null) return { ...past, reads };
  const moves = rebalance.moves.slice();
  for (const { partition, stoppedAt } of stopping) {
    const place = moves.findIndex((move) => move.partition === partition);
    const move = moves[place];
    const since = move?.stoppedAt ?? stoppedAt ?? at;
    if (move === undefined) moves.push({ partition, from: node, to: -1, stoppedAt: since, stopped: 0 });
    else moves[place] = { ...move, to: -1, stoppedAt: since };
  }
  return { ...past, reads, rebalance: { ...rebalance, moves } };
}

function begins(past: GroupPast, partitions: readonly PartitionId[], node: NodeId, at: Micros): GroupPast {
  if (partitions.length === 0) return past;
  const before = (partition: PartitionId): Reading | undefined => past.reads.find((one) => one.partition === partition);
  const reads = past.reads.filter((one) => !partitions.includes(one.partition));
  for (const partition of partitions) reads.push({ partition, node, stoppedAt: null, why: 'revoked' });
  reads.sort((one, other) => one.partition - other.partition);
  const { rebalance } = past;
  if (rebalance === null) return { ...past, reads };
  const moves = rebalance.moves.slice();
  for (const partition of partitions) {
    const place = moves.findIndex((move) => move.partition === partition);
    const move = moves[place];
    const was = before(partition);
    if (move !== undefined) moves[place] = { ...move, to: node, stoppedAt: null, stopped: stoodStill(move, at) };
    else {
      const stopped = was === undefined || was.stoppedAt === null ? 0 : at - was.stoppedAt;
      moves.push({ partition, from: was?.node ?? -1, to: node, stoppedAt: null, stopped });
    }
  }
  return { ...past, reads, rebalance: { ...rebalance, moves } };
}

/** A process goes on: what nobody has taken from it meanwhile is read again. */
function thaws(past: GroupPast, node: NodeId, at: Micros): GroupPast {
  const again = (one: Reading): boolean => one.node === node && one.stoppedAt !== null && one.why === 'froze';
  if (!past.reads.some(again)) return past;
  const { rebalance } = past;
  const back = past.reads.filter(again).map(({ partition }) => partition);
  const moves = rebalance?.moves.map((move) =>
    back.includes(move.partition) && move.stoppedAt !== null
      ? { ...move, to: node, stoppedAt: null, stopped: stoodStill(move, at) }
      : move,
  );
  return {
    ...past,
    reads: past.reads.map((one) => (again(one) ? { ...one, stoppedAt: null } : one)),
    rebalance: rebalance === null || moves === undefined ? rebalance : { ...rebalance, moves },
  };
}
