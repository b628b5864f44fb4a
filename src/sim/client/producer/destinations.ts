import { withLast } from '../../../lib/lists.ts';
import type { PartitionId } from '../../world.ts';
import { NEVER } from '../mutable.ts';
import { requestMetadata } from '../network/metadata-timing.ts';
import { leaderOf } from '../network/metadata-update.ts';
import type { Destination } from './state.ts';
import { setDestination, type ProducerWork } from './work.ts';

/*
 * Which partitions have something for which broker: so that nobody looks at every partition to find the few with work. A
 * partition with a batch in its queue is in exactly one list: that of its leader, or that of the partitions without one.
 */

export const NO_DESTINATION: Destination = { pending: [], due: NEVER };

/** A partition's queue is no longer empty. */
export function addPending(work: ProducerWork, id: PartitionId): void {
  const peer = leaderOf(work.net, id)?.peer ?? -1;
  if (peer < 0) {
    work.state.leaderless = [...work.state.leaderless, id];
    requestMetadata(work.net);
    return;
  }
  const destination = work.state.destinations[peer] as Destination;
  setDestination(work, peer, { pending: withLast(destination.pending, id), due: work.turn.now });
}

/** A partition that is pending already got more to send. */
export function touchPending(work: ProducerWork, id: PartitionId): void {
  const peer = leaderOf(work.net, id)?.peer ?? -1;
  if (peer >= 0) makeDue(work, peer);
}

/** This broker's batches are to be looked at in this turn. */
export function makeDue(work: ProducerWork, peer: number): void {
  const { due, pending } = work.state.destinations[peer] as Destination;
  if (pending.length > 0 && due > work.turn.now) setDestination(work, peer, { pending, due: work.turn.now });
}

/** Something that concerns all of them has changed: flush, close, a producer id, free memory. */
export function makeAllDue(work: ProducerWork): void {
  for (let peer = 0; peer < work.state.destinations.length; peer++) makeDue(work, peer);
}

/** Sorts every partition with batches under its present leader: after new metadata, and after batches were given up. */
export function regroup(work: ProducerWork): void {
  const { state, net, turn } = work;
  const pending: PartitionId[][] = state.destinations.map(() => []);
  const leaderless: PartitionId[] = [];
  for (const { partition, queue } of state.accumulators) {
    if (queue.length === 0) continue;
    const peer = leaderOf(net, partition)?.peer ?? -1;
    if (peer < 0) leaderless.push(partition);
    else (pending[peer] as PartitionId[]).push(partition);
  }
  state.leaderless = leaderless;
  state.destinations = pending.map((ids) => (ids.length === 0 ? NO_DESTINATION : { pending: ids, due: turn.now }));
  work.destinationsOwned = true;
  if (leaderless.length > 0) requestMetadata(net);
}
