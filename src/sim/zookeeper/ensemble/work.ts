import { present } from '../../../lib/assert.ts';
import { MS, type Micros } from '../../time.ts';
import type { Turn } from '../../turn.ts';
import type { NodeId } from '../../world.ts';
import type { ZooKeeperState } from '../state.ts';
import type { EnsembleState } from './state.ts';

/** A server of an ensemble for the length of a turn. */
export interface Server {
  readonly turn: Turn;
  state: ZooKeeperState;
}

/** Timer slots of a server that belong to the ensemble; sessions have those from FIRST_SESSION_SLOT on. */
export const ENSEMBLE_SLOTS = { retry: 0, finalise: 1, init: 2, tick: 3, follow: 4, silence: 5 } as const;
export const FIRST_SESSION_SLOT = 8;

/** FastLeaderElection.finalizeWait: so long a winner waits for a better vote. */
export const FINALISE_WAIT: Micros = 200 * MS;
/** How often a server that looks for a leader tries the others again. */
export const RETRY: Micros = 1000 * MS;
/** Learner.connectToLeader tries five times. */
export const MOST_TRIES = 5;
/** initLimit and syncLimit of zoo_sample.cfg, in ticks. */
const INIT_LIMIT = 10;
const SYNC_LIMIT = 5;

export function ensembleOf(server: Server): EnsembleState {
  return present(server.state.ensemble, 'an ensemble');
}

export function setEnsemble(server: Server, changes: Partial<EnsembleState>): void {
  server.state = { ...server.state, ensemble: { ...ensembleOf(server), ...changes } };
}

/** More than half of all servers, whether they are up or not. */
export function isQuorum(ensemble: EnsembleState, count: number): boolean {
  return count > Math.floor(ensemble.members / 2);
}

export function tick(server: Server): Micros {
  return server.state.tickTimeMs * MS;
}
export function initLimit(server: Server): Micros {
  return INIT_LIMIT * tick(server);
}
export function syncLimit(server: Server): Micros {
  return SYNC_LIMIT * tick(server);
}

/** The node of a server id. */
export function nodeOfServer(server: Server, id: number): NodeId {
  return present(server.turn.setup.zookeeperNodes[id - 1], 'a server of the ensemble');
}

/** The server id of a node; -1 when it is a client. */
export function serverOfNode(server: Server, node: NodeId): number {
  const at = server.turn.setup.zookeeperNodes.indexOf(node);
  return at < 0 ? -1 : at + 1;
}
