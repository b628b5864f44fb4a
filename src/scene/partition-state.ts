import { vecGet } from '../lib/vec.ts';
import type { BrokerState, Replica } from '../sim/broker/state.ts';
import type { BrokerCondition, BrokerView } from '../sim/read/brokers.ts';
import { brokersOf } from '../sim/read/brokers.ts';
import { nodeOf } from '../sim/read/nodes.ts';
import { partitionView, type PartitionView } from '../sim/read/partitions.ts';
import { metadataOf } from '../sim/read/controller.ts';
import type { PartitionId, World } from '../sim/world.ts';

/** What every mark of one World is made from, read once. */
export interface ClusterState {
  readonly world: World;
  readonly brokers: readonly BrokerView[];
  /** By PartitionId. */
  readonly partitions: readonly PartitionView[];
  /** The cluster's metadata: the same object while nothing in it has changed. */
  readonly metadata: object | null;
}

/** Reads a World, taking over what the last one had where nothing can have changed. */
export function clusterState(world: World, last: ClusterState | null): ClusterState {
  if (last !== null && last.world === world) return last;
  const metadata = metadataOf(world);
  const kept = last !== null && last.metadata === metadata && last.world.names === world.names ? last.partitions : null;
  return {
    world,
    metadata,
    partitions: kept ?? world.names.partitions.map((_, id) => partitionView(world, id)),
    brokers: sameBrokers(last?.brokers ?? null, brokersOf(world)),
  };
}

function sameBrokers(last: readonly BrokerView[] | null, now: readonly BrokerView[]): readonly BrokerView[] {
  if (last === null || last.length !== now.length) return now;
  const brokers = now.map((view, i) => {
    const before = last[i];
    return before !== undefined && sameView(before, view) ? before : view;
  });
  return brokers.every((view, i) => view === last[i]) ? last : brokers;
}

function sameView(a: BrokerView, b: BrokerView): boolean {
  return (
    a.condition === b.condition &&
    a.waitingFor === b.waitingFor &&
    a.registration === b.registration &&
    a.isController === b.isController &&
    a.controllerEpoch === b.controllerEpoch &&
    a.lifecycle === b.lifecycle
  );
}

/** Is there no process that could answer? */
export function isGone(condition: BrokerCondition): boolean {
  return condition === 'crashed' || condition === 'stopped' || condition === 'unpowered' || condition === 'not started';
}

/** The broker's own copy, or null. */
export function replicaAt(world: World, broker: BrokerView, partition: PartitionId): Replica | null {
  const state = nodeOf(world, broker.node).state as BrokerState;
  return vecGet(state.replicas, partition) ?? null;
}
