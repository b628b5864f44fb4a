import { vecGet, vecPush, vecSet } from '../../lib/vec.ts';
import type { UpdateMetadataPartition, UpdateMetadataRequest } from '../protocol/cluster.ts';
import type { Turn } from '../turn.ts';
import type { PartitionId } from '../world.ts';
import type { CachedTopic, MetadataCache } from './state.ts';

/** LeaderAndIsr.LeaderDuringDelete: the partition is going away. */
const LEADER_DURING_DELETE = -2;

/** The topic as this broker knows it; null when it does not (ZkMetadataCache.contains). */
export function cachedTopic(cache: MetadataCache, name: string): CachedTopic | null {
  const found = cache.topics[placeOf(cache.topics, name)];
  return found !== undefined && found.name === name ? found : null;
}

/** What this broker believes of a partition; null when it does not know it. */
export function cachedPartition(cache: MetadataCache, id: PartitionId): UpdateMetadataPartition | null {
  return vecGet(cache.partitions, id) ?? null;
}

/** Is the broker alive, as far as the controller has told? */
export function isAlive(cache: MetadataCache, brokerId: number): boolean {
  for (const broker of cache.liveBrokers) if (broker.id === brokerId) return true;
  return false;
}

/** Index of the first topic whose name is not smaller, by code units. */
function placeOf(topics: readonly CachedTopic[], name: string): number {
  let low = 0;
  let high = topics.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((topics[middle] as CachedTopic).name < name) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The cache after the controller's word (ZkMetadataCache.updateMetadata): live brokers and the controller are replaced, listed
 * partitions are updated, all others stay.
 */
export function updateCache(
  turn: Turn,
  cache: MetadataCache,
  request: UpdateMetadataRequest,
): { readonly cache: MetadataCache; readonly ids: readonly PartitionId[] } {
  let { partitions, topics } = cache;
  const ids: PartitionId[] = [];
  for (const state of request.partitionStates) {
    const id = turn.partitionId(state.topicName, state.partitionIndex);
    const gone = state.leader === LEADER_DURING_DELETE;
    ids.push(id);
    while (partitions.length <= id) partitions = vecPush(partitions, null);
    const before = vecGet(partitions, id) ?? null;
    partitions = vecSet(partitions, id, gone ? null : state);
    if (gone) topics = withoutPartition(topics, state.topicName, id);
    else if (before === null) topics = withPartition(topics, state.topicName, id);
  }
  const updated: MetadataCache = {
    controllerId: request.controllerId,
    controllerEpoch: request.controllerEpoch,
    liveBrokers: request.liveBrokers,
    partitions,
    topics,
  };
  return { cache: updated, ids };
}

function withPartition(topics: readonly CachedTopic[], name: string, id: PartitionId): readonly CachedTopic[] {
  const at = placeOf(topics, name);
  const known = topics[at];
  const next = topics.slice();
  if (known === undefined || known.name !== name) {
    next.splice(at, 0, { name, partitions: [id] });
    return next;
  }
  // Ids of a topic's partitions follow their numbers.
  const partitions = known.partitions.slice();
  let place = partitions.length;
  while (place > 0 && (partitions[place - 1] as PartitionId) > id) place -= 1;
  partitions.splice(place, 0, id);
  next[at] = { name, partitions };
  return next;
}

function withoutPartition(topics: readonly CachedTopic[], name: string, id: PartitionId): readonly CachedTopic[] {
  const at = placeOf(topics, name);
  const known = topics[at];
  if (known === undefined || known.name !== name) return topics;
  const partitions = known.partitions.filter((other) => other !== id);
  const next = topics.slice();
  if (partitions.length === 0) next.splice(at, 1);
  else next[at] = { name, partitions };
  return next;
}
