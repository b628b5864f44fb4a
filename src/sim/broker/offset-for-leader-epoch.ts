import { endOffsetFor } from '../log/leader-epoch-cache.ts';
import type { OffsetForLeaderEpochRequest } from '../protocol/client.ts';
import type { ConnectionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { answeringReplica } from './replica.ts';

/** Where a leader epoch ends in this leader's log: how a consumer finds out that a log was cut (ReplicaManager.lastOffsetForLeaderEpoch). */
export function handleOffsetForLeaderEpoch(
  d: BrokerDraft,
  connection: ConnectionId,
  request: OffsetForLeaderEpochRequest,
): void {
  const topics = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
      const replica = answeringReplica(d, d.turn.partitionId(topic, partition), currentLeaderEpoch, true);
      if (typeof replica === 'string') return { partition, errorCode: replica, leaderEpoch: -1, endOffset: -1 };
      const end = endOffsetFor(replica.log.epochs, leaderEpoch, replica.log.logEndOffset);
      // Without an end offset the epoch is left out too (UnifiedLog.endOffsetForEpoch).
      return { partition, errorCode: 'NONE' as const, leaderEpoch: end.epoch, endOffset: end.endOffset };
    }),
  }));
  d.turn.respond(connection, { type: 'OffsetForLeaderEpochResponse', topics });
}
