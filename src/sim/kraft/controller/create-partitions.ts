import { vecGet } from '../../../lib/vec.ts';
import type { CreatePartitionsRequest, CreatePartitionsResponse } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Turn } from '../../turn.ts';
import { topicIn } from '../image/lookups.ts';
import type { PartitionRecord } from '../records.ts';
import type { Decision } from './decision.ts';
import { assignmentRefusal, liveReplicasRefusal, newPartition, place, type Placed, type Refusal } from './placement.ts';

type MorePartitions = CreatePartitionsRequest['topics'][number];

/** Adds partitions to topics (ReplicationControlManager.createPartitions); records stay in the partitions they are in. */
export function createPartitions(
  turn: Turn,
  decision: Decision,
  request: CreatePartitionsRequest,
): CreatePartitionsResponse {
  const results = request.topics.map((topic) => {
    const twice = request.topics.filter(({ name }) => name === topic.name).length > 1;
    const added = twice
      ? refused('INVALID_REQUEST', `topic ${topic.name} is in the request more than once`)
      : partitionsOf(turn, decision, topic);
    if ('error' in added) return { name: topic.name, errorCode: added.error, errorMessage: added.message };
    decision.records.push(...added);
    return { name: topic.name, errorCode: 'NONE' as const, errorMessage: null };
  });
  return { type: 'CreatePartitionsResponse', results };
}

function refused(error: ErrorCode, message: string): Refusal {
  return { error, message };
}

function partitionsOf(
  turn: Turn,
  decision: Decision,
  { name, count, assignments }: MorePartitions,
): readonly PartitionRecord[] | Refusal {
  const topic = topicIn(decision.image, name);
  const first = topic === null ? undefined : vecGet(topic.partitions, 0);
  if (topic === null || first === undefined)
    return refused('UNKNOWN_TOPIC_OR_PARTITION', `topic ${name} does not exist`);
  const { length } = topic.partitions;
  if (count === length) return refused('INVALID_PARTITIONS', `topic ${name} has ${length} partitions already`);
  if (count < length)
    return refused('INVALID_PARTITIONS', `topic ${name} has ${length} partitions; it cannot have fewer`);
  const added = count - length;
  const factor = first.replicas.length;
  const placed =
    assignments === null
      ? place(decision, added, factor, (bound) => turn.draw(bound))
      : given(
          decision,
          assignments.map((assignment) => assignment.brokerIds),
          added,
          factor,
          length,
        );
  if ('error' in placed) return placed;
  return placed.map((replicas, at) => newPartition(decision, name, length + at, replicas));
}

function given(
  decision: Decision,
  assignments: readonly (readonly number[])[],
  added: number,
  factor: number,
  start: number,
): Placed {
  if (assignments.length !== added)
    return refused(
      'INVALID_REPLICA_ASSIGNMENT',
      `assignment is for ${assignments.length} partitions; ${added} are to be added`,
    );
  for (const [at, replicas] of assignments.entries()) {
    const refusal =
      assignmentRefusal(decision, replicas, factor) ?? liveReplicasRefusal(decision, replicas, start + at);
    if (refusal !== null) return refusal;
  }
  return assignments;
}
