import { vecChanges } from '../../lib/vec-changes.ts';
import { raftOf } from '../read/quorum.ts';
import type { Invariant } from './invariant.ts';

/** Raft's election safety, for the metadata quorum (KIP-595). */
export const singleQuorumLeader: Invariant = {
  name: 'SingleQuorumLeader',
  says: 'at most one controller ever leads the quorum in an epoch',
  watch() {
    const leaders: number[] = [];
    return {
      look({ before, after }, _, complain) {
        if (after.setup.voters.length === 0) return;
        vecChanges(before.nodes, after.nodes, (__, was, is) => {
          if (is === undefined || was?.state === is.state) return;
          const raft = raftOf(is);
          if (raft === null || raft.role.value !== 'Leader') return;
          const known = leaders[raft.epoch];
          if (known !== undefined && known !== raft.nodeId)
            complain(null, `controllers ${known} and ${raft.nodeId} both lead the quorum in epoch ${raft.epoch}`);
          leaders[raft.epoch] = raft.nodeId;
        });
      },
    };
  },
};
