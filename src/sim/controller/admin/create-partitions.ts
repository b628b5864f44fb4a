import { present } from '../../../lib/assert.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { CreatePartitionsRequest } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ZkOp, ZkResult } from '../../protocol/zookeeper.ts';
import { fromMs } from '../../time.ts';
import type { Turn } from '../../turn.ts';
import type { ConnectionId } from '../../world.ts';
import { assignmentIn, reassignmentIn, topicData, topicIdIn } from '../../zookeeper/data.ts';
import { topicPath } from '../../zookeeper/paths.ts';
import { isActive, isDeleting } from '../context.ts';
import { placementRefusal, placeReplicas, type PlaceableBroker } from '../placement.ts';
import { nextTaskId, startTask, type Progress } from './admin.ts';
import type { CreatePartitionsTask, TopicItem } from './task.ts';
import { concluded, sound } from './waiting.ts';

type MorePartitions = CreatePartitionsRequest['topics'][number];

/**
 * Adds partitions to topics (ZkAdminManager.createPartitions); records stay in the partitions they are in. A topic that shall go gets none
 * (KafkaApis.handleCreatePartitionsRequest).
 */
export function beginCreatePartitions(
  turn: Turn,
  broker: BrokerState,
  connection: ConnectionId,
  request: CreatePartitionsRequest,
): BrokerState {
  const { controller } = broker;
  if (controller === null || !isActive(controller)) {
    const results = request.topics.map(({ name }) => ({
      name,
      errorCode: 'NOT_CONTROLLER' as const,
      errorMessage: null,
    }));
    turn.respond(connection, { type: 'CreatePartitionsResponse', results });
    return broker;
  }
  const items = request.topics.map(({ name }): TopicItem => {
    const twice = request.topics.filter((each) => each.name === name).length > 1;
    const isGoing = isDeleting(controller, name);
    const error = twice ? 'INVALID_REQUEST' : isGoing ? 'INVALID_TOPIC_EXCEPTION' : 'NONE';
    const message = twice ? 'is in the request more than once' : 'is queued for deletion';
    return { name, error, message: error === 'NONE' ? null : `topic ${name} ${message}`, assignment: [], config: {} };
  });
  const task: CreatePartitionsTask = {
    kind: 'createPartitions',
    id: nextTaskId(broker),
    connection,
    cause: turn.cause,
    deadline: turn.now + fromMs(Math.max(0, request.timeoutMs)),
    request,
    stage: 'reading',
    items,
  };
  const ops = sound(items).map(({ name }): ZkOp => ({ op: 'getData', path: topicPath(name), watch: false }));
  return startTask(turn, broker, ops.length > 0 ? { task, ops } : { task: { ...task, stage: 'waiting' }, ops: null });
}

/** The next step: what there is has been read, the larger assignment is written, the controller's watch sees it. */
export function createPartitionsAnswered(
  broker: BrokerState,
  task: CreatePartitionsTask,
  results: readonly ZkResult[],
): Progress {
  if (task.stage === 'reading') {
    const brokers = present(broker.controller, 'the controller').liveBrokers;
    const items = mapSound(task.items, results, (item, result) =>
      extended(brokers, item, wanted(task, item.name), result),
    );
    const asked = sound(task.items);
    const ops = sound(items).map(({ name, assignment }): ZkOp => {
      const read = results[asked.findIndex((item) => item.name === name)]?.data ?? null;
      return { op: 'setData', path: topicPath(name), data: topicData(topicIdIn(read), assignment), version: -1 };
    });
    return ops.length > 0
      ? { task: { ...task, stage: 'writing', items }, ops }
      : { task: { ...task, stage: 'waiting', items }, ops: null };
  }
  const items = mapSound(task.items, results, (item, result) =>
    result?.error === 'Ok'
      ? item
      : { ...item, error: 'UNKNOWN_SERVER_ERROR', message: `ZooKeeper answered ${result?.error ?? 'nothing'}` },
  );
  return { task: { ...task, stage: 'waiting', items }, ops: null };
}

/** Applies `change` to each item without an error, with its result. */
function mapSound(
  items: readonly TopicItem[],
  results: readonly ZkResult[],
  change: (item: TopicItem, result: ZkResult | undefined) => TopicItem,
): readonly TopicItem[] {
  let at = 0;
  return items.map((item) => (item.error === 'NONE' ? change(item, results[at++]) : item));
}

function wanted(task: CreatePartitionsTask, name: string): MorePartitions {
  return present(
    task.request.topics.find((topic) => topic.name === name),
    'the request of a topic',
  );
}

function extended(
  brokers: readonly PlaceableBroker[],
  item: TopicItem,
  more: MorePartitions,
  result: ZkResult | undefined,
): TopicItem {
  const failed = (error: ErrorCode, message: string): TopicItem => ({ ...item, error, message });
  const existing = assignmentIn(result?.data ?? null);
  const [first] = existing;
  if (result?.error !== 'Ok' || first === undefined)
    return failed('UNKNOWN_TOPIC_OR_PARTITION', `topic ${item.name} does not exist`);
  const moving = existing.some((_, at) => {
    const { adding, removing } = reassignmentIn(result.data, at);
    return adding.length + removing.length > 0;
  });
  if (moving) return failed('REASSIGNMENT_IN_PROGRESS', `topic ${item.name} has partitions that are being reassigned`);
  const added = more.count - existing.length;
  if (added < 0)
    return failed('INVALID_PARTITIONS', `topic ${item.name} has ${existing.length} partitions; it cannot have fewer`);
  if (added === 0) return failed('INVALID_PARTITIONS', `topic ${item.name} has ${existing.length} partitions already`);
  if (more.assignments !== null) {
    const given = more.assignments.map((assignment) => assignment.brokerIds);
    const wrong = assignmentRefusal(brokers, given, added, first.length);
    return wrong === null
      ? { ...item, assignment: [...existing, ...given] }
      : failed('INVALID_REPLICA_ASSIGNMENT', wrong);
  }
  const refusal = placementRefusal(brokers, added, first.length);
  if (refusal !== null) return failed(refusal.error, refusal.message);
  // Nothing is drawn: placement goes on from where partition 0 began (AdminZkClient.createNewPartitionsAssignment).
  const startIndex = Math.max(
    0,
    brokers.findIndex((broker) => broker.id >= (first[0] as number)),
  );
  const placed = placeReplicas({
    brokers,
    partitions: added,
    replicationFactor: first.length,
    startIndex,
    startReplicaShift: startIndex,
    startPartitionId: existing.length,
  });
  return { ...item, assignment: [...existing, ...placed] };
}

function assignmentRefusal(
  brokers: readonly PlaceableBroker[],
  given: readonly (readonly number[])[],
  added: number,
  factor: number,
): string | null {
  const unknown = given.flat().find((id) => !brokers.some((broker) => broker.id === id));
  if (unknown !== undefined) return `broker ${unknown} is not registered`;
  if (given.length !== added) return `assignment is for ${given.length} partitions; ${added} are to be added`;
  if (given.some((replicas) => replicas.some((id, at) => replicas.indexOf(id) !== at)))
    return 'broker must not have two replicas of a partition';
  return given.some((replicas) => replicas.length !== factor)
    ? `partitions of this topic have ${factor} replicas`
    : null;
}

export function answerCreatePartitions(turn: Turn, broker: BrokerState, task: CreatePartitionsTask): void {
  const results = concluded(broker, task.items, task.request.timeoutMs).map(({ name, error, message }) => ({
    name,
    errorCode: error,
    errorMessage: message,
  }));
  turn.respond(task.connection, { type: 'CreatePartitionsResponse', results });
}
