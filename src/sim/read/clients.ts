import { vecForEach } from '../../lib/vec.ts';
import type { ConsumerState, ProducerBatch, ProducerState } from '../client/state.ts';
import type { Micros } from '../time.ts';
import type { NodeId, NodeKind, NodeRecord, PartitionId, ProcessStatus, World } from '../world.ts';

export interface ProducerView {
  readonly node: NodeId;
  readonly name: string;
  readonly status: ProcessStatus;
  readonly client: string;
  /** 0, 1 or -1 (all). */
  readonly acks: number;
  readonly paused: boolean;
  /** Records whose send() waits for metadata. */
  readonly blocked: number;
  /** Records that wait in the accumulator for their batch to leave. */
  readonly buffered: number;
  /** Records that have been sent and are not answered yet. */
  readonly inFlight: number;
  readonly queues: readonly QueueView[];
}

/** What a producer holds for one partition. */
export interface QueueView {
  readonly partition: PartitionId;
  readonly waiting: readonly ProducerBatch[];
  readonly inFlight: readonly ProducerBatch[];
}

export interface ConsumerView {
  readonly node: NodeId;
  readonly name: string;
  readonly status: ProcessStatus;
  readonly client: string;
  readonly paused: boolean;
  /** The error that ended its program; null while it runs. */
  readonly failed: string | null;
  /** The program works on what poll() returned until then. */
  readonly busyUntil: Micros;
  readonly positions: readonly PositionView[];
}

export interface PositionView {
  readonly partition: PartitionId;
  /** Offset of the next record that poll() returns; null until it is known. */
  readonly position: number | null;
  /** Records fetched and not yet returned by poll(). */
  readonly buffered: number;
}

/** Every producer, in the order in which they joined. */
export function producersOf(world: World): readonly ProducerView[] {
  return nodesOfKind(world, 'producer').map(producerView);
}

/** Every consumer, in the order in which they joined. */
export function consumersOf(world: World): readonly ConsumerView[] {
  return nodesOfKind(world, 'consumer').map(consumerView);
}

/** The nodes of one kind, by their index. */
export function nodesOfKind(world: World, kind: NodeKind): readonly NodeRecord[] {
  const nodes: NodeRecord[] = [];
  vecForEach(world.nodes, (node) => {
    if (node.kind === kind) nodes.push(node);
  });
  return nodes;
}

/** A producer's node as it is seen from outside. */
export function producerView(node: NodeRecord): ProducerView {
  const state = node.state as ProducerState;
  const queues = state.accumulators.map(({ partition, queue, inFlight }) => ({ partition, waiting: queue, inFlight }));
  return {
    node: node.id,
    name: node.name,
    status: node.status,
    client: state.client,
    acks: state.settings.acks,
    paused: state.paused,
    blocked: state.blocked.length,
    buffered: queues.reduce((sum, queue) => sum + recordsIn(queue.waiting), 0),
    inFlight: queues.reduce((sum, queue) => sum + recordsIn(queue.inFlight), 0),
    queues,
  };
}

/** A consumer's node as it is seen from outside. */
export function consumerView(node: NodeRecord): ConsumerView {
  const state = node.state as ConsumerState;
  return {
    node: node.id,
    name: node.name,
    status: node.status,
    client: state.client,
    paused: state.paused,
    failed: state.failed,
    busyUntil: state.busyUntil,
    positions: state.assigned.map(({ id, position, buffered }) => ({
      partition: id,
      position,
      buffered: buffered.reduce((sum, batch) => sum + batch.records.length, 0),
    })),
  };
}

function recordsIn(batches: readonly ProducerBatch[]): number {
  return batches.reduce((sum, batch) => sum + batch.records.length, 0);
}
