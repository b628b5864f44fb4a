import { configRefusal } from '../../controller/admin/config-check.ts';
import { collidesWith, topicNameRefusal } from '../../controller/admin/topic-names.ts';
import type { CreateTopicsRequest, CreateTopicsResponse } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Turn } from '../../turn.ts';
import { topicIn } from '../image/lookups.ts';
import { CLUSTER_METADATA } from '../raft/state.ts';
import type { MetadataRecord } from '../records.ts';
import type { Decision } from './decision.ts';
import { assignmentRefusal, liveReplicasRefusal, newPartition, place, type Placed, type Refusal } from './placement.ts';

type NewTopic = CreateTopicsRequest['topics'][number];

/** Creates topics, all in one batch (ReplicationControlManager.createTopics): checked, placed, written. */
export function createTopics(turn: Turn, decision: Decision, request: CreateTopicsRequest): CreateTopicsResponse {
  const topics = request.topics.map((topic) => {
    const twice = request.topics.filter(({ name }) => name === topic.name).length > 1;
    const records = twice
      ? refused('INVALID_REQUEST', `topic ${topic.name} is in the request more than once`)
      : recordsOf(turn, decision, topic);
    if ('error' in records) return { name: topic.name, errorCode: records.error, errorMessage: records.message };
    decision.records.push(...records);
    return { name: topic.name, errorCode: 'NONE' as const, errorMessage: null };
  });
  return { type: 'CreateTopicsResponse', topics };
}

function refused(error: ErrorCode, message: string): Refusal {
  return { error, message };
}

/** The topic, its settings, its partitions, in this order. */
function recordsOf(turn: Turn, decision: Decision, topic: NewTopic): readonly MetadataRecord[] | Refusal {
  const { name, configs } = topic;
  const misnamed = nameRefusal(decision, name);
  if (misnamed !== null) return misnamed;
  const unset = configs.find((setting) => setting.value === null);
  if (unset !== undefined) return refused('INVALID_CONFIG', `setting ${unset.name} has no value`);
  const settings = configs.map((setting) => [setting.name, setting.value ?? ''] as const);
  const misset = configRefusal('topic', Object.fromEntries(settings), turn.setup.era);
  if (misset !== null) return refused('INVALID_CONFIG', misset);
  const placed = topic.assignments.length > 0 ? given(decision, topic) : drawn(turn, decision, topic);
  if ('error' in placed) return placed;
  return [
    { type: 'TopicRecord', name, topicId: turn.newTopicId(name) },
    ...settings.map(([setting, value]) => ({
      type: 'ConfigRecord' as const,
      resourceType: 'TOPIC' as const,
      resourceName: name,
      name: setting,
      value,
    })),
    ...placed.map((replicas, number) => newPartition(decision, name, number, replicas)),
  ];
}

function nameRefusal({ image }: Decision, name: string): Refusal | null {
  const unnamed = topicNameRefusal(name);
  if (unnamed !== null) return refused('INVALID_TOPIC_EXCEPTION', unnamed);
  if (name === CLUSTER_METADATA) return refused('TOPIC_AUTHORIZATION_FAILED', `topic ${name} is the controllers' own`);
  if (topicIn(image, name) !== null) return refused('TOPIC_ALREADY_EXISTS', `topic ${name} is there already`);
  const other = /[._]/.test(name) ? image.topics.find((topic) => collidesWith(name, topic.name)) : undefined;
  return other === undefined
    ? null
    : refused(
        'INVALID_TOPIC_EXCEPTION',
        `topic name ${name} is too like ${other.name}; metrics cannot tell '.' from '_'`,
      );
}

/** An assignment in the request wins, and excludes counts. */
function given(decision: Decision, { assignments, numPartitions, replicationFactor }: NewTopic): Placed {
  if (numPartitions !== -1 || replicationFactor !== -1)
    return refused('INVALID_REQUEST', 'counts and an assignment exclude each other');
  const sorted = assignments.slice().sort((a, b) => a.partitionIndex - b.partitionIndex);
  const factor = sorted[0]?.brokerIds.length ?? null;
  for (const { partitionIndex, brokerIds } of sorted) {
    const refusal =
      assignmentRefusal(decision, brokerIds, factor) ?? liveReplicasRefusal(decision, brokerIds, partitionIndex);
    if (refusal !== null) return refusal;
  }
  if (sorted.some(({ partitionIndex }, at) => partitionIndex !== at))
    return refused('INVALID_REPLICA_ASSIGNMENT', 'partitions must be numbered from 0 without gaps');
  return sorted.map(({ brokerIds }) => brokerIds);
}

function drawn(turn: Turn, decision: Decision, { numPartitions, replicationFactor }: NewTopic): Placed {
  if (replicationFactor < -1 || replicationFactor === 0)
    return refused(
      'INVALID_REPLICATION_FACTOR',
      `replication factor must be above 0; ${replicationFactor} was asked for`,
    );
  if (numPartitions < -1 || numPartitions === 0)
    return refused('INVALID_PARTITIONS', `number of partitions must be above 0; ${numPartitions} were asked for`);
  const { config } = decision;
  const partitions = numPartitions === -1 ? config.numPartitions : numPartitions;
  const replicas = replicationFactor === -1 ? config.defaultReplicationFactor : replicationFactor;
  return place(decision, partitions, replicas, (bound) => turn.draw(bound));
}
