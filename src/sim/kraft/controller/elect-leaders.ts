import type { ElectLeadersRequest, ElectLeadersResponse } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { partitionIn } from '../image/lookups.ts';
import { addChange, type Decision } from './decision.ts';

/** An operator has leaders elected (ReplicationControlManager.electLeaders). */
export function electLeaders(
  decision: Decision,
  { electionType, topicPartitions }: ElectLeadersRequest,
): ElectLeadersResponse {
  return {
    type: 'ElectLeadersResponse',
    errorCode: 'NONE',
    replicaElectionResults: topicPartitions.map(({ topic, partitions }) => ({
      topic,
      partitionResult: partitions.map((partitionId) => ({
        partitionId,
        errorCode: electOne(decision, topic, partitionId, electionType),
        errorMessage: null,
      })),
    })),
  };
}

function electOne(
  decision: Decision,
  topic: string,
  partitionId: number,
  election: ElectLeadersRequest['electionType'],
): ErrorCode {
  const partition = partitionIn(decision.image, topic, partitionId);
  if (partition === null) return 'UNKNOWN_TOPIC_OR_PARTITION';
  const isAsWanted = election === 'PREFERRED' ? partition.leader === partition.replicas[0] : partition.leader >= 0;
  if (isAsWanted) return 'ELECTION_NOT_NEEDED';
  if (addChange(decision, topic, partitionId, partition, {}, { election }) !== null) return 'NONE';
  return election === 'PREFERRED' ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE';
}
