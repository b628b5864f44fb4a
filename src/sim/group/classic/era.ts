import type { Setup } from '../../world.ts';

/*
 * What the coordinators of the release lines do differently: up to 3.9 it is core's GroupCoordinator.scala unless it is switched over,
 * from 4.0 the one of the module group-coordinator.
 */

/** Are members removed that do not send SyncGroup within the rebalance timeout (DelayedSync; not there in 2.8)? */
export function expiresPendingSync(setup: Setup): boolean {
  return setup.era !== '2.8';
}

/** May a static leader be told to skip the assignment (KIP-814, JoinGroup from version 9)? */
export function skipsAssignment(setup: Setup): boolean {
  return setup.era !== '2.8';
}

/** Do a member's timeouts stay those of its first JoinGroup, whatever it says when it comes again (GroupMetadata.updateMember of 2.8)? */
export function keepsFirstTimeouts(setup: Setup): boolean {
  return setup.era === '2.8';
}

/** Is it the coordinator of the module group-coordinator? It writes a group down when it is made; small things that differ name it. */
export function isNewCoordinator(setup: Setup): boolean {
  return setup.era === '4.0';
}
