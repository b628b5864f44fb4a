import { vecChanges } from '../../lib/vec-changes.ts';
import { vecGet } from '../../lib/vec.ts';
import type { RaftState } from '../kraft/raft/state.ts';
import { raftOf } from '../read/quorum.ts';
import type { Complain, Invariant } from './invariant.ts';

/** Raft's state machine safety: what is committed is the same everywhere, for ever (KIP-595; the TLA+ models of KRaft). */
export const committedMetadata: Invariant = {
  name: 'CommittedMetadata',
  says: 'controllers and brokers that know an offset of the metadata log to be committed have the same batch there',
  watch() {
    const epochs: number[] = [];
    const seen: number[] = [];
    return {
      look({ before, after }, _, complain) {
        if (after.setup.voters.length === 0) return;
        vecChanges(before.nodes, after.nodes, (index, was, is) => {
          if (is === undefined || was?.state === is.state) return;
          const raft = raftOf(is);
          const earlier = was === undefined ? null : raftOf(was);
          if (raft === null || raft.highWatermark === earlier?.highWatermark) return;
          compare(raft, Math.min(seen[index] ?? 0, raft.highWatermark), epochs, complain);
          seen[index] = raft.highWatermark;
        });
      },
    };
  },
};

/** Holds the epochs of a member's newly committed batches against those that others had committed there. */
function compare({ nodeId, log, highWatermark }: RaftState, from: number, epochs: number[], complain: Complain): void {
  let at = log.batches.length - 1;
  while (at > log.first && (vecGet(log.batches, at)?.baseOffset ?? 0) > from) at -= 1;
  for (at = Math.max(at, log.first); at < log.batches.length; at++) {
    const batch = vecGet(log.batches, at);
    if (batch === undefined || batch.lastOffset >= highWatermark) return;
    const { baseOffset, lastOffset, partitionLeaderEpoch } = batch;
    for (let offset = baseOffset; offset <= lastOffset; offset++) {
      const known = (epochs[offset] ??= partitionLeaderEpoch);
      if (known !== partitionLeaderEpoch)
        complain(
          null,
          `node ${nodeId} has metadata offset ${offset} of epoch ${partitionLeaderEpoch}, not of ${known}`,
        );
    }
  }
}
