import { isNewCoordinator } from '../../group/classic/era.ts';
import { classicCommitted, classicNotCommitted } from '../../group/classic/index.ts';
import type { AfterCommit } from '../../group/work.ts';
import type { PartitionId, Seq } from '../../world.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { BrokerDraft } from '../draft.ts';
import { isSafe } from '../parked-produce.ts';
import type { Replica } from '../state.ts';
import { withOffset } from './entries.ts';
import { failed } from './error-answer.ts';
import { armCommits, ShardWork, shardOf } from './shard-work.ts';
import type { OffsetChange, PendingWrite, Shard } from './state.ts';
import { toldOfWrite } from './write-errors.ts';

/**
 * The high watermark of a shard's partition has risen: what lies below is committed, and what waited for it happens, in order. Where too
 * few replicas are in sync by now, the coordinator up to 3.9 takes it for failed all the same, because it appends as a producer with
 * acks=all does (before 3.7 the high watermark rises even then).
 */
export function committedUpTo(d: BrokerDraft, shard: Shard, replica: Replica, cause: Seq): void {
  const { highWatermark } = replica.log;
  const due: PendingWrite[] = [];
  const rest: PendingWrite[] = [];
  for (const write of d.base.groups.pending) {
    (write.shard === shard.number && write.requiredOffset <= highWatermark ? due : rest).push(write);
  }
  if (due.length === 0) return;
  const { turn } = d;
  const { cause: before } = turn;
  const work = new ShardWork(d, shard);
  work.pending = rest;
  turn.cause = cause;
  d.latest = cause;
  const fails = !isNewCoordinator(turn.setup) && !isSafe(d, replica);
  for (const write of due) {
    // Who waited too long has had an answer.
    if (fails && write.deadline !== null) notCommitted(work, write, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND');
    else {
      commitOffsets(work, write.offsets);
      tell(work, write.offsets, cause);
      carryOut(work, write.after);
    }
  }
  work.finish();
  turn.cause = before;
}

/** From here on OffsetFetch tells these offsets. */
export function commitOffsets(work: ShardWork, changes: readonly OffsetChange[]): void {
  for (const change of changes) {
    const entry = work.entry(change.groupId);
    const offsets = withOffset(entry.offsets, change);
    if (offsets !== entry.offsets) work.keep({ ...entry, offsets });
  }
}

/** Says what a group has committed; one write holds the offsets of one group. */
function tell(work: ShardWork, changes: readonly OffsetChange[], cause: Seq): void {
  const partitions: PartitionId[] = [];
  const offsets: number[] = [];
  for (const { topic, partition, committed } of changes) {
    if (committed === null) continue;
    partitions.push(work.turn.partitionId(topic, partition));
    offsets.push(committed.offset);
  }
  const { groupId: group } = changes[0] ?? { groupId: '' };
  if (partitions.length === 0) return;
  work.d.latest = work.turn.emit('OffsetsCommitted', { group, partitions, offsets }, [cause]);
}

export function carryOut(work: ShardWork, after: readonly AfterCommit[]): void {
  for (const one of after) {
    if (one.type === 'respond') work.respond(one.to, one.response);
    else classicCommitted(work, one);
  }
}

/** Who waits for a write is told, in a coordinator's words, why it does not count. */
function notCommitted(work: ShardWork, { offsets, after }: PendingWrite, why: ErrorCode): void {
  const error = toldOfWrite(work.turn.setup, why, offsets.length > 0 ? 'offsets' : 'group');
  for (const one of after) {
    if (one.type === 'respond') work.respond(one.to, failed(one.response, error));
    else classicNotCommitted(work, one, error);
  }
}

/**
 * Those who have waited offsets.commit.timeout.ms are told so (REQUEST_TIMED_OUT, translated). Their records are in the log all the
 * same, and may be committed later. The coordinator up to 3.9 has given such offsets up by then (GroupMetadata.failPendingOffsetWrite), and
 * tells them only after it has read the log again.
 */
export function commitsTimedOut(d: BrokerDraft): void {
  const { now, setup } = d.turn;
  for (;;) {
    const { pending } = d.base.groups;
    const at = pending.findIndex(({ deadline }) => deadline !== null && deadline <= now);
    const late = pending[at];
    if (late === undefined) break;
    const next = pending.slice();
    next[at] = { ...late, deadline: null, after: [], offsets: isNewCoordinator(setup) ? late.offsets : [] };
    d.set({ groups: { ...d.base.groups, pending: next } });
    const shard = shardOf(d.base.groups, late.shard);
    if (shard === null) continue;
    const work = new ShardWork(d, shard);
    notCommitted(work, late, 'REQUEST_TIMED_OUT');
    work.finish();
  }
  armCommits(d);
}
