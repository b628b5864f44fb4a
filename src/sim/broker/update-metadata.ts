import type { UpdateMetadataRequest } from '../protocol/cluster.ts';
import type { ConnectionId } from '../world.ts';
import { topicsSeen } from './auto-topic-creation.ts';
import { isStale } from './controller-epoch.ts';
import type { BrokerDraft } from './draft.ts';
import { partitionsDeleted } from './groups/coordinator.ts';
import { LEADER_DURING_DELETE, updateCache } from './metadata-cache.ts';

/** The controller tells what the cluster looks like (KafkaApis.handleUpdateMetadataRequest). */
export function handleUpdateMetadata(d: BrokerDraft, connection: ConnectionId, request: UpdateMetadataRequest): void {
  const errorCode = isStale(d, request);
  if (errorCode === 'NONE') {
    const { cache, ids } = updateCache(d.turn, d.base.metadata, request);
    d.set({ metadata: cache });
    topicsSeen(d);
    const { controllerEpoch } = request;
    d.turn.emit('MetadataCacheUpdated', { broker: d.base.brokerId, controllerEpoch, partitions: ids });
    partitionsDeleted(
      d,
      request.partitionStates
        .filter(({ leader }) => leader === LEADER_DURING_DELETE)
        .map(({ topicName, partitionIndex }) => ({ topic: topicName, partition: partitionIndex })),
    );
  }
  d.turn.respond(connection, { type: 'UpdateMetadataResponse', errorCode });
}
