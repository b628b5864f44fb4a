import type { Turn } from '../../turn.ts';
import type { PartitionId } from '../../world.ts';
import type { Mutable } from '../mutable.ts';
import { openNetwork, sealNetwork, type NetworkWork } from '../network/work.ts';
import type { AssignedPartition, ConsumerState, FetchSource } from './state.ts';

/** A consumer during one turn: `state` is a copy that this turn may write; its arrays are copied before they are written. */
export interface ConsumerWork {
  readonly turn: Turn;
  readonly before: ConsumerState;
  readonly state: Mutable<ConsumerState>;
  readonly net: NetworkWork;
  assignedOwned: boolean;
  sourcesOwned: boolean;
  /** The coordinator was lost in this turn: what was under way to it has failed. */
  coordinatorLost: boolean;
  /** A commit that somebody waits for came to its end without an answer: whoever waits goes on in this turn. */
  commitSettled: boolean;
  /** Its consumer is closed, and the program makes itself another one. */
  reborn: boolean;
}

/** Opens a consumer for a turn. Field by field: a spread of this many takes longer than most turns. */
export function openConsumer(turn: Turn, before: ConsumerState): ConsumerWork {
  const state: Mutable<ConsumerState> = {
    name: before.name,
    client: before.client,
    config: before.config,
    settings: before.settings,
    network: before.network,
    topics: before.topics,
    assign: before.assign,
    atStart: before.atStart,
    processing: before.processing,
    paused: before.paused,
    assigned: before.assigned,
    assignedAt: before.assignedAt,
    sources: before.sources,
    ready: before.ready,
    preferred: before.preferred,
    seeks: before.seeks,
    unsettled: before.unsettled,
    metadataVersion: before.metadataVersion,
    busyUntil: before.busyUntil,
    failed: before.failed,
    group: before.group,
  };
  return {
    turn,
    before,
    state,
    net: openNetwork(turn, before.network),
    assignedOwned: false,
    sourcesOwned: false,
    coordinatorLost: false,
    commitSettled: false,
    reborn: false,
  };
}

/** The consumer's state after the turn: the one before when nothing changed. */
export function sealConsumer(work: ConsumerWork): ConsumerState {
  const { before, state } = work;
  state.network = sealNetwork(work.net);
  const same =
    before.network === state.network &&
    before.assigned === state.assigned &&
    before.sources === state.sources &&
    before.ready === state.ready &&
    before.busyUntil === state.busyUntil &&
    before.config === state.config &&
    before.settings === state.settings &&
    before.topics === state.topics &&
    before.assign === state.assign &&
    before.processing === state.processing &&
    before.paused === state.paused &&
    before.assignedAt === state.assignedAt &&
    before.preferred === state.preferred &&
    before.seeks === state.seeks &&
    before.unsettled === state.unsettled &&
    before.metadataVersion === state.metadataVersion &&
    before.failed === state.failed &&
    before.group === state.group;
  return same ? before : state;
}

export function partitionAt(work: ConsumerWork, index: number): AssignedPartition {
  return work.state.assigned[index] as AssignedPartition;
}

/** Where a partition is in `assigned`; -1 when it is not. */
export function indexOf(work: ConsumerWork, id: PartitionId): number {
  return work.state.assignedAt[id] ?? -1;
}

export function setPartition(work: ConsumerWork, index: number, partition: AssignedPartition): void {
  if (!work.assignedOwned) {
    work.state.assigned = work.state.assigned.slice();
    work.assignedOwned = true;
  }
  (work.state.assigned as AssignedPartition[])[index] = partition;
}

export function sourceAt(work: ConsumerWork, peer: number): FetchSource {
  return work.state.sources[peer] as FetchSource;
}

export function setSource(work: ConsumerWork, peer: number, source: FetchSource): void {
  if (!work.sourcesOwned) {
    work.state.sources = work.state.sources.slice();
    work.sourcesOwned = true;
  }
  (work.state.sources as FetchSource[])[peer] = source;
}

/** Lets go of what was fetched for a partition and not returned yet. */
export function dropBuffer(work: ConsumerWork, index: number): void {
  const partition = partitionAt(work, index);
  if (partition.buffered.length > 0) setPartition(work, index, { ...partition, buffered: [] });
  if (work.state.ready.includes(index)) work.state.ready = work.state.ready.filter((other) => other !== index);
}
