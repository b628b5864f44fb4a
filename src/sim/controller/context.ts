import { emptyVec, vecGet, vecPush, vecSet } from '../../lib/vec.ts';
import type { PartitionId } from '../world.ts';
import { STANDBY } from './phase-machine.ts';
import type { ControlledPartition, ControlledTopic, ControllerState } from './state.ts';

/* What the controller knows of the cluster (kafka.controller.ControllerContext). Functions that look at all partitions serve rare events. */

/** The controller module of a broker that has not stood for election yet. */
export function newControllerState(): ControllerState {
  return {
    phase: STANDBY,
    epoch: 0,
    epochZkVersion: 0,
    liveBrokers: [],
    shuttingDown: [],
    partitions: emptyVec(),
    topics: [],
    deletions: [],
    channels: [],
    queue: [],
    current: null,
    asked: 0,
    admin: [],
    nextAdminTask: 1,
  };
}

/** Is this broker the controller, as far as it knows (KafkaController.isActive)? It is from the moment it has won the election. */
export function isActive(controller: ControllerState | null): boolean {
  return controller !== null && (controller.phase.value === 'LOADING' || controller.phase.value === 'ACTIVE');
}

/** Does the broker's replica count as online? Not on a broker that is shutting down. */
export function isReplicaOnline(controller: ControllerState, broker: number): boolean {
  return isLive(controller, broker) && !controller.shuttingDown.includes(broker);
}

/** Is the broker registered, be it shutting down? */
export function isLive(controller: ControllerState, broker: number): boolean {
  return controller.liveBrokers.some((live) => live.id === broker);
}

/** Brokers that are registered and not shutting down. */
export function onlineBrokers(controller: ControllerState): readonly number[] {
  return controller.liveBrokers.map((live) => live.id).filter((id) => !controller.shuttingDown.includes(id));
}

/** A partition as the controller knows it; null when it does not. */
export function partitionOf(controller: ControllerState, id: PartitionId): ControlledPartition | null {
  return vecGet(controller.partitions, id) ?? null;
}

/** The controller's state with this partition. */
export function withPartition(controller: ControllerState, partition: ControlledPartition): ControllerState {
  let { partitions } = controller;
  while (partitions.length <= partition.id) partitions = vecPush(partitions, null);
  return { ...controller, partitions: vecSet(partitions, partition.id, partition) };
}

/** Index of the first topic whose name is not smaller. */
function placeOf(topics: readonly ControlledTopic[], name: string): number {
  let low = 0;
  let high = topics.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((topics[middle] as ControlledTopic).name < name) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A topic as the controller knows it; null when it does not. */
export function topicOf(controller: ControllerState, name: string): ControlledTopic | null {
  const found = controller.topics[placeOf(controller.topics, name)];
  return found !== undefined && found.name === name ? found : null;
}

/** The topics with this one, in the place of an older version of it. */
export function withTopic(topics: readonly ControlledTopic[], topic: ControlledTopic): readonly ControlledTopic[] {
  const at = placeOf(topics, topic.name);
  const next = topics.slice();
  next.splice(at, topics[at]?.name === topic.name ? 1 : 0, topic);
  return next;
}

/** Index of a partition of a topic; null when the controller does not know it. */
export function partitionIdOf(controller: ControllerState, topic: string, partition: number): PartitionId | null {
  return topicOf(controller, topic)?.partitions[partition] ?? null;
}

/** The topics without this one. */
export function withoutTopic(topics: readonly ControlledTopic[], name: string): readonly ControlledTopic[] {
  return topics.filter((topic) => topic.name !== name);
}

/** Is the topic to be deleted (ControllerContext.isTopicQueuedUpForDeletion)? */
export function isDeleting(controller: ControllerState, topic: string): boolean {
  return controller.deletions.some((deletion) => deletion.topic === topic);
}

/** All partitions, by id. */
export function allPartitions(controller: ControllerState): readonly ControlledPartition[] {
  const all: ControlledPartition[] = [];
  for (const topic of controller.topics) {
    for (const id of topic.partitions) {
      const partition = partitionOf(controller, id);
      if (partition !== null) all.push(partition);
    }
  }
  return all.sort((a, b) => a.id - b.id);
}

/** Replicas on these brokers, by partition id. */
export function replicasOn(
  controller: ControllerState,
  brokers: readonly number[],
): readonly { readonly partition: PartitionId; readonly broker: number }[] {
  return allPartitions(controller).flatMap((partition) =>
    partition.replicas
      .filter((broker) => brokers.includes(broker))
      .map((broker) => ({ partition: partition.id, broker })),
  );
}
