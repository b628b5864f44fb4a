import type { QuorumControllerState } from '../controller/state.ts';
import type { RaftState } from '../raft/state.ts';

/** A process with the role `controller` alone: a voter of the quorum, and the controller that is active while it leads. */
export interface ControllerNodeState {
  /** Kafka's node.id. */
  readonly nodeId: number;
  readonly raft: RaftState;
  readonly controller: QuorumControllerState;
}
