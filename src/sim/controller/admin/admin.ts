import { present } from '../../../lib/assert.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { ZkOp, ZkResult } from '../../protocol/zookeeper.ts';
import type { Turn } from '../../turn.ts';
import { zkRequest } from '../../zookeeper/requests.ts';
import type { ControllerState } from '../state.ts';
import { CONTROLLER_SLOTS } from '../timers.ts';
import { alterConfigsAnswered, answerAlterConfigs } from './alter-configs.ts';
import { answerCreatePartitions, createPartitionsAnswered } from './create-partitions.ts';
import { answerCreateTopics, createTopicsAnswered } from './create-topics.ts';
import { answerDeleteTopics, deleteTopicsAnswered, topicsAreGone } from './delete-topics.ts';
import { answerElectLeaders, leadersAreKnown } from './elect-leaders.ts';
import type { AdminTask } from './task.ts';
import { topicsAreLed } from './waiting.ts';

/** What a task does after an answer: asks again, waits for the brokers' metadata, or is done. */
export type Progress =
  { readonly task: AdminTask; readonly ops: readonly ZkOp[] } | { readonly task: AdminTask; readonly ops: null };

function moduleOf(broker: BrokerState): ControllerState {
  return present(broker.controller, 'a controller module must be there for an admin request');
}

/** The next free number of a task. */
export function nextTaskId(broker: BrokerState): number {
  return moduleOf(broker).nextAdminTask;
}

/** Takes up a task and puts its first question to ZooKeeper; without one it waits, or is answered at once. */
export function startTask(turn: Turn, broker: BrokerState, progress: Progress): BrokerState {
  const controller = moduleOf(broker);
  const { task } = progress;
  const kept: BrokerState = {
    ...broker,
    controller: { ...controller, admin: [...controller.admin, task], nextAdminTask: task.id + 1 },
  };
  return proceed(turn, kept, progress);
}

function proceed(turn: Turn, broker: BrokerState, progress: Progress): BrokerState {
  const { task, ops } = progress;
  const controller = moduleOf(broker);
  const kept: BrokerState = {
    ...broker,
    controller: { ...controller, admin: controller.admin.map((each) => (each.id === task.id ? task : each)) },
  };
  if (ops !== null && ops.length > 0) return zkRequest(turn, kept, `admin:${task.id}`, ops, false, task.cause);
  return { ...kept, controller: settle(turn, kept, moduleOf(kept)) };
}

/** ZooKeeper has answered the task of that number; it may have been given up meanwhile. */
export function adminAnswered(turn: Turn, broker: BrokerState, id: number, results: readonly ZkResult[]): BrokerState {
  const task = broker.controller?.admin.find((each) => each.id === id);
  if (task === undefined) return broker;
  switch (task.kind) {
    case 'createTopics':
      return proceed(turn, broker, createTopicsAnswered(turn, broker, task, results));
    case 'createPartitions':
      return proceed(turn, broker, createPartitionsAnswered(broker, task, results));
    case 'deleteTopics':
      return proceed(turn, broker, deleteTopicsAnswered(task, results));
    case 'alterConfigs':
      return proceed(turn, broker, alterConfigsAnswered(turn, broker, task, results));
    case 'electLeaders':
      return broker;
  }
}

/**
 * Answers tasks that have what they waited for, and those whose time is up (the purgatories of ZkAdminManager and ReplicaManager).
 * Called when this broker's metadata has changed, and by the clock.
 */
export function settle(turn: Turn, broker: BrokerState, controller: ControllerState): ControllerState {
  if (controller.admin.length === 0) return controller;
  const left: AdminTask[] = [];
  let earliest: number | null = null;
  for (const task of controller.admin) {
    if (isWaiting(task) && (isSettled(broker, task) || task.deadline <= turn.now)) {
      answer(turn, broker, task);
      continue;
    }
    left.push(task);
    if (isWaiting(task) && (earliest === null || task.deadline < earliest)) earliest = task.deadline;
  }
  if (earliest === null) turn.clearTimer(CONTROLLER_SLOTS.purgatory);
  else turn.setTimer(CONTROLLER_SLOTS.purgatory, earliest);
  return left.length === controller.admin.length ? controller : { ...controller, admin: left };
}

function isWaiting(task: AdminTask): boolean {
  return task.stage === 'waiting' || task.stage === 'done';
}

function isSettled(broker: BrokerState, task: AdminTask): boolean {
  switch (task.kind) {
    case 'createTopics':
    case 'createPartitions':
      return topicsAreLed(broker, task.items);
    case 'deleteTopics':
      return topicsAreGone(broker, task.items);
    case 'alterConfigs':
      return true;
    case 'electLeaders':
      return leadersAreKnown(broker, task);
  }
}

function answer(turn: Turn, broker: BrokerState, task: AdminTask): void {
  switch (task.kind) {
    case 'createTopics':
      return answerCreateTopics(turn, broker, task);
    case 'createPartitions':
      return answerCreatePartitions(turn, broker, task);
    case 'deleteTopics':
      return answerDeleteTopics(turn, broker, task);
    case 'alterConfigs':
      return answerAlterConfigs(turn, task);
    case 'electLeaders':
      return answerElectLeaders(turn, broker, task);
  }
}

/** The session with ZooKeeper is over: tasks in the middle of their writes fail; what they have written stays. */
export function failAsking(turn: Turn, controller: ControllerState): ControllerState {
  const failed = controller.admin.filter((task) => !isWaiting(task));
  if (failed.length === 0) return controller;
  for (const task of failed) refuseAll(turn, task);
  return { ...controller, admin: controller.admin.filter(isWaiting) };
}

function refuseAll(turn: Turn, task: AdminTask): void {
  const error = { errorCode: 'UNKNOWN_SERVER_ERROR', errorMessage: 'session with ZooKeeper has expired' } as const;
  switch (task.kind) {
    case 'createTopics':
      return turn.respond(
        task.connection,
        { type: 'CreateTopicsResponse', topics: task.items.map(({ name }) => ({ name, ...error })) },
        task.cause,
      );
    case 'createPartitions':
      return turn.respond(
        task.connection,
        { type: 'CreatePartitionsResponse', results: task.items.map(({ name }) => ({ name, ...error })) },
        task.cause,
      );
    case 'deleteTopics':
      return turn.respond(
        task.connection,
        { type: 'DeleteTopicsResponse', responses: task.items.map(({ name }) => ({ name, ...error })) },
        task.cause,
      );
    case 'alterConfigs':
      return answerAlterConfigs(turn, {
        ...task,
        items: task.items.map((item) => ({ ...item, error: error.errorCode, message: error.errorMessage })),
      });
    case 'electLeaders':
      return;
  }
}
