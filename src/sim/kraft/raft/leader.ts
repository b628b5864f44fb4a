import { assert } from '../../../lib/assert.ts';
import { appendAsLeader } from '../../log/append.ts';
import { flush } from '../../log/crash.ts';
import { raiseHighWatermark } from '../../log/high-watermark.ts';
import { NO_PRODUCER_ID } from '../../log/producer-state.ts';
import { recordBatchSize } from '../../log/record-size.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import { toMs } from '../../time.ts';
import { encodeRecord } from '../codec.ts';
import type { MetadataRecord } from '../records.ts';
import { completeParked } from './parked.ts';
import { checkQuorumTimeout, MAX_FETCH_SIZE_BYTES } from './settings.ts';
import { ROLE_TIMER } from './slots.ts';
import type { Leading, RaftFollower, RaftState } from './state.ts';
import { change, majority, type RaftWork } from './work.ts';
import { isOff } from '../../safety.ts';

/*
 * The leader's part (LeaderState, KafkaRaftClient.pollLeader). KafkaRaftClient lets writes wait for controller.quorum.append.linger.ms
 * so that they share a flush; here they are written at once.
 */

/** A new leader writes who leads: only with a record of its own epoch may it commit what it found. */
export function startEpoch(w: RaftWork): void {
  const { log, voters, nodeId } = w.state;
  const leading: Leading = {
    epochStartOffset: log.logEndOffset,
    highWatermark: -1,
    followers: [],
    untold: [],
    fetchedVoters: [],
  };
  change(w, { leading });
  append(w, [{ type: 'LeaderChange', leaderId: nodeId, voters }], 'LEADER_CHANGE');
}

/** Writes records as one batch, all or nothing; whoever waits for news gets it. Returns the last one's offset. */
export function append(w: RaftWork, records: readonly MetadataRecord[], control: RecordBatch['control']): number {
  const { turn, state } = w;
  assert(state.leading !== null && records.length > 0, 'only a leader writes to the metadata log');
  const timestamp = toMs(turn.now);
  const encoded = records.map((record) => encodeRecord(record, timestamp));
  const batch: RecordBatch = {
    baseOffset: 0,
    lastOffset: records.length - 1,
    partitionLeaderEpoch: state.epoch,
    producerId: NO_PRODUCER_ID,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    control,
    maxTimestamp: timestamp,
    sizeInBytes: recordBatchSize(encoded),
    records: encoded,
    offsets: null,
    origin: null,
  };
  const appended = appendAsLeader(state.log, batch, state.epoch, MAX_FETCH_SIZE_BYTES);
  assert(appended.outcome === 'appended', 'a metadata batch must fit into the log');
  change(w, { log: flush(appended.log) });
  const types = records.map((record) => record.type).filter((type, at, all) => all.indexOf(type) === at);
  const { from, to } = appended;
  turn.cause = turn.emit('MetadataAppended', { from, to, epoch: state.epoch, types });
  advance(w);
  completeParked(w);
  return to - 1;
}

/** A fetch of a follower or an observer says how far its log goes (LeaderState.updateReplicaState). */
export function fetched(w: RaftWork, id: number, offset: number): void {
  const { leading, log, voters, settings } = w.state;
  if (leading === null) return;
  const { now } = w.turn;
  const known = leading.followers.find((follower) => follower.id === id);
  const follower: RaftFollower = {
    id,
    endOffset: offset,
    lastFetchTime: now,
    lastCaughtUpTime: caughtUpTime(known, offset, log.logEndOffset, now),
    lastFetchLeaderEndOffset: log.logEndOffset,
  };
  const followers =
    known === undefined
      ? [...leading.followers, follower]
      : leading.followers.map((other) => (other.id === id ? follower : other));
  if (!voters.includes(id)) return change(w, { leading: { ...leading, followers } });
  let fetchedVoters = leading.fetchedVoters.includes(id) ? leading.fetchedVoters : [...leading.fetchedVoters, id];
  if (fetchedVoters.length >= majority(voters.length) - 1) {
    fetchedVoters = [];
    w.turn.setTimer(ROLE_TIMER, now + checkQuorumTimeout(settings));
  }
  change(w, { leading: { ...leading, followers, fetchedVoters } });
  advance(w);
}

function caughtUpTime(known: RaftFollower | undefined, offset: number, end: number, now: number): number {
  if (offset >= end) return now;
  if (known === undefined) return -1;
  const caughtUp = known.lastFetchLeaderEndOffset > 0 && offset >= known.lastFetchLeaderEndOffset;
  return caughtUp ? Math.max(known.lastCaughtUpTime, known.lastFetchTime) : known.lastCaughtUpTime;
}

/**
 * The high watermark is the largest offset that a majority of the voters has, the leader among them, once that lies in the
 * leader's own epoch (LeaderState.maybeUpdateHighWatermark).
 */
function advance(w: RaftWork): void {
  const { state, turn } = w;
  const { leading } = state;
  if (leading === null) return;
  const to = isOff(turn.setup, 'majorityCommits') ? state.log.logEndOffset : majorityEndOffset(state, leading);
  if (to <= leading.epochStartOffset || to <= leading.highWatermark) return;
  const from = state.highWatermark;
  const highWatermark = Math.max(to, from);
  change(w, {
    leading: { ...leading, highWatermark: to },
    highWatermark,
    log: raiseHighWatermark(state.log, highWatermark),
  });
  if (highWatermark > from) turn.emit('MetadataCommitted', { from, to: highWatermark, epoch: state.epoch });
}

function majorityEndOffset({ voters, nodeId, log }: RaftState, { followers }: Leading): number {
  const ends = voters.map((id) =>
    id === nodeId ? log.logEndOffset : (followers.find((follower) => follower.id === id)?.endOffset ?? -1),
  );
  ends.sort((a, b) => b - a);
  return ends[majority(voters.length) - 1] ?? -1;
}
