import { javaAbs, javaHash } from '../../lib/java-hash.ts';
import { vecGet } from '../../lib/vec.ts';
import { entryOf } from '../broker/groups/entries.ts';
import type { CommittedOffset, GroupEntry } from '../broker/groups/state.ts';
import type { TopicPartitions } from '../protocol/group.ts';
import type { Micros } from '../time.ts';
import type { PartitionId, World } from '../world.ts';
import { memberViews, type MemberView } from './group-members.ts';
import { brokerNode, brokerState, partitionIdOf } from './nodes.ts';
import { leaderOf, topicView } from './partitions.ts';
import { replicaOf } from './replicas.ts';

export type { MemberView } from './group-members.ts';

const OFFSETS_TOPIC = '__consumer_offsets';

/** A group as its coordinator has it. */
export interface GroupView {
  readonly groupId: string;
  /** The broker that coordinates it. */
  readonly coordinator: number;
  /** Its partition of __consumer_offsets. */
  readonly shard: number;
  /** null: nobody ever joined, or nobody is left and it only holds offsets under no name of a protocol. */
  readonly protocol: 'classic' | 'consumer' | null;
  /** One of Kafka's five states, as the protocol names them. */
  readonly state: string;
  /** The generation; with the consumer protocol the group epoch. */
  readonly generation: number;
  /** The assignor; null: none is chosen, or with the consumer protocol each member may wish for another. */
  readonly assignor: string | null;
  /** Member id of the leader; null: none, or the consumer protocol, where the coordinator assigns. */
  readonly leader: string | null;
  /** In the order in which they came; with the consumer protocol by member id. */
  readonly members: readonly MemberView[];
  /** Since when it is in its state; null: not known (consumer protocol). */
  readonly since: Micros | null;
  /** When the join phase under way ends at the latest; null: none is. */
  readonly joinDeadline: Micros | null;
}

/** A commit of a group. */
export interface CommittedView extends CommittedOffset {
  readonly partition: PartitionId;
  readonly topic: string;
  readonly number: number;
}

/**
 * The broker that coordinates a group, after the cluster's metadata: the leader of its partition of __consumer_offsets. -1: that partition has no
 * leader; null: there is no __consumer_offsets yet.
 */
export function coordinatorOf(world: World, groupId: string): number | null {
  const topic = topicView(world, OFFSETS_TOPIC);
  if (topic === null || topic.partitions.length === 0) return null;
  const number = javaAbs(javaHash(groupId)) % topic.partitions.length;
  return leaderOf(world, partitionIdOf(world, OFFSETS_TOPIC, number));
}

/** Every group that has a coordinator which knows it, by id (code units). */
export function groupsOf(world: World): readonly GroupView[] {
  const views: GroupView[] = [];
  for (const broker of world.setup.brokerIds) {
    if (!isUp(world, broker)) continue;
    for (const entry of brokerState(world, broker)?.groups.groups ?? []) {
      if (coordinatorOf(world, entry.groupId) === broker) views.push(viewOf(entry, broker));
    }
  }
  return views.sort((a, b) => (a.groupId < b.groupId ? -1 : 1));
}

/** One group; null when no coordinator that is up knows it (yet). */
export function groupView(world: World, groupId: string): GroupView | null {
  const known = knownTo(world, groupId);
  return known === null ? null : viewOf(known.entry, known.coordinator);
}

/** What a group has committed for a partition: what its coordinator would tell. null: nothing, or nobody knows. */
export function committedAt(world: World, groupId: string, topic: string, partition: number): CommittedOffset | null {
  const offsets = knownTo(world, groupId)?.entry.offsets.find((other) => other.topic === topic);
  return offsets === undefined ? null : (vecGet(offsets.partitions, partition) ?? null);
}

/** All that a group has committed, by topic (code units) and partition number. */
export function committedBy(world: World, groupId: string): readonly CommittedView[] {
  const views: CommittedView[] = [];
  for (const { topic, partitions } of knownTo(world, groupId)?.entry.offsets ?? []) {
    for (let number = 0; number < partitions.length; number++) {
      const committed = vecGet(partitions, number) ?? null;
      if (committed !== null)
        views.push({ ...committed, partition: partitionIdOf(world, topic, number), topic, number });
    }
  }
  return views;
}

/**
 * How many records a group is behind in a partition: from what it has committed (or where nothing is committed, from the log's start)
 * to the high watermark of the leader, as kafka-consumer-groups reckons it. null: the partition has no leader that is up.
 */
export function lagOf(world: World, groupId: string, topic: string, partition: number): number | null {
  const id = partitionIdOf(world, topic, partition);
  const leader = id < 0 ? -1 : leaderOf(world, id);
  const log = leader < 0 || !isUp(world, leader) ? null : (replicaOf(world, leader, id)?.log ?? null);
  if (log === null) return null;
  const from = committedAt(world, groupId, topic, partition)?.offset ?? log.logStartOffset;
  return Math.max(0, log.highWatermark - from);
}

/** The member that a partition is assigned to, as the coordinator has it; null: nobody. */
export function ownerOf(world: World, groupId: string, topic: string, partition: number): MemberView | null {
  const has = ({ topic: of, partitions }: TopicPartitions): boolean => of === topic && partitions.includes(partition);
  return groupView(world, groupId)?.members.find(({ assigned }) => assigned.some(has)) ?? null;
}

function knownTo(world: World, groupId: string): { readonly entry: GroupEntry; readonly coordinator: number } | null {
  const coordinator = coordinatorOf(world, groupId);
  if (coordinator === null || !isUp(world, coordinator)) return null;
  const entry = entryOf(brokerState(world, coordinator)?.groups.groups ?? [], groupId);
  return entry === null ? null : { entry, coordinator };
}

/** Does its process live (perhaps without being able to do anything)? */
function isUp(world: World, broker: number): boolean {
  const status = brokerNode(world, broker)?.status;
  return status === 'running' || status === 'frozen';
}

function viewOf(entry: GroupEntry, coordinator: number): GroupView {
  const { groupId, shard, group, timers } = entry;
  const classic = group?.protocol === 'classic' ? group : null;
  return {
    groupId,
    coordinator,
    shard,
    protocol: classic?.protocolType === null ? null : (group?.protocol ?? null),
    state: group?.state ?? 'Empty',
    generation: group === null ? 0 : group.protocol === 'classic' ? group.generation : group.groupEpoch,
    assignor: classic?.protocolName ?? null,
    leader: classic?.leaderId ?? null,
    members: memberViews(entry),
    since: classic?.stateSince ?? null,
    joinDeadline: timers.find(({ name }) => name === 'join')?.at ?? null,
  };
}
