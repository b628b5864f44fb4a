import { assert } from '../../../lib/assert.ts';
import { readBatches } from '../../log/read.ts';
import type { RecordBatch } from '../../protocol/record-batch.ts';
import type { Stimulus, Turn } from '../../turn.ts';
import type { MetadataRecord } from '../records.ts';
import { fetchAnswered } from './fetch-client.ts';
import { isMetadataFetch, receiveFetch } from './fetch-server.ts';
import { append } from './leader.ts';
import { dropParked, expireParked } from './parked.ts';
import { peerAnswered, peerAt, peerConnected, peerDisconnected } from './peers.ts';
import { beginQuorumTimeUp, poll, roleTimeUp } from './poll.ts';
import { beginAnswered, endAnswered, receiveBegin, receiveEnd } from './quorum-epoch.ts';
import { BEGIN_QUORUM_TIMER, isRaftSlot, PARKED_TIMER, ROLE_TIMER } from './slots.ts';
import { initialize } from './start.ts';
import type { RaftState } from './state.ts';
import { receiveVote, voteAnswered } from './votes.ts';
import { change, type RaftWork } from './work.ts';

export { crashRaft, newRaft } from './new-state.ts';

type Of<T extends Stimulus['type']> = Extract<Stimulus, { readonly type: T }>;

/*
 * A member of KRaft's quorum, as its process uses it (org.apache.kafka.raft.KafkaRaftClient). Whoever hosts it looks at the state
 * before and after: a higher highWatermark means newly committed batches, another role, epoch or leader a new active controller.
 */

/** The process starts: the role is what epoch, leader and vote on the disk make it. */
export function startRaft(turn: Turn, raft: RaftState): RaftState {
  const w = workOn(turn, raft);
  initialize(w);
  poll(w);
  return w.state;
}

/**
 * Its part in a stimulus.
 * @returns null when the stimulus is not for the quorum: not its connections, timers or requests
 */
export function handleRaft(turn: Turn, raft: RaftState, stimulus: Stimulus): RaftState | null {
  const w = workOn(turn, raft);
  if (!route(w, stimulus)) return null;
  poll(w);
  return w.state;
}

/**
 * Writes records to the log as one batch, all or nothing. Only the leader may.
 * @returns the offset of the last of them: they are committed when highWatermark is above it
 */
export function appendRecords(
  turn: Turn,
  raft: RaftState,
  records: readonly MetadataRecord[],
): { readonly raft: RaftState; readonly lastOffset: number } {
  const w = workOn(turn, raft);
  const lastOffset = append(w, records, null);
  return { raft: w.state, lastOffset };
}

/** The process is to end: a leader resigns and names its successors (EndQuorumEpoch); nobody stands for election any more. */
export function resignRaft(turn: Turn, raft: RaftState): RaftState {
  const w = workOn(turn, raft);
  change(w, { stopping: true });
  poll(w);
  return w.state;
}

/** May a process that is to end do so? A voter waits until another leads (KafkaRaftClient.maybeCompleteShutdown); at most 5 s. */
export function mayEnd({ stopping, isVoter, voters, leaderId, nodeId }: RaftState): boolean {
  if (!stopping) return false;
  return !isVoter || voters.length === 1 || (leaderId >= 0 && leaderId !== nodeId);
}

/** Is this member the leader of the quorum, as far as it knows? */
export function isQuorumLeader(raft: RaftState): boolean {
  return raft.role.value === 'Leader';
}

/** Batches from an offset on that are wholly below the high watermark. */
export function committedBatches(raft: RaftState, fromOffset: number): readonly RecordBatch[] {
  return readBatches(raft.log, fromOffset, raft.highWatermark, Number.MAX_SAFE_INTEGER, true).batches;
}

/** Batches from an offset on, whether committed or not: what the active controller sees. */
export function allBatches(raft: RaftState, fromOffset: number): readonly RecordBatch[] {
  return readBatches(raft.log, fromOffset, raft.log.logEndOffset, Number.MAX_SAFE_INTEGER, true).batches;
}

function workOn(turn: Turn, state: RaftState): RaftWork {
  return { turn, state, wakeAt: null };
}

/** False: not the quorum's. */
function route(w: RaftWork, stimulus: Stimulus): boolean {
  switch (stimulus.type) {
    case 'request':
      return receive(w, stimulus);
    case 'response':
      return answered(w, stimulus);
    case 'connected':
    case 'disconnected': {
      const peer = peerAt(w.state, stimulus.connection);
      if (peer === null) return false;
      if (stimulus.type === 'connected') peerConnected(w, peer);
      else peerDisconnected(w, peer);
      return true;
    }
    case 'closed':
      return dropParked(w, stimulus.connection);
    case 'timer':
      if (!isRaftSlot(stimulus.slot)) return false;
      if (stimulus.slot === ROLE_TIMER) roleTimeUp(w);
      else if (stimulus.slot === BEGIN_QUORUM_TIMER) beginQuorumTimeUp(w);
      else if (stimulus.slot === PARKED_TIMER) expireParked(w);
      return true;
    case 'start':
    case 'stop':
    case 'notification':
    case 'intervention':
      return false;
  }
}

function receive(w: RaftWork, { connection, body }: Of<'request'>): boolean {
  switch (body.type) {
    case 'VoteRequest':
      receiveVote(w, connection, body);
      return true;
    case 'BeginQuorumEpochRequest':
      receiveBegin(w, connection, body);
      return true;
    case 'EndQuorumEpochRequest':
      receiveEnd(w, connection, body);
      return true;
    case 'FetchRequest':
      if (!isMetadataFetch(body)) return false;
      receiveFetch(w, connection, body);
      return true;
    default:
      return false;
  }
}

function answered(w: RaftWork, { connection, body }: Of<'response'>): boolean {
  const peer = peerAt(w.state, connection);
  if (peer === null) return false;
  if (!peerAnswered(w, peer)) return true;
  if (body.type === 'VoteResponse') voteAnswered(w, peer.id, body);
  else if (body.type === 'BeginQuorumEpochResponse') beginAnswered(w, peer.id, body);
  else if (body.type === 'EndQuorumEpochResponse') endAnswered(w, peer.id, body);
  else {
    assert(body.type === 'FetchResponse', 'a voter answers what it was asked');
    fetchAnswered(w, peer.id, body);
  }
  return true;
}
