import { deleteOldSegments, deletionOrder, incrementLogStart, retentionDue } from '../../log/retention.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import { fromMs, SECOND, toMs, type Micros } from '../../time.ts';
import type { Seq } from '../../world.ts';
import type { BrokerDraft } from '../draft.ts';
import { withLog } from '../replica.ts';
import type { Replica } from '../state.ts';
import { RETENTION } from '../timer-slots.ts';
import { tellWatchers } from '../watch.ts';
import { LATEST, nextRun } from './state.ts';

/** How long after its start a broker first looks for old segments (LogManager.InitialTaskDelayMs). */
export const INITIAL_TASK_DELAY: Micros = 30 * SECOND;

/**
 * Plans the next check of retention for a log that was written to, unless one is planned that comes early enough. Checks come at
 * fixed times, 30 s after the start and every log.retention.check.interval.ms from then on, so that data outlives its time by up to
 * that much; those at which no log can have anything to delete are left out. Compacted logs are the cleaner's.
 */
export function planRetention(d: BrokerDraft, replica: Replica, log: ReplicaLog): void {
  const { turn } = d;
  const config = replica.topicConfig.log;
  const { startedAt } = d.base.storage;
  if (config.compacts || startedAt < 0) return;
  const due = retentionDue(log, config, toMs(turn.now));
  if (due === null || due > LATEST) return;
  const at = nextRun(startedAt + INITIAL_TASK_DELAY, d.base.config.retentionCheckInterval, turn.now, fromMs(due));
  const planned = turn.deadline(RETENTION);
  if (planned === null || planned > at) turn.setTimer(RETENTION, at);
}

/** Deletes what is too old or too much, of every log that is not compacted (LogManager.cleanupLogs). */
export function checkRetention(d: BrokerDraft): void {
  for (const id of d.base.hosted) {
    const replica = d.replica(id);
    if (replica === null || replica.topicConfig.log.compacts) continue;
    const left = deleteOld(d, replica);
    planRetention(d, left, left.log);
  }
}

/** Deletes old segments of one log. Kept already. */
export function deleteOld(d: BrokerDraft, replica: Replica): Replica {
  const limits = replica.topicConfig.log;
  const { log, deletions } = deleteOldSegments(replica.log, limits, toMs(d.turn.now), deletionOrder(d.turn.setup.era));
  if (deletions.length === 0) return replica;
  let seq: Seq = d.turn.cause;
  for (const { reason, segments, from, to } of deletions) {
    const { partition } = replica;
    seq = d.turn.emit('SegmentsDeleted', { partition, broker: d.base.brokerId, segments, from, to, reason });
  }
  const next = tellWatchers(d, withLog(replica, log), 'start', seq);
  d.setReplica(next);
  return next;
}

/**
 * Moves a replica's log start offset up: records were deleted, here or at the leader. Its readers learn it with their next answer.
 * @returns the replica; kept by the caller
 */
export function moveLogStart(d: BrokerDraft, replica: Replica, to: number, why: 'DeleteRecords' | 'leader'): Replica {
  const log = incrementLogStart(replica.log, to);
  if (log === replica.log) return replica;
  const { partition } = replica;
  const { logStartOffset: from } = replica.log;
  const seq = d.turn.emit('LogStartOffsetMoved', { partition, broker: d.base.brokerId, from, to, why });
  d.latest = seq;
  const moved = tellWatchers(d, withLog(replica, log), 'start', seq);
  planRetention(d, moved, log);
  return moved;
}
