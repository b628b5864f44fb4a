import { cachedTopic } from '../../broker/metadata-cache.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { DeleteTopicsRequest, DeleteTopicsResponse } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ZkOp, ZkResult } from '../../protocol/zookeeper.ts';
import { fromMs } from '../../time.ts';
import type { Turn } from '../../turn.ts';
import type { ConnectionId } from '../../world.ts';
import { deleteTopicPath } from '../../zookeeper/paths.ts';
import { isActive } from '../context.ts';
import { nextTaskId, startTask, type Progress } from './admin.ts';
import type { DeleteTopicsTask, TopicItem } from './task.ts';

/** Marks topics for deletion; the controller's watch sees it (KafkaApis.handleDeleteTopicsRequest, ZkAdminManager.deleteTopics). */
export function beginDeleteTopics(
  turn: Turn,
  broker: BrokerState,
  connection: ConnectionId,
  request: DeleteTopicsRequest,
): BrokerState {
  const refusal = !isActive(broker.controller)
    ? ('NOT_CONTROLLER' as const)
    : broker.config.deleteTopics
      ? null
      : ('TOPIC_DELETION_DISABLED' as const);
  const items = request.topicNames.map((name): TopicItem => {
    const unknown = cachedTopic(broker.metadata, name) === null;
    const error: ErrorCode = refusal ?? (unknown ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NONE');
    return { name, error, message: null, assignment: [], config: {} };
  });
  const task: DeleteTopicsTask = {
    kind: 'deleteTopics',
    id: nextTaskId(broker),
    connection,
    cause: turn.cause,
    deadline: turn.now + fromMs(Math.max(0, request.timeoutMs)),
    request,
    stage: 'marking',
    items,
  };
  const ops = items
    .filter(({ error }) => error === 'NONE')
    .map(({ name }): ZkOp => ({
      op: 'create',
      path: deleteTopicPath(name),
      data: null,
      ephemeral: false,
      sequential: false,
    }));
  return startTask(turn, broker, ops.length > 0 ? { task, ops } : { task: { ...task, stage: 'waiting' }, ops: null });
}

/** A topic that was marked before is on its way out already: that is as good. */
export function deleteTopicsAnswered(task: DeleteTopicsTask, results: readonly ZkResult[]): Progress {
  let at = -1;
  const items = task.items.map((item): TopicItem => {
    if (item.error !== 'NONE') return item;
    at += 1;
    const error = results[at]?.error;
    return error === 'Ok' || error === 'NodeExists' ? item : { ...item, error: 'UNKNOWN_SERVER_ERROR' };
  });
  return { task: { ...task, stage: 'waiting', items }, ops: null };
}

/** Has this broker heard that they are gone (DelayedDeleteTopics)? */
export function topicsAreGone(broker: BrokerState, items: readonly TopicItem[]): boolean {
  return items.every(({ name, error }) => error !== 'NONE' || cachedTopic(broker.metadata, name) === null);
}

export function answerDeleteTopics(turn: Turn, broker: BrokerState, task: DeleteTopicsTask): void {
  const responses = task.items.map(({ name, error }): DeleteTopicsResponse['responses'][number] => {
    const late = error === 'NONE' && cachedTopic(broker.metadata, name) !== null;
    return { name, errorCode: late ? 'REQUEST_TIMED_OUT' : error, errorMessage: null };
  });
  turn.respond(task.connection, { type: 'DeleteTopicsResponse', responses });
}
