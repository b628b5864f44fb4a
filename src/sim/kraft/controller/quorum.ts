import type { RaftState } from '../raft/state.ts';
import type { QuorumControllerState } from './state.ts';

/** A voter's controller and its log: the two change together. */
export interface Quorum {
  readonly state: QuorumControllerState;
  readonly raft: RaftState;
}
