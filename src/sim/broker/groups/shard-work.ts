import type { ErrorCode } from '../../protocol/errors.ts';
import type { GroupResponse } from '../../protocol/group.ts';
import type { Group } from '../../group/group.ts';
import type { CoordinatorRecord } from '../../group/records.ts';
import type { GroupSettings } from '../../group/settings.ts';
import type { AfterCommit, Asker, GroupWork } from '../../group/work.ts';
import type { Micros } from '../../time.ts';
import type { Turn } from '../../turn.ts';
import type { Seq } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import { cachedTopic } from '../metadata-cache.ts';
import { GROUP_COMMITS, GROUP_TIMERS } from '../timer-slots.ts';
import { entryOf, withEntry } from './entries.ts';
import { planExpiry } from './expiry.ts';
import { drawUuid } from './member-id.ts';
import type { GroupCoordinatorState, GroupEntry, OffsetChange, PendingWrite, Shard } from './state.ts';
import { withoutTimer, withTimer } from './timers.ts';
import { writeRecords } from './write.ts';

/**
 * A shard of the coordinator while it handles one stimulus. What it changes is kept apart and becomes the broker's with `finish`, once.
 * Lives for one turn only.
 */
export class ShardWork implements GroupWork {
  readonly turn: Turn;
  readonly settings: GroupSettings;
  readonly shard: number;
  readonly d: BrokerDraft;
  readonly context: Shard;
  groups: readonly GroupEntry[];
  pending: readonly PendingWrite[];
  private timersChanged = false;

  constructor(d: BrokerDraft, context: Shard) {
    this.d = d;
    this.turn = d.turn;
    this.settings = d.base.config.groups;
    this.shard = context.number;
    this.context = context;
    this.groups = d.base.groups.groups;
    this.pending = d.base.groups.pending;
  }

  partitionCount(topic: string): number {
    return cachedTopic(this.d.base.metadata, topic)?.partitions.length ?? 0;
  }

  group(groupId: string): Group | null {
    return entryOf(this.groups, groupId)?.group ?? null;
  }

  setGroup(group: Group): void {
    const entry = this.entry(group.groupId);
    if (entry.group !== group) this.keep({ ...entry, group });
  }

  dropGroup(groupId: string): void {
    const entry = entryOf(this.groups, groupId);
    if (entry === null) return;
    if (entry.timers.length > 0) this.timersChanged = true;
    this.keep({ ...entry, group: null, timers: [], nextAt: null });
  }

  hasOffsets(groupId: string): boolean {
    if ((entryOf(this.groups, groupId)?.offsets.length ?? 0) > 0) return true;
    const commits = (change: OffsetChange): boolean => change.groupId === groupId && change.committed !== null;
    return this.pending.some(({ offsets }) => offsets.some(commits));
  }

  append(records: readonly CoordinatorRecord[], after: readonly AfterCommit[]): ErrorCode {
    return writeRecords(this, records, after);
  }

  respond(to: Asker, response: GroupResponse): void {
    this.turn.respond(to.connection, response, this.d.latest);
  }

  schedule(groupId: string, name: string, at: Micros): void {
    const entry = this.entry(groupId);
    const next = withTimer(entry, name, at, this.turn.cause);
    if (next === entry) return;
    if (next.nextAt !== entry.nextAt) this.timersChanged = true;
    this.keep(next);
  }

  cancel(groupId: string, name: string): void {
    const entry = entryOf(this.groups, groupId);
    if (entry === null) return;
    const next = withoutTimer(entry, name);
    if (next === entry) return;
    if (next.nextAt !== entry.nextAt) this.timersChanged = true;
    this.keep(next);
  }

  scheduledAt(groupId: string, name: string): Micros | null {
    return entryOf(this.groups, groupId)?.timers.find((timer) => timer.name === name)?.at ?? null;
  }

  newMemberId(prefix: string): string {
    const uuid = drawUuid(this.turn);
    return prefix === '' ? uuid : `${prefix}-${uuid}`;
  }

  /** What there is of a group, or what it begins with. */
  entry(groupId: string): GroupEntry {
    const known = entryOf(this.groups, groupId);
    return known ?? { groupId, shard: this.shard, group: null, timers: [], nextAt: null, offsets: [] };
  }

  keep(entry: GroupEntry): void {
    this.groups = withEntry(this.groups, entry);
  }

  /** Makes what was changed the broker's, and sets its timers. */
  finish(): void {
    const before = this.d.base.groups;
    const { groups, pending } = this;
    if (groups === before.groups && pending === before.pending) return;
    this.d.set({ groups: { shards: before.shards, groups, pending } });
    if (before.groups.length === 0) planExpiry(this.d);
    if (this.timersChanged) armTimers(this.d);
    if (pending !== before.pending) armCommits(this.d);
    this.timersChanged = false;
  }
}

/** One timer of the broker stands for all of its groups': it is set for the first. */
export function armTimers(d: BrokerDraft): void {
  let first: Micros | null = null;
  for (const { nextAt } of d.base.groups.groups) {
    if (nextAt !== null && (first === null || nextAt < first)) first = nextAt;
  }
  arm(d, GROUP_TIMERS, first);
}

/** The first of those who wait for a commit has waited longest: all wait equally long. */
export function armCommits(d: BrokerDraft): void {
  const { pending } = d.base.groups;
  let first: Micros | null = null;
  for (let i = 0; i < pending.length && first === null; i++) first = (pending[i] as PendingWrite).deadline;
  arm(d, GROUP_COMMITS, first);
}

/** Sets a timer, for now at the earliest; null: clears it. */
export function arm(d: BrokerDraft, slot: number, at: Micros | null, cause?: Seq): void {
  if (at === null) d.turn.clearTimer(slot);
  else d.turn.setTimer(slot, Math.max(at, d.turn.now), cause);
}

/** The shard of this number; null: this broker does not lead it. */
export function shardOf(state: GroupCoordinatorState, number: number): Shard | null {
  for (const shard of state.shards) if (shard.number === number) return shard;
  return null;
}
