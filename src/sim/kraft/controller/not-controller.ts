import type { Body } from '../../protocol/body.ts';
import type { Turn } from '../../turn.ts';
import type { ConnectionId } from '../../world.ts';
import { refusal } from './broker-heartbeat.ts';

const ERROR = { errorCode: 'NOT_CONTROLLER', errorMessage: null } as const;

/** Answers a request on a controller that is not, or is no longer, the active one. Each kind of request has its own way to say so. */
export function refuse(turn: Turn, connection: ConnectionId, request: Body): void {
  const body = refusalOf(request);
  if (body !== null) turn.respond(connection, body);
}

function refusalOf(request: Body): Body | null {
  const { errorCode } = ERROR;
  switch (request.type) {
    case 'BrokerRegistrationRequest':
      return { type: 'BrokerRegistrationResponse', errorCode, brokerEpoch: -1 };
    case 'BrokerHeartbeatRequest':
      return refusal(errorCode);
    case 'AlterPartitionRequest':
      return { type: 'AlterPartitionResponse', errorCode, topics: [] };
    case 'AllocateProducerIdsRequest':
      return { type: 'AllocateProducerIdsResponse', errorCode, producerIdStart: 0, producerIdLen: 0 };
    case 'CreateTopicsRequest':
      return { type: 'CreateTopicsResponse', topics: request.topics.map(({ name }) => ({ name, ...ERROR })) };
    case 'CreatePartitionsRequest':
      return { type: 'CreatePartitionsResponse', results: request.topics.map(({ name }) => ({ name, ...ERROR })) };
    case 'DeleteTopicsRequest':
      return { type: 'DeleteTopicsResponse', responses: request.topicNames.map((name) => ({ name, ...ERROR })) };
    case 'ElectLeadersRequest':
      return { type: 'ElectLeadersResponse', errorCode, replicaElectionResults: [] };
    case 'IncrementalAlterConfigsRequest':
      return {
        type: 'IncrementalAlterConfigsResponse',
        responses: request.resources.map(({ resourceType, resourceName }) => ({
          ...ERROR,
          resourceType,
          resourceName,
        })),
      };
    case 'AlterPartitionReassignmentsRequest':
      return { type: 'AlterPartitionReassignmentsResponse', errorCode, responses: [] };
    default:
      return null;
  }
}
