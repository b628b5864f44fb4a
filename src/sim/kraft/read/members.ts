import { vecGet } from '../../../lib/vec.ts';
import { quorumStateOf } from '../../read/quorum.ts';
import type { NodeRecord, World } from '../../world.ts';
import type { QuorumControllerState } from '../controller/state.ts';
import type { RaftState } from '../raft/state.ts';

/** A voter: its log, its controller, and the process that it is part of. */
export interface QuorumMember {
  readonly id: number;
  readonly node: NodeRecord;
  readonly raft: RaftState;
  readonly controller: QuorumControllerState | null;
}

/** The voters, by ascending node.id. */
export function membersOf(world: World): readonly QuorumMember[] {
  const members: QuorumMember[] = [];
  for (const { id, node: index } of world.setup.voters) {
    const node = vecGet(world.nodes, index) as NodeRecord;
    const state = quorumStateOf(node);
    if (state !== null) members.push({ id, node, raft: state.raft, controller: state.controller });
  }
  return members;
}
