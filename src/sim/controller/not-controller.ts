import type { Turn } from '../turn.ts';
import type { ControllerEvent } from './events.ts';

/**
 * Answers a request that only the controller may serve on a broker that is not, or is no longer, the controller. Each kind of
 * request has its own way to say so; a controlled shutdown hears ControllerMovedException's code.
 */
export function refuse(turn: Turn, event: ControllerEvent): void {
  switch (event.type) {
    case 'ReplicaLeaderElection': {
      const replicaElectionResults = event.request.topicPartitions.map(({ topic, partitions }) => ({
        topic,
        partitionResult: partitions.map((partitionId) => ({
          partitionId,
          errorCode: 'NOT_CONTROLLER' as const,
          errorMessage: null,
        })),
      }));
      return turn.respond(event.connection, {
        type: 'ElectLeadersResponse',
        errorCode: 'NONE',
        replicaElectionResults,
      });
    }
    case 'ControlledShutdown':
      return turn.respond(event.connection, {
        type: 'ControlledShutdownResponse',
        errorCode: 'STALE_CONTROLLER_EPOCH',
        remainingPartitions: [],
      });
    case 'AlterPartitionReceived':
      return turn.respond(event.connection, {
        type: 'AlterPartitionResponse',
        errorCode: 'NOT_CONTROLLER',
        topics: [],
      });
    case 'AllocateProducerIds':
      return turn.respond(event.connection, {
        type: 'AllocateProducerIdsResponse',
        errorCode: 'NOT_CONTROLLER',
        producerIdStart: 0,
        producerIdLen: 0,
      });
    case 'ApiPartitionReassignment':
      return turn.respond(event.connection, {
        type: 'AlterPartitionReassignmentsResponse',
        errorCode: 'NOT_CONTROLLER',
        responses: [],
      });
    case 'Reelect':
    case 'ControllerChange':
    case 'BrokerChange':
    case 'TopicChange':
    case 'PartitionModifications':
    case 'TopicDeletion':
    case 'TopicDeletionStopReplicaResponseReceived':
    case 'AutoPreferredReplicaLeaderElection':
    case 'UncleanLeaderElectionEnable':
    case 'TopicUncleanLeaderElectionEnable':
      return;
  }
}
