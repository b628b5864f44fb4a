import type { Body } from '../../protocol/body.ts';
import type { BrokerHeartbeatRequest } from '../../protocol/kraft.ts';
import type { Turn } from '../../turn.ts';
import { alterConfigs } from './alter-configs.ts';
import { alterPartition } from './alter-partition.ts';
import { heartbeat } from './broker-heartbeat.ts';
import { createPartitions } from './create-partitions.ts';
import { createTopics } from './create-topics.ts';
import type { Decision } from './decision.ts';
import { deleteTopics } from './delete-topics.ts';
import type { Decided } from './decided.ts';
import { electLeaders, type RefusedElection } from './elect-leaders.ts';
import { awaitShutdown } from './heartbeats.ts';
import { allocateProducerIds } from './producer-ids.ts';
import { alterReassignments } from './reassignments.ts';
import { registerBroker } from './register-broker.ts';
import { ORDINARY, type Occasion } from './told.ts';
import type { Result } from './write.ts';

/**
 * How the active controller answers a request (kafka.server.ControllerApis).
 * @param controller its node.id
 * @returns null when the request is not for a controller
 */
export function answerTo(turn: Turn, controller: number, request: Body): ((decision: Decision) => Result) | null {
  switch (request.type) {
    case 'BrokerRegistrationRequest':
      return (decision) => {
        const body = registerBroker(decision, request);
        const { brokerId: broker } = request;
        if (body.errorCode !== 'NONE')
          turn.emit('BrokerRegistrationRefused', { controller, broker, error: body.errorCode });
        return { body };
      };
    case 'BrokerHeartbeatRequest':
      return (decision) => answerHeartbeat(decision, request);
    case 'AlterPartitionRequest':
      return (decision) => ({
        body: alterPartition(decision, request),
        occasion: { ...ORDINARY, election: 'reassign', by: 'leader' },
      });
    case 'CreateTopicsRequest':
      return (decision) => ({ body: createTopics(turn, decision, request) });
    case 'CreatePartitionsRequest':
      return (decision) => ({ body: createPartitions(turn, decision, request) });
    case 'DeleteTopicsRequest':
      return (decision) => ({ body: deleteTopics(decision, request) });
    case 'ElectLeadersRequest':
      return (decision) => {
        const refused: RefusedElection[] = [];
        const body = electLeaders(decision, request, refused);
        const occasion: Occasion = {
          ...ORDINARY,
          election: request.electionType === 'PREFERRED' ? 'preferred' : 'offline',
        };
        const told = refused.map(({ topic, partitionId, reason }): Decided => {
          const args = { partition: turn.partitionId(topic, partitionId), error: reason };
          return { type: 'ElectionRefused', args };
        });
        return { body, occasion, told };
      };
    case 'IncrementalAlterConfigsRequest':
      return (decision) => ({ body: alterConfigs(turn.setup.era, decision, request) });
    case 'AllocateProducerIdsRequest':
      return (decision) => ({ body: allocateProducerIds(decision, request) });
    case 'AlterPartitionReassignmentsRequest':
      return (decision) => ({
        body: alterReassignments(decision, request),
        occasion: { ...ORDINARY, election: 'reassign' },
      });
    default:
      return null;
  }
}

function answerHeartbeat(decision: Decision, request: BrokerHeartbeatRequest): Result {
  const { answer, state } = heartbeat(decision, request);
  const stopping = state === 'CONTROLLED_SHUTDOWN';
  return {
    body: answer,
    occasion: {
      ...ORDINARY,
      election: stopping ? 'controlledShutdown' : 'offline',
      fencing: state === 'SHUTDOWN_NOW' ? 'shutdown' : 'wish',
    },
    ...(stopping && { afterwards: (active, offset) => awaitShutdown(active, request.brokerId, offset) }),
  };
}
