import type { UpdateMetadataRequest } from '../protocol/cluster.ts';
import type { ConnectionId } from '../world.ts';
import { topicsSeen } from './auto-topic-creation.ts';
import { isStale } from './controller-epoch.ts';
import type { BrokerDraft } from './draft.ts';
import { updateCache } from './metadata-cache.ts';

/** The controller tells what the cluster looks like (KafkaApis.handleUpdateMetadataRequest). */
export function handleUpdateMetadata(d: BrokerDraft, connection: ConnectionId, request: UpdateMetadataRequest): void {
  const errorCode = isStale(d, request);
  if (errorCode === 'NONE') {
    const { cache, ids } = updateCache(d.turn, d.base.metadata, request);
    d.set({ metadata: cache });
    topicsSeen(d);
    const { controllerEpoch } = request;
    d.turn.emit('MetadataCacheUpdated', { broker: d.base.brokerId, controllerEpoch, partitions: ids });
  }
  d.turn.respond(connection, { type: 'UpdateMetadataResponse', errorCode });
}
