import { present } from '../../../lib/assert.ts';
import type { Turn } from '../../turn.ts';
import { MS, toMs, type Micros } from '../../time.ts';
import type { NodeId, Setup } from '../../world.ts';
import type { RaftState } from './state.ts';

/** One turn of a member of the quorum: its state as it changes. Lives for the turn only. */
export interface RaftWork {
  readonly turn: Turn;
  state: RaftState;
  /** When a connection that is wanted now may be used again; null: nothing waits. */
  wakeAt: Micros | null;
}

/** Changes some of the state. */
export function change(w: RaftWork, changes: Partial<RaftState>): void {
  w.state = { ...w.state, ...changes };
}

/** The node of a voter. */
export function nodeOfVoter(setup: Setup, id: number): NodeId {
  return present(
    setup.voters.find((voter) => voter.id === id),
    `a voter ${id}`,
  ).node;
}

/** The node with this node.id, for entries: a voter's or a broker's; -1 for nobody. */
export function nodeOfMember(setup: Setup, id: number): NodeId {
  return setup.voters.find((voter) => voter.id === id)?.node ?? setup.nodeOfBroker[id] ?? -1;
}

/** The voters without this one. */
export function otherVoters({ voters, nodeId }: RaftState): readonly number[] {
  return voters.filter((id) => id !== nodeId);
}

/** How many voters are more than half. */
export function majority(count: number): number {
  return Math.floor(count / 2) + 1;
}

/** A random election timeout: from one to two times controller.quorum.election.timeout.ms (QuorumState.randomElectionTimeoutMs). */
export function randomElectionTimeout(w: RaftWork): Micros {
  const { electionTimeout } = w.state.settings;
  return electionTimeout + w.turn.draw(Math.max(1, toMs(electionTimeout))) * MS;
}
