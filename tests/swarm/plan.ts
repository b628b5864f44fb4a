import type { Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { Micros } from '../../src/sim/time.ts';

/** Interventions of one instant. */
export interface Fault {
  readonly at: Micros;
  readonly interventions: readonly Intervention[];
}

/** One run of the swarm: a cluster with load, what happens to it, and for how long. */
export interface Plan {
  readonly scenario: Scenario;
  readonly faults: readonly Fault[];
  /** Then everything is healed. */
  readonly healAt: Micros;
  /** By then the cluster must have converged. */
  readonly until: Micros;
}

/** How long the runs of a swarm are. */
export interface Length {
  readonly faults: Micros;
  readonly healing: Micros;
}

const S = 1_000_000;

/** 120 s of faults and 60 of healing. */
export const FULL: Length = { faults: 120 * S, healing: 60 * S };
/** For every `npm test`; timeouts are then from the shortened set. */
export const SHORT: Length = { faults: 15 * S, healing: 30 * S };
