import type { CrashKind, Intervention } from '../intervention.ts';
import type { Behaviour, Stimulus, Turn } from '../turn.ts';
import { followMetadata, wantTopics } from './consumer/assignment.ts';
import { sendFetches } from './consumer/fetch.ts';
import { endSession, onFetchResponse } from './consumer/fetched.ts';
import { bornConsumer, forgottenConsumer, newConsumerState } from './consumer/lifecycle.ts';
import { commitNow, subscribe } from './consumer/group/calls.ts';
import {
  losesCoordinator,
  onConnectionLost,
  onGroupResponse,
  proceedInGroup,
  settleInGroup,
  stopProgram,
} from './consumer/group/group.ts';
import { startedGroupState } from './consumer/group/new-state.ts';
import { chunkDone } from './consumer/group/program.ts';
import { BACKGROUND_TIMER, inPoll } from './consumer/group/work.ts';
import { leaveSource } from './consumer/preferred-replica.ts';
import { pollAll } from './consumer/poll.ts';
import { onListOffsets } from './consumer/reset.ts';
import { seek } from './consumer/seek.ts';
import { onPositionRequestsLost, settlePositions } from './consumer/settle.ts';
import type { ConsumerState } from './consumer/state.ts';
import { onOffsetForLeaderEpoch } from './consumer/validate.ts';
import { openConsumer, sealConsumer, type ConsumerWork } from './consumer/work.ts';
import { maintainMetadata, onWake, takeStimulus } from './network-client.ts';
import { peerOfNode } from './network/peers.ts';
import { PROGRAM_TIMER } from './network/work.ts';
import { layered } from './settings/parse.ts';

export { newConsumerState };

/** A program with a consumer (org.apache.kafka.clients.consumer.KafkaConsumer): by itself, or as a member of a group. */
export const consumerBehaviour: Behaviour<ConsumerState> = {
  handle(turn: Turn, state: ConsumerState, stimulus: Stimulus): ConsumerState {
    const work = openConsumer(turn, state);
    if (stimulus.type === 'stop' && state.group === null) {
      // close(): without a group there is nothing to commit and nobody to tell.
      turn.exit();
      return state;
    }
    react(work, stimulus);
    proceed(work);
    return sealConsumer(work);
  },

  crash(state: ConsumerState, _kind: CrashKind | 'clean'): ConsumerState {
    return forgottenConsumer(state);
  },
};

function react(work: ConsumerWork, stimulus: Stimulus): void {
  switch (stimulus.type) {
    case 'start':
      work.state.failed = null;
      if (work.state.group !== null) work.state.group = startedGroupState(work.state.group, work.turn.now);
      wantTopics(work);
      return;
    case 'timer':
      if (stimulus.slot === PROGRAM_TIMER) {
        if (work.state.group !== null) chunkDone(work);
      } else onWake(work.net);
      return;
    case 'intervention':
      intervened(work, stimulus.intervention);
      return;
    case 'connected':
    case 'disconnected':
    case 'response':
      answered(work, stimulus);
      return;
    case 'stop':
      stopProgram(work, null);
      return;
    case 'closed':
    case 'request':
    case 'notification':
      return;
  }
}

function answered(
  work: ConsumerWork,
  stimulus: Extract<Stimulus, { readonly type: 'connected' | 'disconnected' | 'response' }>,
): void {
  const coordinators = stimulus.type === 'disconnected' && losesCoordinator(work, stimulus);
  if (takeStimulus(work.net, stimulus) !== 'own') return;
  const peer = peerOfNode(work.turn.setup, stimulus.peer);
  if (stimulus.type === 'disconnected') {
    if (stimulus.inFlight.some(({ body }) => body.type === 'FetchRequest') || isGone(work, peer)) {
      endSession(work, peer);
      leaveSource(work, peer);
    }
    onPositionRequestsLost(work, stimulus);
    if (work.state.group !== null) onConnectionLost(work, stimulus, coordinators);
  } else if (stimulus.type === 'response') {
    const { request, body } = stimulus;
    if (body.type === 'FetchResponse') onFetchResponse(work, peer, body);
    else if (body.type === 'ListOffsetsResponse' && request.type === 'ListOffsetsRequest')
      onListOffsets(work, request, body);
    else if (body.type === 'OffsetForLeaderEpochResponse' && request.type === 'OffsetForLeaderEpochRequest') {
      onOffsetForLeaderEpoch(work, request, body);
    } else if (work.state.group !== null) onGroupResponse(work, stimulus);
  }
}

/** A session lives as long as its connection; a bootstrap connection has none. */
function isGone({ net, state }: ConsumerWork, peer: number): boolean {
  return state.sources[peer]?.sessionId !== 0 && net.state.channels[peer]?.status === 'disconnected';
}

function intervened(work: ConsumerWork, intervention: Intervention): void {
  const { state } = work;
  switch (intervention.type) {
    case 'seek':
      seek(work, intervention.topic, intervention.partition, intervention.to);
      return;
    case 'pause':
      state.paused = intervention.paused;
      return;
    case 'subscribe':
      if (state.group !== null) subscribe(work, intervention.topics);
      return;
    case 'commit':
      if (state.group !== null) commitNow(work, intervention.offsets);
      return;
    case 'setProcessing':
      state.processing = intervention.processing;
      return;
    case 'configureClient':
      // A member leaves its group first.
      if (state.group !== null) stopProgram(work, layered(state.config, intervention.config));
      else restart(work, layered(state.config, intervention.config));
      return;
    default:
      // Everything else is for other kinds of nodes.
      return;
  }
}

/** New settings: the program closes its consumer and makes a new one, which remembers nothing. */
function restart(work: ConsumerWork, config: ConsumerState['config']): void {
  const { state, net, turn } = work;
  for (const { connection } of net.state.channels) if (connection !== null) turn.close(connection);
  const { name, client, topics, assign, atStart, processing, paused, group } = state;
  const commit = group?.program.commit;
  const effect = group?.program.effect ?? null;
  const given = { name, client, topics, assign, atStart, processing, config, commit, effect };
  const born = bornConsumer(turn.setup, given);
  Object.assign(state, born, { paused });
  Object.assign(net.state, born.network);
  net.channelsOwned = true;
  work.assignedOwned = true;
  work.sourcesOwned = true;
  turn.clearTimer(PROGRAM_TIMER);
  turn.clearTimer(BACKGROUND_TIMER);
  if (state.group !== null) state.group = startedGroupState(state.group, turn.now);
  work.reborn = false;
  wantTopics(work);
}

/** Everything that can go on does. While the program works on records its thread is not in poll(): nothing is sent but metadata requests. */
function proceed(work: ConsumerWork): void {
  const { state, net, turn } = work;
  if (net.state.metadata.version !== state.metadataVersion) followMetadata(work);
  do {
    work.commitSettled = false;
    const reach = state.group === null ? 'all' : proceedInGroup(work);
    if (reach !== 'nothing' && inPoll(work)) {
      pollAll(work);
      if (reach === 'all') settlePositions(work);
      sendFetches(work);
    }
    if (state.group !== null) settleInGroup(work);
  } while (work.commitSettled && state.failed === null);
  if (work.reborn && state.failed === null) restart(work, state.group?.next ?? state.config);
  if (state.failed !== null) {
    turn.exit();
    return;
  }
  maintainMetadata(net);
}
