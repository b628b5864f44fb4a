import type { FindCoordinatorRequest, FindCoordinatorResponse } from '../../protocol/group.ts';
import type { ConnectionId } from '../../world.ts';
import { createForMetadata } from '../auto-topic-creation.ts';
import type { BrokerDraft } from '../draft.ts';
import { cachedPartition, cachedTopic, isAlive } from '../metadata-cache.ts';
import { OFFSETS_TOPIC, partitionFor } from './partition-for.ts';

/**
 * Tells which broker coordinates a group: the leader of the group's partition of __consumer_offsets (KafkaApis.getCoordinator). The
 * first one who asks has the topic created; until it has leaders, the coordinator is not available.
 */
export function handleFindCoordinator(d: BrokerDraft, connection: ConnectionId, request: FindCoordinatorRequest): void {
  if (cachedTopic(d.base.metadata, OFFSETS_TOPIC) === null) createForMetadata(d, [OFFSETS_TOPIC]);
  const coordinators = request.coordinatorKeys.map((key) => coordinatorOf(d, key));
  d.turn.respond(connection, { type: 'FindCoordinatorResponse', coordinators });
}

function coordinatorOf(d: BrokerDraft, key: string): FindCoordinatorResponse['coordinators'][number] {
  const known = cachedTopic(d.base.metadata, OFFSETS_TOPIC) !== null;
  const id = known ? d.turn.partitionId(OFFSETS_TOPIC, partitionFor(d, key)) : -1;
  const leader = id < 0 ? -1 : (cachedPartition(d.base.metadata, id)?.leader ?? -1);
  if (!isAlive(d.base.metadata, leader)) return { key, nodeId: -1, errorCode: 'COORDINATOR_NOT_AVAILABLE' };
  return { key, nodeId: leader, errorCode: 'NONE' };
}
