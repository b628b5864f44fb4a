import type { CurrentLeader } from '../protocol/client.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { PartitionId } from '../world.ts';
import type { BrokerDraft } from './draft.ts';
import { cachedPartition, isAlive } from './metadata-cache.ts';

/*
 * A client that asked the wrong broker is told the right one, so that it need not look for it (KIP-951, brokers from 3.7): the leader and its
 * epoch with the partition's error, and where to reach it.
 */

/**
 * Who leads a partition, as far as this broker knows: by its replica, else by its metadata (KafkaApis.getCurrentLeader).
 * @param error what the partition is answered with
 * @returns null when the error is not about the leader, or nobody knows the partition
 */
export function currentLeader(d: BrokerDraft, id: PartitionId, error: ErrorCode): CurrentLeader | null {
  if (error !== 'NOT_LEADER_OR_FOLLOWER' && error !== 'FENCED_LEADER_EPOCH') return null;
  const replica = d.replica(id);
  if (replica !== null && replica.role !== 'offline')
    return { leaderId: replica.leader, leaderEpoch: replica.leaderEpoch };
  const cached = cachedPartition(d.base.metadata, id);
  return cached === null ? null : { leaderId: cached.leader, leaderEpoch: cached.leaderEpoch };
}

/**
 * The endpoints that an answer gives, with one more leader named in it: only of brokers that are alive (MetadataCache.getAliveBrokerNode).
 * @returns the same list when nothing is added
 */
export function withEndpoint(
  d: BrokerDraft,
  endpoints: readonly number[] | null,
  leader: CurrentLeader | null,
): readonly number[] | null {
  if (leader === null || !isAlive(d.base.metadata, leader.leaderId)) return endpoints;
  if (endpoints === null) return [leader.leaderId];
  return endpoints.includes(leader.leaderId) ? endpoints : [...endpoints, leader.leaderId];
}
