import type { Body } from '../protocol/body.ts';
import type { Turn } from '../turn.ts';
import type { PartitionId } from '../world.ts';
import type { ControllerEvent } from './events.ts';

/** What a broker's answer to StopReplica means for the topics that are being deleted; null: nothing was to be deleted. */
export function deletionAnswered(turn: Turn, broker: number, request: Body, answer: Body): ControllerEvent | null {
  if (request.type !== 'StopReplicaRequest' || answer.type !== 'StopReplicaResponse') return null;
  const deleted: PartitionId[] = [];
  const failed: PartitionId[] = [];
  for (const { topicName, partitionIndex, deletePartition } of request.partitionStates) {
    if (!deletePartition) continue;
    const result = answer.partitionErrors.find(
      (each) => each.topicName === topicName && each.partitionIndex === partitionIndex,
    );
    const done = answer.errorCode === 'NONE' && result?.errorCode === 'NONE';
    (done ? deleted : failed).push(turn.partitionId(topicName, partitionIndex));
  }
  if (deleted.length + failed.length === 0) return null;
  return { type: 'TopicDeletionStopReplicaResponseReceived', broker, deleted, failed };
}
