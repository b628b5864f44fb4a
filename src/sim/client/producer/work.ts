import type { Turn } from '../../turn.ts';
import type { PartitionId } from '../../world.ts';
import type { Mutable } from '../mutable.ts';
import { openNetwork, sealNetwork, type NetworkWork } from '../network/work.ts';
import type { Destination, PartitionQueue, ProducerState } from './state.ts';

/** A producer during one turn: `state` is a copy that this turn may write; its arrays are copied before they are written. */
export interface ProducerWork {
  readonly turn: Turn;
  readonly before: ProducerState;
  readonly state: Mutable<ProducerState>;
  readonly net: NetworkWork;
  queuesOwned: boolean;
  destinationsOwned: boolean;
}

/** Opens a producer for a turn. Field by field: a spread of this many takes longer than most turns. */
export function openProducer(turn: Turn, before: ProducerState): ProducerWork {
  const state: Mutable<ProducerState> = {
    name: before.name,
    client: before.client,
    config: before.config,
    settings: before.settings,
    network: before.network,
    program: before.program,
    programNext: before.programNext,
    tickLeft: before.tickLeft,
    programBlocked: before.programBlocked,
    paused: before.paused,
    producerId: before.producerId,
    producerEpoch: before.producerEpoch,
    producerIdAsked: before.producerIdAsked,
    producerIdNotBefore: before.producerIdNotBefore,
    epochBumpNeeded: before.epochBumpNeeded,
    blocked: before.blocked,
    accumulators: before.accumulators,
    queueOf: before.queueOf,
    destinations: before.destinations,
    leaderless: before.leaderless,
    sticky: before.sticky,
    flushing: before.flushing,
    closing: before.closing,
    reconfigure: before.reconfigure,
    incomplete: before.incomplete,
    bufferUsed: before.bufferUsed,
    expiryCheck: before.expiryCheck,
  };
  return { turn, before, state, net: openNetwork(turn, before.network), queuesOwned: false, destinationsOwned: false };
}

/** The producer's state after the turn: the one before when nothing changed. */
export function sealProducer(work: ProducerWork): ProducerState {
  const { before, state } = work;
  state.network = sealNetwork(work.net);
  const same =
    before.network === state.network &&
    before.accumulators === state.accumulators &&
    before.destinations === state.destinations &&
    before.programNext === state.programNext &&
    before.tickLeft === state.tickLeft &&
    before.programBlocked === state.programBlocked &&
    before.program === state.program &&
    before.paused === state.paused &&
    before.config === state.config &&
    before.settings === state.settings &&
    before.producerId === state.producerId &&
    before.producerEpoch === state.producerEpoch &&
    before.producerIdAsked === state.producerIdAsked &&
    before.producerIdNotBefore === state.producerIdNotBefore &&
    before.epochBumpNeeded === state.epochBumpNeeded &&
    before.blocked === state.blocked &&
    before.queueOf === state.queueOf &&
    before.leaderless === state.leaderless &&
    before.sticky === state.sticky &&
    before.flushing === state.flushing &&
    before.closing === state.closing &&
    before.reconfigure === state.reconfigure &&
    before.incomplete === state.incomplete &&
    before.bufferUsed === state.bufferUsed &&
    before.expiryCheck === state.expiryCheck;
  return same ? before : state;
}

/** The queue of a partition; null when this producer never sent to it. */
export function queueAt(work: ProducerWork, id: PartitionId): PartitionQueue | null {
  const at = work.state.queueOf[id] ?? -1;
  return at < 0 ? null : (work.state.accumulators[at] as PartitionQueue);
}

/** Puts a partition's queue in the place of its last state; a new one goes to the end. */
export function setQueue(work: ProducerWork, queue: PartitionQueue): void {
  const { state } = work;
  if (!work.queuesOwned) {
    state.accumulators = state.accumulators.slice();
    work.queuesOwned = true;
  }
  const queues = state.accumulators as PartitionQueue[];
  const at = state.queueOf[queue.partition] ?? -1;
  if (at >= 0) {
    queues[at] = queue;
    return;
  }
  const queueOf = state.queueOf.slice();
  while (queueOf.length <= queue.partition) queueOf.push(-1);
  queueOf[queue.partition] = queues.length;
  state.queueOf = queueOf;
  queues.push(queue);
}

export function setDestination(work: ProducerWork, peer: number, destination: Destination): void {
  if (!work.destinationsOwned) {
    work.state.destinations = work.state.destinations.slice();
    work.destinationsOwned = true;
  }
  (work.state.destinations as Destination[])[peer] = destination;
}

/** A partition that was never sent to. */
export function newQueue(partition: PartitionId): PartitionQueue {
  return {
    partition,
    counted: 0,
    queue: [],
    inFlight: [],
    nextSequence: 0,
    sequenceEpoch: -1,
    lastAckedSequence: -1,
    lastAckedOffset: -1,
    unresolved: -1,
  };
}
