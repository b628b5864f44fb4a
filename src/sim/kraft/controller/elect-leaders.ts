import type { ElectLeadersRequest, ElectLeadersResponse } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { partitionIn } from '../image/lookups.ts';
import { addChange, type Decision } from './decision.ts';

/** An election that was wanted and brings no leader. */
export interface RefusedElection {
  readonly topic: string;
  readonly partitionId: number;
  /** Why, for whoever reads the trace. */
  readonly reason: string;
}

/**
 * An operator has leaders elected (ReplicationControlManager.electLeaders).
 * @param refused takes the elections that bring no leader
 */
export function electLeaders(
  decision: Decision,
  { electionType, topicPartitions }: ElectLeadersRequest,
  refused: RefusedElection[],
): ElectLeadersResponse {
  return {
    type: 'ElectLeadersResponse',
    errorCode: 'NONE',
    replicaElectionResults: topicPartitions.map(({ topic, partitions }) => ({
      topic,
      partitionResult: partitions.map((partitionId) => ({
        partitionId,
        errorCode: electOne(decision, topic, partitionId, electionType, refused),
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
  refused: RefusedElection[],
): ErrorCode {
  const partition = partitionIn(decision.image, topic, partitionId);
  if (partition === null) return 'UNKNOWN_TOPIC_OR_PARTITION';
  const isAsWanted = election === 'PREFERRED' ? partition.leader === partition.replicas[0] : partition.leader >= 0;
  if (isAsWanted) return 'ELECTION_NOT_NEEDED';
  if (addChange(decision, topic, partitionId, partition, {}, { election }) !== null) return 'NONE';
  const preferred = election === 'PREFERRED';
  const reason = preferred ? 'the preferred replica is not alive, or not in the ISR' : 'no replica is alive';
  refused.push({ topic, partitionId, reason });
  return preferred ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE';
}
