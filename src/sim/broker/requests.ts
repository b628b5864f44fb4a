import { handleController } from '../controller/controller.ts';
import { kraftPart } from '../kraft/part.ts';
import type { Body } from '../protocol/body.ts';
import type { ConnectionId, NodeId } from '../world.ts';
import { handleControl } from './control-requests.ts';
import type { BrokerDraft } from './draft.ts';
import { handleFetch } from './fetch.ts';
import { handleFindCoordinator, handleGroupRequest } from './groups/coordinator.ts';
import { handleInitProducerId } from './init-producer-id.ts';
import { takesRequests } from './lifecycle.ts';
import { handleListOffsets } from './list-offsets.ts';
import { handleMetadata } from './metadata.ts';
import { handleOffsetForLeaderEpoch } from './offset-for-leader-epoch.ts';
import { handleProduce } from './produce.ts';
import { handleDeleteRecords } from './storage/delete-records.ts';

/** A request that has arrived. */
export interface Arrived {
  readonly connection: ConnectionId;
  readonly peer: NodeId;
  readonly correlationId: number;
  readonly apiVersion: number;
  readonly body: Body;
}

/** Serves a request; one that comes while the broker starts is kept, one that comes while it ends is not read any more. */
export function receive(d: BrokerDraft, request: Arrived): void {
  const { value } = d.base.lifecycle;
  if (takesRequests(value)) serve(d, request);
  else if (value !== 'SHUTTING_DOWN') {
    const { connection, peer, correlationId, apiVersion, body } = request;
    const { cause } = d.turn;
    d.set({ held: [...d.base.held, { connection, peer, correlationId, apiVersion, body, cause }] });
  }
}

/** Hands a request to whoever serves it (kafka.server.KafkaApis.handle). */
export function serve(d: BrokerDraft, request: Arrived): void {
  const { body, connection, peer } = request;
  switch (body.type) {
    case 'FetchRequest':
      return handleFetch(d, connection, peer, body);
    case 'ProduceRequest':
      return handleProduce(d, connection, peer, body, request.apiVersion);
    case 'DeleteRecordsRequest':
      return handleDeleteRecords(d, connection, peer, body);
    case 'MetadataRequest':
      return handleMetadata(d, connection, body);
    case 'ListOffsetsRequest':
      return handleListOffsets(d, connection, body);
    case 'OffsetForLeaderEpochRequest':
      return handleOffsetForLeaderEpoch(d, connection, body);
    case 'ApiVersionsRequest':
      return d.turn.respond(connection, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
    case 'InitProducerIdRequest':
      return handleInitProducerId(d, connection);
    case 'FindCoordinatorRequest':
      return handleFindCoordinator(d, connection, body);
    case 'JoinGroupRequest':
    case 'SyncGroupRequest':
    case 'HeartbeatRequest':
    case 'LeaveGroupRequest':
    case 'OffsetCommitRequest':
    case 'OffsetFetchRequest':
    case 'ConsumerGroupHeartbeatRequest':
    case 'DeleteGroupsRequest':
      return handleGroupRequest(d, connection, peer, body, request.apiVersion);
    case 'LeaderAndIsrRequest':
    case 'UpdateMetadataRequest':
    case 'StopReplicaRequest':
      return handleControl(d, request, body);
    default:
      return forController(d, request);
  }
}

/** The rest is for the controller module, also to refuse; what nobody serves ends the connection. */
function forController(d: BrokerDraft, request: Arrived): void {
  if (d.base.kraft !== null) return kraftPart().broker.forward(d, request);
  const { connection, peer, correlationId, apiVersion, body } = request;
  const stimulus = { type: 'request', connection, peer, correlationId, apiVersion, body } as const;
  const next = handleController(d.turn, d.seal(), stimulus);
  if (next !== null) d.adopt(next);
  else d.turn.close(connection);
}
