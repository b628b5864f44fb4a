import { present } from '../../lib/assert.ts';
import type { BrokerState } from '../broker/state.ts';
import type { ZkOp, ZkResult } from '../protocol/zookeeper.ts';
import type { Turn } from '../turn.ts';
import type { Seq } from '../world.ts';
import { zkRequest } from '../zookeeper/requests.ts';
import { begin } from './begin.ts';
import type { ControllerEvent } from './events.ts';
import { perform } from './perform.ts';
import { newBatch, reopened } from './request-batch.ts';
import type { ControllerState, RunningEvent } from './state.ts';
import type { Step } from './steps.ts';
import { next, type Work } from './work.ts';

/*
 * The controller's single thread (kafka.controller.ControllerEventManager): one event at a time, in the order they came; while an
 * event waits for ZooKeeper, the others wait for it.
 */

/** Puts an event at the end of the queue; it starts at once when nothing is under way. */
export function enqueue(turn: Turn, broker: BrokerState, event: ControllerEvent, cause: Seq = turn.cause): BrokerState {
  const controller = present(broker.controller, 'a controller module must be there to take an event');
  const queued: BrokerState = {
    ...broker,
    controller: { ...controller, queue: [...controller.queue, { event, cause }] },
  };
  return controller.current === null ? runQueue(turn, queued) : queued;
}

/** ZooKeeper has answered the question numbered `asked`; an answer to a question since given up changes nothing. */
export function resume(turn: Turn, broker: BrokerState, asked: number, results: readonly ZkResult[]): BrokerState {
  const { controller } = broker;
  if (controller === null || controller.current === null || controller.asked !== asked) return broker;
  const { current } = controller;
  const work = workOf(turn, broker, controller, current.reason);
  work.steps = current.steps;
  work.batch = reopened(current.batch);
  work.outcomes = current.outcomes;
  perform(work, current.asking, results);
  const waiting = runSteps(work, current.event);
  return waiting ?? runQueue(turn, laidDown(work));
}

function workOf(turn: Turn, broker: BrokerState, controller: ControllerState, reason: Seq): Work {
  return {
    turn,
    broker,
    controller: { ...controller, current: null },
    steps: [],
    batch: newBatch(),
    outcomes: [],
    reason,
    moved: false,
  };
}

/** The broker's state with what the work has changed. */
function laidDown(work: Work): BrokerState {
  return { ...work.broker, controller: work.controller };
}

function runQueue(turn: Turn, broker: BrokerState): BrokerState {
  const { cause } = turn;
  let state = broker;
  for (;;) {
    const controller = present(state.controller, 'a controller module must be there to run its queue');
    const [queued, ...rest] = controller.queue;
    if (queued === undefined) return state;
    turn.cause = queued.cause;
    const work = workOf(turn, state, { ...controller, queue: rest }, queued.cause);
    begin(work, queued.event);
    const waiting = runSteps(work, queued.event);
    turn.cause = cause;
    if (waiting !== null) return waiting;
    state = laidDown(work);
  }
}

/** Takes steps until one has to wait. Returns the broker's state then; null when the event is over. */
function runSteps(work: Work, event: ControllerEvent): BrokerState | null {
  for (;;) {
    if (work.moved) giveUp(work);
    const [step, ...rest] = work.steps;
    if (step === undefined) return null;
    work.steps = rest;
    const ops = perform(work, step, null);
    if (ops === null) continue;
    if (ops.length > 0) return ask(work, event, step, ops);
    perform(work, step, []);
  }
}

/** Another controller has taken over: the event is dropped, and this broker looks who it is (KafkaController.maybeResign). */
function giveUp(work: Work): void {
  work.moved = false;
  work.steps = [];
  work.batch = newBatch();
  next(work, { do: 'readController' });
}

function ask(work: Work, event: ControllerEvent, asking: Step, ops: readonly ZkOp[]): BrokerState {
  const asked = work.controller.asked + 1;
  const current: RunningEvent = {
    event,
    reason: work.reason,
    asking,
    steps: work.steps,
    batch: work.batch,
    outcomes: work.outcomes,
  };
  work.controller = { ...work.controller, asked, current };
  return zkRequest(work.turn, laidDown(work), `controller:${asked}`, ops, false, work.reason);
}
