import type { ReplicaLog } from '../log/replica-log.ts';
import { CLUSTER_METADATA } from '../kraft/raft/state.ts';
import { vecForEach } from '../../lib/vec.ts';
import type { World } from '../world.ts';
import { quorumOf, raftOf } from './quorum.ts';
import type { BrokerState } from '../broker/state.ts';

/** The only partition of the metadata log, as it is called among the others. */
export const METADATA_PARTITION = `${CLUSTER_METADATA}-0`;

export { CLUSTER_METADATA };

/** One node's copy of the metadata log. */
export interface MetadataCopy {
  /** node.id: a voter's, or a broker's. */
  readonly id: number;
  /** Its high watermark is what the node knows to be committed. */
  readonly log: ReplicaLog;
}

/** The copies of __cluster_metadata-0, of voters and of brokers that follow them, up or not, by ascending node.id; none in ZooKeeper mode. */
export function metadataCopies(world: World): readonly MetadataCopy[] {
  const copies: MetadataCopy[] = [];
  if (world.setup.voters.length === 0) return copies;
  vecForEach(world.nodes, (node) => {
    const raft = raftOf(node);
    if (raft === null) return;
    const id = node.kind === 'broker' ? (node.state as BrokerState).brokerId : raft.nodeId;
    copies.push({ id, log: { ...raft.log, highWatermark: raft.highWatermark } });
  });
  return copies.sort((one, other) => one.id - other.id);
}

/**
 * A copy of __cluster_metadata-0: that of the node with this node.id, or that of the quorum's leader.
 * @param id null: the leader's
 * @returns null: there is no such copy, or nobody leads
 */
export function metadataCopy(world: World, id: number | null): ReplicaLog | null {
  const wanted = id ?? quorumOf(world)?.leaderId ?? -1;
  return wanted < 0 ? null : (metadataCopies(world).find((copy) => copy.id === wanted)?.log ?? null);
}
