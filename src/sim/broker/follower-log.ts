import { appendAsFollower } from '../log/append.ts';
import { setHighWatermark } from '../log/high-watermark.ts';
import { truncateFullyAndStartAt, truncateTo } from '../log/truncate.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { RecordBatch } from '../protocol/record-batch.ts';
import { toMs } from '../time.ts';
import type { Seq } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { withLog } from './replica.ts';
import type { Replica } from './state.ts';
import { moveLogStart } from './storage/retention.ts';
import { noteWritten } from './storage/written.ts';
import { isInternal } from './topic-name.ts';
import { tellWatchers } from './watch.ts';

/**
 * Cuts a follower's log (Partition.truncateTo).
 * @returns the replica, which is kept already
 */
export function truncateReplica(d: BrokerDraft, replica: Replica, offset: number, cause: Seq): Replica {
  return keepCut(d, replica, truncateTo(replica.log, offset), cause);
}

/** Drops a follower's log, which goes on from an offset. Kept already. */
export function restartReplicaAt(d: BrokerDraft, replica: Replica, offset: number, cause: Seq): Replica {
  return keepCut(d, replica, truncateFullyAndStartAt(replica.log, offset), cause);
}

function keepCut(d: BrokerDraft, replica: Replica, log: ReplicaLog, cause: Seq): Replica {
  if (log === replica.log) return replica;
  let cut = withLog(replica, log);
  if (log.logEndOffset !== replica.log.logEndOffset) {
    const { partition, leaderEpoch } = replica;
    const { logEndOffset: from } = replica.log;
    const seq = d.turn.emit(
      'LogTruncated',
      { partition, broker: d.base.brokerId, from, to: log.logEndOffset, leaderEpoch },
      [cause],
    );
    cut = tellWatchers(d, cut, 'state', seq);
  }
  d.setReplica(cut);
  return cut;
}

/** What a fetched answer did to a follower's log. */
export interface Replicated {
  readonly replica: Replica;
  /** The entry that says that records arrived; null: none did. */
  readonly seq: Seq | null;
}

/**
 * Writes what the leader sent and takes over its high watermark, which is the one before this fetch was acknowledged: a follower
 * trails by one round; and its log start offset, for what was deleted there may not be read here
 * (ReplicaFetcherThread.processPartitionData).
 * @returns null when the records do not follow the log
 */
export function replicate(
  d: BrokerDraft,
  replica: Replica,
  records: readonly RecordBatch[],
  highWatermark: number,
  logStartOffset: number,
): Replicated | null {
  const { partition } = replica;
  const broker = d.base.brokerId;
  let { log } = replica;
  const first = records[0];
  if (first !== undefined && first.baseOffset < log.logEndOffset) {
    // The leader's log may start within a batch; an empty follower then takes the whole batch.
    const empty = log.logEndOffset === log.logStartOffset;
    if (!empty || first.lastOffset < log.logEndOffset) return null;
    log = truncateFullyAndStartAt(log, first.baseOffset);
  }
  const from = log.logEndOffset;
  if (records.length > 0) {
    const nowMs = toMs(d.turn.now);
    for (const batch of records) log = appendAsFollower(log, batch, replica.topicConfig.log, nowMs);
  }
  let seq: Seq | null = null;
  if (log.logEndOffset > from) {
    const { leader } = replica;
    d.turn.wroteToDisk();
    const args = { partition, broker, leader, from, to: log.logEndOffset };
    seq = d.turn.emit('RecordsReplicated', isInternal(d.turn, partition) ? { ...args, internal: true } : args);
    noteWritten(d, replica, log, seq);
  }
  const marked = setHighWatermark(log, highWatermark);
  let next = marked === replica.log ? replica : withLog(replica, marked);
  if (marked.highWatermark !== replica.log.highWatermark)
    next = tellWatchers(d, next, 'highWatermark', markMoved(d, replica, marked));
  // Never beyond what is committed here: a follower that lags deletes when it has caught up.
  if (logStartOffset > log.logStartOffset && logStartOffset <= marked.highWatermark)
    next = moveLogStart(d, next, logStartOffset, 'leader');
  if (next !== replica) d.setReplica(next);
  return { replica: next, seq };
}

/** A follower's high watermark may also fall: its leader began with an older one. That is no advance, and not said to be one. */
function markMoved(d: BrokerDraft, replica: Replica, log: ReplicaLog): Seq {
  const { partition } = replica;
  const { highWatermark: from } = replica.log;
  const { highWatermark: to } = log;
  if (to < from) return d.turn.cause;
  const args = { partition, broker: d.base.brokerId, role: 'follower', from, to } as const;
  return d.turn.emit('HighWatermarkAdvanced', isInternal(d.turn, partition) ? { ...args, internal: true } : args);
}
