import type { BrokerState } from '../broker/state.ts';
import type { Turn } from '../turn.ts';
import type { PartitionId, Seq } from '../world.ts';
import { partitionOf, withPartition } from './context.ts';
import type { LeaderAndIsr } from './leader-and-isr.ts';
import type { OpenBatch } from './request-batch.ts';
import type { ControlledPartition, ControllerState, Outcome } from './state.ts';
import type { Step } from './steps.ts';

/** The controller's thread at work on one event, for as long as one turn lasts. What must survive it is kept in a RunningEvent. */
export interface Work {
  readonly turn: Turn;
  /** Everything but the controller module, which is newer in `controller`. */
  broker: BrokerState;
  controller: ControllerState;
  /** Steps still to do for the event, next first. */
  steps: readonly Step[];
  batch: OpenBatch;
  outcomes: readonly Outcome[];
  /** What the event is blamed on; what it brings to light (BrokersChanged) takes its place. */
  reason: Seq;
  /** A write was refused because another controller has taken over (ControllerMovedException): the event is given up. */
  moved: boolean;
}

/** Puts steps before those still to do. */
export function next(work: Work, ...steps: readonly Step[]): void {
  work.steps = work.steps.length === 0 ? steps : [...steps, ...work.steps];
}

/** What an entry of this moment is blamed on: the reason, and the answer that made it possible. */
export function causesOf(work: Work): readonly Seq[] {
  return work.turn.cause === work.reason ? [work.reason] : [work.reason, work.turn.cause];
}

/** Keeps a partition's new leader and ISR, and remembers which entry told of it. */
export function keepLeaderAndIsr(work: Work, id: PartitionId, state: LeaderAndIsr, changed: Seq): void {
  const partition = partitionOf(work.controller, id);
  if (partition === null) return;
  const kept: ControlledPartition = {
    id,
    state: partition.state,
    replicas: partition.replicas,
    adding: partition.adding,
    removing: partition.removing,
    replicaStates: partition.replicaStates,
    leader: state.leader,
    leaderEpoch: state.leaderEpoch,
    isr: state.isr,
    partitionEpoch: state.partitionEpoch,
    controllerEpoch: state.controllerEpoch,
    leaderRecoveryState: state.leaderRecoveryState,
    changed: changed < 0 ? partition.changed : changed,
  };
  work.controller = withPartition(work.controller, kept);
}
