import { appendAsFollower } from '../../log/append.ts';
import { flush } from '../../log/crash.ts';
import { setHighWatermark } from '../../log/high-watermark.ts';
import { truncateTo } from '../../log/truncate.ts';
import type { FetchPartitionResponse, FetchRequest, FetchResponse } from '../../protocol/client.ts';
import { commonAnswer } from './common.ts';
import { endOffsetForEpoch, lastFetchedEpoch } from './fetch-server.ts';
import { backOff } from './peers.ts';
import { MAX_FETCH_SIZE_BYTES, MAX_FETCH_WAIT_MS } from './settings.ts';
import { ROLE_TIMER } from './slots.ts';
import { CLUSTER_METADATA, type RaftState } from './state.ts';
import { change, nodeOfMember, type RaftWork } from './work.ts';

/* Followers and observers pull the log from the leader (KafkaRaftClient.handleFetchResponse). */

/** What follows the end of this log? */
export function fetchRequest({ nodeId, epoch, log }: Pick<RaftState, 'nodeId' | 'epoch' | 'log'>): FetchRequest {
  const partition = {
    partition: 0,
    currentLeaderEpoch: epoch,
    fetchOffset: log.logEndOffset,
    lastFetchedEpoch: lastFetchedEpoch(log),
    logStartOffset: log.logStartOffset,
    partitionMaxBytes: MAX_FETCH_SIZE_BYTES,
  };
  return {
    type: 'FetchRequest',
    replicaId: nodeId,
    maxWaitMs: MAX_FETCH_WAIT_MS,
    minBytes: 1,
    maxBytes: MAX_FETCH_SIZE_BYTES,
    isolationLevel: 'read_uncommitted',
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topic: CLUSTER_METADATA, partitions: [partition] }],
    forgottenTopicsData: [],
    rackId: '',
  };
}

/** The leader, or whoever was asked, has answered. */
export function fetchAnswered(w: RaftWork, from: number, answer: FetchResponse): void {
  const partition = answer.responses[0]?.partitions[0];
  if (partition === undefined || partition.currentLeader === null) return backOff(w, from);
  const outcome = commonAnswer(w, partition.errorCode, partition.currentLeader);
  if (outcome === 'failed') return backOff(w, from);
  if (outcome === 'handled') return;
  const { role, leaderId, settings } = w.state;
  if (partition.errorCode !== 'NONE' || role.value !== 'Follower' || leaderId !== from) return backOff(w, from);
  if (partition.divergingEpoch !== null) truncate(w, partition.divergingEpoch);
  else take(w, partition);
  change(w, { hasFetchedFromLeader: true });
  w.turn.setTimer(ROLE_TIMER, w.turn.now + settings.fetchTimeout);
}

/** The leader's log ends the epoch earlier, or does not have it: what it does not have goes (ReplicatedLog.truncateToEndOffset). */
function truncate(w: RaftWork, diverging: { readonly epoch: number; readonly endOffset: number }): void {
  const { log, highWatermark, leaderId } = w.state;
  const own = endOffsetForEpoch(log, diverging.epoch);
  const shared = own.epoch === diverging.epoch ? Math.min(own.endOffset, diverging.endOffset) : own.endOffset;
  const to = Math.min(diverging.epoch === 0 ? diverging.endOffset : shared, log.logEndOffset);
  const leader = nodeOfMember(w.turn.setup, leaderId);
  if (diverging.endOffset < highWatermark) {
    // "The leader requested truncation ... below the current high watermark" ends the raft thread, and so the process.
    w.turn.emit('QuorumFault', { highWatermark, to: diverging.endOffset, leader });
    w.turn.exit();
    return;
  }
  const from = log.logEndOffset;
  change(w, { log: truncateTo(log, to) });
  if (to < from) w.turn.cause = w.turn.emit('MetadataTruncated', { from, to, leader });
}

function take(w: RaftWork, { records, highWatermark }: FetchPartitionResponse): void {
  const { turn, state } = w;
  let { log } = state;
  const from = log.logEndOffset;
  for (const batch of records) log = appendAsFollower(log, batch);
  const to = log.logEndOffset;
  log = flush(log);
  const committed = Math.max(state.highWatermark, Math.min(to, highWatermark));
  log = setHighWatermark(log, committed);
  if (log !== state.log) change(w, { log, highWatermark: committed });
  if (to > from)
    turn.cause = turn.emit('MetadataReplicated', { from, to, leader: nodeOfMember(turn.setup, state.leaderId) });
  if (committed > state.highWatermark)
    turn.cause = turn.emit('MetadataCommitLearned', { from: state.highWatermark, to: committed });
}
