import { vecGet, vecPush, vecSet } from '../../lib/vec.ts';
import type { UpdateMetadataPartition, UpdateMetadataRequest } from '../protocol/cluster.ts';
import type { Turn } from '../turn.ts';
import type { PartitionId } from '../world.ts';
import type { CachedTopic, MetadataCache } from './state.ts';

/** LeaderAndIsr.LeaderDuringDelete: the partition is going away. */
export const LEADER_DURING_DELETE = -2;

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
  let { partitions } = cache;
  const open: OpenTopics = { topics: cache.topics, owned: false, ownedTopic: null };
  const ids: PartitionId[] = [];
  for (const state of request.partitionStates) {
    const id = turn.partitionId(state.topicName, state.partitionIndex);
    const gone = state.leader === LEADER_DURING_DELETE;
    ids.push(id);
    while (partitions.length <= id) partitions = vecPush(partitions, null);
    const before = vecGet(partitions, id) ?? null;
    partitions = vecSet(partitions, id, gone ? null : state);
    if (gone) removePartition(open, state.topicName, id);
    else if (before === null) addPartition(open, state.topicName, id);
  }
  const updated: MetadataCache = {
    controllerId: request.controllerId,
    controllerEpoch: request.controllerEpoch,
    liveBrokers: request.liveBrokers,
    partitions,
    topics: open.topics,
  };
  return { cache: updated, ids };
}

/** A cache's topics while a request is taken in: the list, and the list of a topic's partitions, are copied once for all of its partitions. */
interface OpenTopics {
  topics: readonly CachedTopic[];
  owned: boolean;
  /** The topic whose partitions may be written in place. */
  ownedTopic: string | null;
}

function addPartition(open: OpenTopics, name: string, id: PartitionId): void {
  if (!open.owned) open.topics = open.topics.slice();
  open.owned = true;
  const topics = open.topics as CachedTopic[];
  const at = placeOf(topics, name);
  const known = topics[at];
  if (known === undefined || known.name !== name) {
    topics.splice(at, 0, { name, partitions: [id] });
    open.ownedTopic = name;
    return;
  }
  const partitions = (open.ownedTopic === name ? known.partitions : known.partitions.slice()) as PartitionId[];
  open.ownedTopic = name;
  // Ids of a topic's partitions follow their numbers.
  let place = partitions.length;
  while (place > 0 && (partitions[place - 1] as PartitionId) > id) place -= 1;
  if (place === partitions.length) partitions.push(id);
  else partitions.splice(place, 0, id);
  if (partitions !== known.partitions) topics[at] = { name, partitions };
}

function removePartition(open: OpenTopics, name: string, id: PartitionId): void {
  const at = placeOf(open.topics, name);
  const known = open.topics[at];
  if (known === undefined || known.name !== name) return;
  if (!open.owned) open.topics = open.topics.slice();
  open.owned = true;
  open.ownedTopic = null;
  const topics = open.topics as CachedTopic[];
  const partitions = known.partitions.filter((other) => other !== id);
  if (partitions.length === 0) topics.splice(at, 1);
  else topics[at] = { name, partitions };
}
