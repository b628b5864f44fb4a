import type { Layout } from '../layout.ts';

/** Which partitions a general assignment has moved so far: who had each before it first moved, and who has it now; -1: it has not moved (AbstractStickyAssignor.PartitionMovements). */
export interface Movements {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export function noMovements(layout: Layout): Movements {
  const count = layout.topicOf.length;
  return { from: new Int32Array(count).fill(-1), to: new Int32Array(count).fill(-1) };
}

/** A partition moves on; back to where it came from is no movement. */
export function noteMovement(movements: Movements, partition: number, from: number, to: number): void {
  const before = movements.from[partition] as number;
  const source = before < 0 ? from : before;
  movements.from[partition] = source === to ? -1 : source;
  movements.to[partition] = source === to ? -1 : to;
}

/**
 * Instead of moving a partition against the way that another of its topic has moved, that other one moves back. Of several it is the one
 * with the lowest number (in Kafka the first of a hash set).
 */
export function betterToMove(
  layout: Layout,
  movements: Movements,
  partition: number,
  from: number,
  to: number,
): number {
  const before = movements.from[partition] as number;
  const source = before < 0 ? from : before;
  const topic = layout.topicOf[partition] as number;
  const end = layout.firsts[topic + 1] as number;
  for (let other = layout.firsts[topic] as number; other < end; other++)
    if (movements.from[other] === to && movements.to[other] === source) return other;
  return partition;
}
