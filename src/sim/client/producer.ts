import type { CrashKind, Intervention } from '../intervention.ts';
import type { Behaviour, Stimulus, Turn } from '../turn.ts';
import { maintainMetadata, onWake, takeStimulus } from './network-client.ts';
import { peerOfNode } from './network/peers.ts';
import { presetOf } from './presets.ts';
import { abortIncomplete } from './producer/abort.ts';
import { PROGRAM_TIMER, wakeAt } from './network/work.ts';
import { onProduceLost, onProduceResponse } from './producer/complete.ts';
import { makeAllDue, makeDue, regroup } from './producer/destinations.ts';
import { drainAll } from './producer/drain.ts';
import { expireBatches } from './producer/expire.ts';
import { lostProducerIdRequest, maintainProducerId, onProducerId } from './producer/idempotence.ts';
import { forgotten, newProducerState, startAnew } from './producer/lifecycle.ts';
import { beginTick, continueSends, continueTick, failWaitingSends, resumeProgram } from './producer/program.ts';
import type { ProducerState } from './producer/state.ts';
import { openProducer, sealProducer, type ProducerWork } from './producer/work.ts';
import { layered } from './settings/parse.ts';

export { newProducerState };

/** A program with a producer (org.apache.kafka.clients.producer.KafkaProducer and its sender thread). */
export const producerBehaviour: Behaviour<ProducerState> = {
  handle(turn: Turn, state: ProducerState, stimulus: Stimulus): ProducerState {
    const work = openProducer(turn, state);
    react(work, stimulus);
    proceed(work);
    if (stimulus.type === 'timer') rearm(work);
    return sealProducer(work);
  },

  crash(state: ProducerState, _kind: CrashKind | 'clean'): ProducerState {
    return forgotten(state);
  },
};

function react(work: ProducerWork, stimulus: Stimulus): void {
  switch (stimulus.type) {
    case 'start':
      beginTick(work);
      return;
    case 'stop':
      work.state.closing = true;
      work.turn.clearTimer(PROGRAM_TIMER);
      failWaitingSends(work);
      if (presetOf(work.state.client, work.turn.setup.era).closesAtOnce) abortIncomplete(work);
      else makeAllDue(work);
      return;
    case 'timer':
      if (stimulus.slot === PROGRAM_TIMER) beginTick(work);
      else onWake(work.net);
      return;
    case 'intervention':
      intervened(work, stimulus.intervention);
      return;
    case 'connected':
    case 'disconnected':
    case 'response':
      answered(work, stimulus);
      return;
    case 'closed':
    case 'request':
    case 'notification':
      // A producer serves nobody, and nobody notifies it.
      return;
  }
}

function answered(
  work: ProducerWork,
  stimulus: Extract<Stimulus, { readonly type: 'connected' | 'disconnected' | 'response' }>,
): void {
  if (takeStimulus(work.net, stimulus) === 'metadata') regroup(work);
  if (stimulus.type === 'connected') return;
  if (stimulus.type === 'disconnected') {
    onProduceLost(work, stimulus);
    if (lostProducerIdRequest(work, stimulus)) onProducerId(work, null);
  } else if (stimulus.body.type === 'ProduceResponse' && stimulus.request.type === 'ProduceRequest') {
    onProduceResponse(work, stimulus.request, stimulus.body);
  } else if (stimulus.body.type === 'InitProducerIdResponse') {
    onProducerId(work, stimulus.body);
  }
  // The connection is usable, has room again, or is to be made again.
  const peer = peerOfNode(work.turn.setup, stimulus.peer);
  if (peer >= 0) makeDue(work, peer);
}

function intervened(work: ProducerWork, intervention: Intervention): void {
  const { state, turn } = work;
  switch (intervention.type) {
    case 'send':
      state.blocked = [
        ...state.blocked,
        ...intervention.records.map((record) => ({ record, since: -1, cause: turn.cause })),
      ];
      return;
    case 'flush':
      state.flushing = true;
      makeAllDue(work);
      return;
    case 'setProgram':
      state.program = intervention.program;
      state.programNext = 0;
      state.tickLeft = 0;
      state.programBlocked = null;
      turn.clearTimer(PROGRAM_TIMER);
      beginTick(work);
      return;
    case 'pause':
      state.paused = intervention.paused;
      if (state.paused) turn.clearTimer(PROGRAM_TIMER);
      else resumeProgram(work);
      return;
    case 'configureClient':
      state.reconfigure = layered(state.reconfigure ?? state.config, intervention.config);
      makeAllDue(work);
      return;
    default:
      // Everything else is for other kinds of nodes.
      return;
  }
}

/** Everything that can go on does: the program, the sender, the metadata. */
function proceed(work: ProducerWork): void {
  const { state } = work;
  const { expiresQueued } = state.settings;
  if (!expiresQueued) expireBatches(work);
  let used: number;
  do {
    if (!state.closing) {
      if (state.blocked.length > 0 && state.reconfigure === null) continueSends(work);
      if (state.tickLeft > 0) continueTick(work);
    }
    maintainProducerId(work);
    used = state.bufferUsed;
    drainAll(work);
    // There only what cannot leave is given up.
    if (expiresQueued) expireBatches(work);
    // With acks=0 sending frees memory at once, and a send() that waited for it goes on.
  } while (state.bufferUsed < used && (state.tickLeft > 0 || state.blocked.length > 0));
  if (state.incomplete === 0) settle(work);
  if (maintainMetadata(work.net)) regroup(work);
}

/** Nothing is left to be sent or answered: a flush() or close() is done, new settings can be taken. */
function settle(work: ProducerWork): void {
  const { state } = work;
  if (state.flushing && state.blocked.length === 0 && state.tickLeft === 0) {
    state.flushing = false;
    resumeProgram(work);
    maintainProducerId(work);
    drainAll(work);
  }
  if (state.closing) work.turn.exit();
  else if (state.reconfigure !== null && state.tickLeft === 0 && state.incomplete === 0) {
    startAnew(work);
    maintainProducerId(work);
  }
}

/** After a timer: whatever else waits for a time has to be waited for again. */
function rearm(work: ProducerWork): void {
  const { state, turn } = work;
  for (const { due } of state.destinations) if (due > turn.now) wakeIfEver(work, due);
  wakeIfEver(work, state.expiryCheck);
  if (state.programBlocked !== null) wakeIfEver(work, state.programBlocked + state.settings.maxBlock);
  const head = state.blocked[0];
  if (head !== undefined && head.since >= 0) wakeIfEver(work, head.since + state.settings.maxBlock);
}

function wakeIfEver({ turn }: ProducerWork, at: number): void {
  if (at < Number.MAX_SAFE_INTEGER) wakeAt(turn, at);
}
