import type { Body } from '../protocol/body.ts';

/** How a broker that is not the controller answers what only the controller may do; null for any other request. */
export function notController(body: Body): Body | null {
  const errorCode = 'NOT_CONTROLLER';
  const errorMessage = null;
  switch (body.type) {
    case 'CreateTopicsRequest':
      return {
        type: 'CreateTopicsResponse',
        topics: body.topics.map(({ name }) => ({ name, errorCode, errorMessage })),
      };
    case 'CreatePartitionsRequest':
      return {
        type: 'CreatePartitionsResponse',
        results: body.topics.map(({ name }) => ({ name, errorCode, errorMessage })),
      };
    case 'ElectLeadersRequest':
      return { type: 'ElectLeadersResponse', errorCode, replicaElectionResults: [] };
    case 'IncrementalAlterConfigsRequest':
      return {
        type: 'IncrementalAlterConfigsResponse',
        responses: body.resources.map(({ resourceType, resourceName }) => ({
          errorCode,
          errorMessage,
          resourceType,
          resourceName,
        })),
      };
    case 'AlterPartitionRequest':
      return { type: 'AlterPartitionResponse', errorCode, topics: [] };
    case 'AllocateProducerIdsRequest':
      return { type: 'AllocateProducerIdsResponse', errorCode, producerIdStart: -1, producerIdLen: 0 };
    case 'ControlledShutdownRequest':
      return { type: 'ControlledShutdownResponse', errorCode: 'STALE_CONTROLLER_EPOCH', remainingPartitions: [] };
    default:
      return null;
  }
}
