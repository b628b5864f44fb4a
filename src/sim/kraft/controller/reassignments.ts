import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from '../../protocol/cluster.ts';
import type { PartitionRegistration } from '../image/image.ts';
import { partitionIn } from '../image/lookups.ts';
import { addChange, electionOf, type Decision } from './decision.ts';
import { assignmentRefusal, type Refusal } from './placement.ts';
import { isReassigning, reassignment, reverted } from './reassignment-replicas.ts';

/**
 * Replicas move to other brokers (ReplicationControlManager.alterPartitionReassignments): the new ones join the old; the ISR that has all
 * of them ends it. Null replicas cancel what is under way.
 */
export function alterReassignments(
  decision: Decision,
  request: AlterPartitionReassignmentsRequest,
): AlterPartitionReassignmentsResponse {
  const responses = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, replicas }) => {
      const partition = partitionIn(decision.image, name, partitionIndex);
      const refusal = partition === null ? UNKNOWN : alterOne(decision, name, partitionIndex, partition, replicas);
      return { partitionIndex, errorCode: refusal?.error ?? 'NONE', errorMessage: refusal?.message ?? null };
    }),
  }));
  return { type: 'AlterPartitionReassignmentsResponse', errorCode: 'NONE', responses };
}

const UNKNOWN: Refusal = { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'partition does not exist' };

function alterOne(
  decision: Decision,
  topic: string,
  number: number,
  partition: PartitionRegistration,
  replicas: readonly number[] | null,
): Refusal | null {
  if (replicas === null) return cancel(decision, topic, number, partition);
  const refusal = assignmentRefusal(decision, replicas, null);
  if (refusal !== null) return refusal;
  const { replicas: all, removing, adding } = reassignment(partition.replicas, replicas);
  // What an earlier reassignment was removing or adding stays so unless this one says otherwise.
  addChange(decision, topic, number, partition, {
    replicas: all,
    ...(removing.length > 0 && { removing }),
    ...(adding.length > 0 && { adding }),
  });
  return null;
}

function cancel(decision: Decision, topic: string, number: number, partition: PartitionRegistration): Refusal | null {
  const underWay = {
    replicas: partition.replicas,
    removing: partition.removingReplicas,
    adding: partition.addingReplicas,
  };
  if (!isReassigning(underWay))
    return { error: 'NO_REASSIGNMENT_IN_PROGRESS', message: 'no reassignment of this partition is under way' };
  const { replicas, isr, unclean } = reverted(underWay, partition.isr);
  const election = electionOf(decision, topic);
  if (unclean && election !== 'UNCLEAN')
    return { error: 'INVALID_REPLICA_ASSIGNMENT', message: 'going back would need an unclean leader election' };
  addChange(decision, topic, number, partition, { isr, replicas, removing: [], adding: [] }, { election });
  return null;
}
