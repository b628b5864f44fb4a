import type { RaftRole, RaftState } from '../kraft/raft/state.ts';
import type { ControllerNodeState } from '../kraft/node/state.ts';
import type { BrokerState } from '../broker/state.ts';
import type { BrokerKRaft } from '../broker/kraft/state.ts';
import type { ReplicaLog } from '../log/replica-log.ts';
import type { NodeId, NodeRecord, ProcessStatus, World } from '../world.ts';
import { nodeOf } from './nodes.ts';

/** A voter of KRaft's quorum as someone who watches sees it. */
export interface VoterView {
  /** Kafka's node.id. */
  readonly id: number;
  readonly node: NodeId;
  readonly name: string;
  readonly status: ProcessStatus;
  /** What it was last, where its process has ended. */
  readonly role: RaftRole;
  readonly epoch: number;
  /** Whom it believes to lead its epoch; -1: it does not know. */
  readonly leaderId: number;
  /** -1: nobody has its vote in this epoch. */
  readonly votedFor: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
}

/** The quorum; null in ZooKeeper mode. */
export interface QuorumView {
  /** By ascending node.id. */
  readonly voters: readonly VoterView[];
  /** Of those alive that believe they lead, the one in the latest epoch; -1: nobody does. */
  readonly leaderId: number;
  /** The latest epoch that anybody alive is in. */
  readonly epoch: number;
}

/** A node's part in the quorum, as voter or observer, alone or inside a broker; null when it has none. */
export function quorumStateOf(node: NodeRecord): Pick<BrokerKRaft, 'raft' | 'controller'> | null {
  if (node.kind === 'controller') return node.state as ControllerNodeState;
  return node.kind === 'broker' ? (node.state as BrokerState).kraft : null;
}

/** What a node knows as a member of the quorum; null when it is none. */
export function raftOf(node: NodeRecord): RaftState | null {
  return quorumStateOf(node)?.raft ?? null;
}

/** A node's copy of __cluster_metadata-0; null when it has none. */
export function metadataLogOf(world: World, node: NodeId): ReplicaLog | null {
  return raftOf(nodeOf(world, node))?.log ?? null;
}

/** The voters, who leads them, and the epoch. */
export function quorumOf(world: World): QuorumView | null {
  const { voters } = world.setup;
  if (voters.length === 0) return null;
  const views = voters.flatMap(({ id, node }) => viewOf(nodeOf(world, node), id));
  const alive = views.filter(isAlive);
  let leader: VoterView | null = null;
  let epoch = 0;
  for (const view of alive) {
    if (view.role === 'Leader' && view.epoch > (leader?.epoch ?? -1)) leader = view;
    epoch = Math.max(epoch, view.epoch);
  }
  return { voters: views, leaderId: leader?.id ?? -1, epoch };
}

function viewOf(node: NodeRecord, id: number): readonly VoterView[] {
  const raft = raftOf(node);
  if (raft === null) return [];
  const { role, epoch, leaderId, votedFor, log, highWatermark } = raft;
  const { name, status } = node;
  return [
    {
      id,
      node: node.id,
      name,
      status,
      role: role.value,
      epoch,
      leaderId,
      votedFor,
      logEndOffset: log.logEndOffset,
      highWatermark,
    },
  ];
}

function isAlive({ status }: VoterView): boolean {
  return status === 'running' || status === 'frozen';
}
