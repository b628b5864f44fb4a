import { cachedTopic } from '../../broker/metadata-cache.ts';
import type { BrokerState } from '../../broker/state.ts';
import type { CreateTopicsRequest } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { ZkOp, ZkResult } from '../../protocol/zookeeper.ts';
import { fromMs } from '../../time.ts';
import type { Turn } from '../../turn.ts';
import type { ConnectionId } from '../../world.ts';
import { configData, topicData } from '../../zookeeper/data.ts';
import { configPath, topicPath, TOPICS_PATH } from '../../zookeeper/paths.ts';
import { isActive } from '../context.ts';
import { placementRefusal, placeReplicas, type PlacementRefusal } from '../placement.ts';
import { nextTaskId, startTask, type Progress } from './admin.ts';
import { configRefusal } from './config-check.ts';
import type { CreateTopicsTask, TopicItem } from './task.ts';
import { collidesWith, topicNameRefusal } from './topic-names.ts';
import { concluded, sound } from './waiting.ts';

type NewTopic = CreateTopicsRequest['topics'][number];

/** Creates topics (ZkAdminManager.createTopics): checked here, written to ZooKeeper, made real by the controller, whose watch fires. */
export function beginCreateTopics(
  turn: Turn,
  broker: BrokerState,
  connection: ConnectionId,
  request: CreateTopicsRequest,
): BrokerState {
  if (!isActive(broker.controller)) {
    const topics = request.topics.map(({ name }) => ({
      name,
      errorCode: 'NOT_CONTROLLER' as const,
      errorMessage: null,
    }));
    turn.respond(connection, { type: 'CreateTopicsResponse', topics });
    return broker;
  }
  const items = request.topics.map((topic) => itemOf(turn, broker, request, topic));
  const task: CreateTopicsTask = {
    kind: 'createTopics',
    id: nextTaskId(broker),
    connection,
    cause: turn.cause,
    deadline: turn.now + fromMs(Math.max(0, request.timeoutMs)),
    request,
    stage: 'checking',
    items,
  };
  if (sound(items).length === 0) return startTask(turn, broker, { task: { ...task, stage: 'waiting' }, ops: null });
  return startTask(turn, broker, { task, ops: [{ op: 'getChildren', path: TOPICS_PATH, watch: false }] });
}

function itemOf(turn: Turn, broker: BrokerState, request: CreateTopicsRequest, topic: NewTopic): TopicItem {
  const { name } = topic;
  const config: Record<string, string> = {};
  for (const { name: setting, value } of topic.configs) if (value !== null) config[setting] = value;
  const failed = (error: ErrorCode, message: string): TopicItem => ({ name, error, message, assignment: [], config });
  if (request.topics.filter((each) => each.name === name).length > 1)
    return failed('INVALID_REQUEST', `topic ${name} is in the request more than once`);
  if (cachedTopic(broker.metadata, name) !== null)
    return failed('TOPIC_ALREADY_EXISTS', `topic ${name} is there already`);
  const unset = topic.configs.find((setting) => setting.value === null);
  if (unset !== undefined) return failed('INVALID_CONFIG', `setting ${unset.name} has no value`);
  const placed = topic.assignments.length > 0 ? givenAssignment(topic) : drawnAssignment(turn, broker, topic);
  if ('error' in placed) return failed(placed.error, placed.message);
  const unnamed = topicNameRefusal(name);
  if (unnamed !== null) return failed('INVALID_TOPIC_EXCEPTION', unnamed);
  const misset = configRefusal('topic', config, turn.setup.era);
  if (misset !== null) return failed('INVALID_CONFIG', misset);
  return { name, error: 'NONE', message: null, assignment: placed, config };
}

type Placed = readonly (readonly number[])[] | PlacementRefusal;

/** An assignment in the request wins, and excludes counts. Brokers in it need not be alive. */
function givenAssignment(topic: NewTopic): Placed {
  const { assignments } = topic;
  if (topic.numPartitions !== -1 || topic.replicationFactor !== -1)
    return { error: 'INVALID_REQUEST', message: 'counts and an assignment exclude each other' };
  const sorted = assignments.slice().sort((a, b) => a.partitionIndex - b.partitionIndex);
  const factor = sorted[0]?.brokerIds.length;
  if (sorted.some(({ brokerIds }) => brokerIds.length !== factor || brokerIds.length === 0)) {
    return { error: 'INVALID_REPLICA_ASSIGNMENT', message: 'partitions of a topic must have equally many replicas' };
  }
  if (sorted.some(({ brokerIds }) => brokerIds.some((id, at) => brokerIds.indexOf(id) !== at))) {
    return { error: 'INVALID_REPLICA_ASSIGNMENT', message: 'broker must not have two replicas of a partition' };
  }
  if (sorted.some(({ partitionIndex }, at) => partitionIndex !== at)) {
    return { error: 'INVALID_REPLICA_ASSIGNMENT', message: 'partitions must be numbered from 0 without gaps' };
  }
  return sorted.map(({ brokerIds }) => brokerIds);
}

/** Placed over the brokers that this broker knows to be alive, from a random start. */
function drawnAssignment(turn: Turn, broker: BrokerState, topic: NewTopic): Placed {
  const brokers = broker.metadata.liveBrokers.slice().sort((a, b) => a.id - b.id);
  const partitions = topic.numPartitions === -1 ? broker.config.numPartitions : topic.numPartitions;
  const replicationFactor =
    topic.replicationFactor === -1 ? broker.config.defaultReplicationFactor : topic.replicationFactor;
  const refusal = placementRefusal(brokers, partitions, replicationFactor);
  if (refusal !== null) return refusal;
  const startIndex = turn.draw(brokers.length);
  const startReplicaShift = turn.draw(brokers.length);
  return placeReplicas({ brokers, partitions, replicationFactor, startIndex, startReplicaShift, startPartitionId: 0 });
}

/** The next step of a creation: names are free, settings first, then the assignment, which the controller's watch sees. */
export function createTopicsAnswered(
  turn: Turn,
  _broker: BrokerState,
  task: CreateTopicsTask,
  results: readonly ZkResult[],
): Progress {
  switch (task.stage) {
    case 'checking': {
      const items = task.items.map((item) =>
        item.error === 'NONE' ? checkName(item, results[0]?.children ?? []) : item,
      );
      return ask({ ...task, items, stage: 'creatingConfigs' }, configCreations(items));
    }
    case 'creatingConfigs': {
      const there = sound(task.items).filter((_, at) => results[at]?.error === 'NodeExists');
      const ops = there.map((item): ZkOp => ({
        op: 'setData',
        path: configPath('topics', item.name),
        data: configData(item.config),
        version: -1,
      }));
      return ops.length > 0 ? { task: { ...task, stage: 'replacingConfigs' }, ops } : createAssignments(turn, task);
    }
    case 'replacingConfigs':
      return createAssignments(turn, task);
    case 'creatingTopics':
      return { task: { ...task, stage: 'waiting', items: withRefusals(task.items, results) }, ops: null };
    case 'waiting':
      return { task, ops: null };
  }
}

function ask(task: CreateTopicsTask, ops: readonly ZkOp[]): Progress {
  return ops.length === 0 ? { task: { ...task, stage: 'waiting' }, ops: null } : { task, ops };
}

function checkName(item: TopicItem, topics: readonly string[]): TopicItem {
  if (topics.includes(item.name))
    return { ...item, error: 'TOPIC_ALREADY_EXISTS', message: `topic ${item.name} is there already` };
  const other = topics.find((topic) => collidesWith(item.name, topic));
  return other === undefined
    ? item
    : {
        ...item,
        error: 'INVALID_TOPIC_EXCEPTION',
        message: `topic name ${item.name} is too like ${other}; metrics cannot tell '.' from '_'`,
      };
}

/** Kafka writes the settings even of a topic that has none; what an earlier topic of that name left is replaced. */
function configCreations(items: readonly TopicItem[]): readonly ZkOp[] {
  return sound(items).map(({ name, config }) => ({
    op: 'create',
    path: configPath('topics', name),
    data: configData(config),
    ephemeral: false,
    sequential: false,
  }));
}

function createAssignments(turn: Turn, task: CreateTopicsTask): Progress {
  const ops = sound(task.items).map(({ name, assignment }): ZkOp => ({
    op: 'create',
    path: topicPath(name),
    data: topicData(turn.newTopicId(name), assignment),
    ephemeral: false,
    sequential: false,
  }));
  return ask({ ...task, stage: 'creatingTopics' }, ops);
}

/** Somebody else may have created a topic of that name in between. */
function withRefusals(items: readonly TopicItem[], results: readonly ZkResult[]): readonly TopicItem[] {
  let at = -1;
  return items.map((item) => {
    if (item.error !== 'NONE') return item;
    at += 1;
    const error = results[at]?.error;
    if (error === 'Ok') return item;
    if (error === 'NodeExists')
      return { ...item, error: 'TOPIC_ALREADY_EXISTS', message: `topic ${item.name} is there already` };
    return { ...item, error: 'UNKNOWN_SERVER_ERROR', message: `ZooKeeper answered ${error ?? 'nothing'}` };
  });
}

export function answerCreateTopics(turn: Turn, broker: BrokerState, task: CreateTopicsTask): void {
  const topics = concluded(broker, task.items, task.request.timeoutMs).map(({ name, error, message }) => ({
    name,
    errorCode: error,
    errorMessage: message,
  }));
  turn.respond(task.connection, { type: 'CreateTopicsResponse', topics });
}
