import { vecGet } from '../../lib/vec.ts';
import type { Replica } from '../broker/state.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { Glimpse, PartitionId, World } from '../world.ts';
import { recordAt, type LoggedRecord } from './log.ts';
import { brokerNode, brokerState } from './nodes.ts';
import { partitionView } from './partitions.ts';

/** One broker's copy of a partition. */
export interface ReplicaView {
  readonly brokerId: number;
  readonly partition: PartitionId;
  /** What the broker takes itself for; `offline` also when its process does not run. */
  readonly role: 'leader' | 'follower' | 'offline';
  /** Is it in the ISR of the state znode? */
  readonly inSync: boolean;
  /** The leader this broker believes in; -1: none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly log: ReplicaLog;
}

/** The copy of a partition on a broker; null where there is none. */
export function replicaView(world: World, brokerId: number, id: PartitionId): ReplicaView | null {
  const replica = replicaOf(world, brokerId, id);
  return replica === null ? null : viewOf(world, brokerId, replica, partitionView(world, id).isr);
}

/** Every copy of a partition, in the order of its assignment; brokers that hold none yet are left out. */
export function replicasOf(world: World, id: PartitionId): readonly ReplicaView[] {
  const { replicas, isr } = partitionView(world, id);
  const views: ReplicaView[] = [];
  for (const brokerId of replicas) {
    const replica = replicaOf(world, brokerId, id);
    if (replica !== null) views.push(viewOf(world, brokerId, replica, isr));
  }
  return views;
}

/** The broker's own record of its copy; null where it has none. */
export function replicaOf(world: Glimpse, brokerId: number, id: PartitionId): Replica | null {
  const state = brokerState(world, brokerId);
  return id < 0 || state === null ? null : (vecGet(state.replicas, id) ?? null);
}

/** The log of a partition on a broker, dead or alive; null where it has none. */
export function logOf(world: Glimpse, brokerId: number, id: PartitionId): ReplicaLog | null {
  return replicaOf(world, brokerId, id)?.log ?? null;
}

/** The record that a broker's copy has at an offset; null where it has none. */
export function recordOn(world: World, brokerId: number, id: PartitionId, offset: number): LoggedRecord | null {
  const log = logOf(world, brokerId, id);
  return log === null ? null : recordAt(log, offset);
}

function viewOf(world: World, brokerId: number, replica: Replica, isr: readonly number[]): ReplicaView {
  const up = brokerNode(world, brokerId)?.status;
  return {
    brokerId,
    partition: replica.partition,
    role: up === 'down' || up === 'off' ? 'offline' : replica.role,
    inSync: isr.includes(brokerId),
    leader: replica.leader,
    leaderEpoch: replica.leaderEpoch,
    isr: replica.isr,
    logStartOffset: replica.log.logStartOffset,
    logEndOffset: replica.log.logEndOffset,
    highWatermark: replica.log.highWatermark,
    log: replica.log,
  };
}
