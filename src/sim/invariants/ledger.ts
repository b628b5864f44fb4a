import type { EpochEntry } from '../log/replica-log.ts';
import { brokerIdOf } from '../read/nodes.ts';
import { logOf } from '../read/replicas.ts';
import { partitionView } from '../read/partitions.ts';
import type { Seq, PartitionId, World } from '../world.ts';
import { agreesUpTo } from './epochs.ts';
import type { ReplicaChange, Sight } from './sight.ts';

/**
 * What may take committed records: an election from outside the ISR; power or disks lost by every in-sync replica; and what Kafka
 * does not prevent without eligible leader replicas (KIP-966): an in-sync replica that lost power or its disk comes back before the
 * others and leads.
 */
export type Explanation = 'unclean election' | 'power or disk' | 'came back without its records';

/** Committed records that are gone and may be: the trace says why. Offsets [from, to). */
export interface ExplainedLoss {
  readonly partition: PartitionId;
  readonly from: number;
  readonly to: number;
  readonly why: Explanation;
  readonly seq: Seq;
}

/** A leader whose log lacks committed records from `from` on, without an explanation. */
export interface Shortfall {
  readonly change: ReplicaChange;
  readonly from: number;
  readonly committed: number;
}

interface Ruled {
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
}

/** What is known of one partition. */
export interface Account {
  /** Everything below has been committed and is not known to be lost with an explanation. */
  committed: number;
  /** The highest watermark that a leader ever had, also one that was replaced a moment ago and does not know it. */
  everCommitted: number;
  /** In which epochs the committed records were written. */
  epochs: readonly EpochEntry[];
  /** The highest epoch in which a broker has begun to lead. */
  ledEpoch: number;
  /** Where its log ended when it was last seen. */
  ledEnd: number;
  /** The highest log start offset of a leader: what others still have below it need not match. */
  deletedBelow: number;
  /** The controller's word on leader epoch and ISR, oldest first; the last two are enough. */
  ruled: readonly Ruled[];
  /** The epoch of an election from outside the ISR; -1: none yet. */
  uncleanEpoch: number;
  /** An epoch in which a leader came back without its records: it writes other ones in the same epoch and place. -1: none. */
  rewrittenEpoch: number;
  /** The smallest offset that a broker has lost by power or disk since it last held everything committed. */
  readonly lostFrom: (number | undefined)[];
  /** Where its log ended before: until it ends there again, its leader may count what it had. */
  readonly lostUntil: (number | undefined)[];
}

const RULINGS = ['LeaderElected', 'PartitionOffline', 'IsrUpdated', 'IsrChanged'];

/** Keeps what several invariants need to know of a run: what is committed, what may be gone, and why. */
export class Ledger {
  readonly accounts: (Account | undefined)[] = [];
  readonly losses: ExplainedLoss[] = [];
  /** Leaders of this step that lack something. */
  shortfalls: readonly Shortfall[] = [];

  account(partition: PartitionId): Account {
    return (this.accounts[partition] ??= {
      committed: 0,
      everCommitted: 0,
      epochs: [],
      ledEpoch: -1,
      ledEnd: 0,
      deletedBelow: 0,
      ruled: [],
      uncleanEpoch: -1,
      rewrittenEpoch: -1,
      lostFrom: [],
      lostUntil: [],
    });
  }

  look(sight: Sight): void {
    const shortfalls: Shortfall[] = [];
    this.listen(sight);
    const hit = hitBrokers(sight);
    for (const change of sight.replicas) {
      const account = this.account(change.partition);
      const { after } = change;
      if (hit.includes(change.broker)) noteLoss(change, account);
      if (after === null) continue;
      const { log } = after;
      const lost = account.lostFrom[change.broker];
      const hasAll =
        log.logEndOffset >= (account.lostUntil[change.broker] ?? 0) &&
        agreesUpTo(log, account.epochs, account.committed, account.deletedBelow) >= account.committed;
      if (lost !== undefined && hasAll) account.lostFrom[change.broker] = undefined;
      if (after.role !== 'leader' || !change.running) continue;
      const isBack = change.before?.role !== 'leader' && after.leaderEpoch === account.ledEpoch;
      if (isBack && log.logEndOffset < account.ledEnd) account.rewrittenEpoch = after.leaderEpoch;
      if (after.leaderEpoch >= account.ledEpoch) {
        account.ledEnd = log.logEndOffset;
        account.deletedBelow = Math.max(account.deletedBelow, log.logStartOffset);
      }
      if (after.leaderEpoch > account.ledEpoch || isBack) {
        account.ledEpoch = after.leaderEpoch;
        const missing = this.begins(sight, change, account);
        if (missing !== null) shortfalls.push(missing);
      }
      account.everCommitted = Math.max(account.everCommitted, log.highWatermark);
      if (after.leaderEpoch === account.ledEpoch && log.highWatermark > account.committed) {
        account.committed = log.highWatermark;
        account.epochs = log.epochs;
      }
    }
    this.shortfalls = shortfalls;
  }

  /** Everything below `at` is all that is left of what was committed, and the trace says why. */
  explain(partition: PartitionId, at: number, why: Explanation, seq: Seq): void {
    const account = this.account(partition);
    this.losses.push({ partition, from: at, to: account.committed, why, seq });
    account.committed = at;
    account.epochs = account.epochs.filter((entry) => entry.startOffset < at);
  }

  /** The trace's own words: who was elected how, and what a crash took. */
  private listen(sight: Sight): void {
    for (const entry of sight.entries) {
      if (entry.type === 'LeaderElected' && entry.args.unclean) {
        this.account(entry.args.partition).uncleanEpoch = entry.args.leaderEpoch;
      }
      if (RULINGS.includes(entry.type)) this.rule(sight.after, (entry.args as { partition: PartitionId }).partition);
    }
  }

  private rule(world: World, partition: PartitionId): void {
    const account = this.account(partition);
    const { leaderEpoch, isr } = partitionView(world, partition);
    const last = account.ruled.at(-1);
    if (last?.leaderEpoch === leaderEpoch) account.ruled = [...account.ruled.slice(0, -1), { leaderEpoch, isr }];
    else account.ruled = [...account.ruled.slice(-1), { leaderEpoch, isr }];
  }

  /** A broker begins to lead: does it have what was committed? */
  private begins(sight: Sight, change: ReplicaChange, account: Account): Shortfall | null {
    const { after, partition } = change;
    if (after === null) return null;
    const { committed } = account;
    const from = agreesUpTo(after.log, account.epochs, committed, account.deletedBelow);
    if (from >= committed) return null;
    const seq = sight.entries[0]?.seq ?? sight.before.nextSeq;
    const why = this.explanation(sight.after, change.broker, partition, account, after.leaderEpoch);
    if (why === null) return { change, from, committed };
    this.explain(partition, from, why, seq);
    return null;
  }

  private explanation(
    world: World,
    broker: number,
    partition: PartitionId,
    account: Account,
    leaderEpoch: number,
  ): Explanation | null {
    if (account.uncleanEpoch > -1 && account.uncleanEpoch <= leaderEpoch) return 'unclean election';
    if (this.allLost(world, partition, account, leaderEpoch)) return 'power or disk';
    return (account.lostFrom[broker] ?? account.committed) < account.committed ? 'came back without its records' : null;
  }

  /** Has every member of the ISR from which the leader was chosen lost records by power or disk? */
  private allLost(world: World, partition: PartitionId, account: Account, leaderEpoch: number): boolean {
    const chosenFrom = account.ruled.filter((ruled) => ruled.leaderEpoch < leaderEpoch).at(-1)?.isr ?? [];
    return (
      chosenFrom.length > 0 &&
      chosenFrom.every((broker) => {
        const log = logOf(world, broker, partition);
        const holds =
          log !== null && agreesUpTo(log, account.epochs, account.committed, account.deletedBelow) >= account.committed;
        return !holds && (account.lostFrom[broker] ?? account.committed) < account.committed;
      })
    );
  }
}

/** Brokers that this step took power or disks from. */
function hitBrokers({ entries, after }: Sight): readonly number[] {
  const hit: number[] = [];
  for (const entry of entries) {
    if (entry.type === 'ProcessCrashed' && entry.args.kind !== 'process') hit.push(brokerIdOf(after, entry.node));
  }
  return hit;
}

function noteLoss({ broker, before, after }: ReplicaChange, { lostFrom, lostUntil }: Account): void {
  const left = after === null ? 0 : after.log.logEndOffset;
  if (before === null || left >= before.log.logEndOffset) return;
  lostFrom[broker] = Math.min(lostFrom[broker] ?? left, left);
  lostUntil[broker] = Math.max(lostUntil[broker] ?? 0, before.log.logEndOffset);
}
