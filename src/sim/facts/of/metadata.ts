import { vecForEach } from '../../../lib/vec.ts';
import type { AdminState } from '../../client/admin/state.ts';
import type { ReplicaLog } from '../../log/replica-log.ts';
import { consumerView, producerView } from '../../read/clients.ts';
import { registrationOf } from '../../read/controller.ts';
import { epochAt, recordsOf } from '../../read/log.ts';
import { metadataLogOf, quorumOf } from '../../read/quorum.ts';
import type { NodeRecord, World } from '../../world.ts';
import { defineFact } from '../fact.ts';
import { brokersText, counted, listed, verb } from '../say.ts';

const NO_QUORUM = 'There is no metadata log: the cluster runs with ZooKeeper.';

interface Committed {
  readonly log: ReplicaLog;
  /** One behind the last offset that is committed. */
  readonly to: number;
}

/** The metadata log of the voter that knows most of it to be committed, dead or alive: what is committed stays so. */
function committedMetadata(world: World): Committed | null {
  let best: Committed | null = null;
  for (const { node, highWatermark } of quorumOf(world)?.voters ?? []) {
    const log = metadataLogOf(world, node);
    if (log !== null && (best === null || highWatermark > best.to)) best = { log, to: highWatermark };
  }
  return best;
}

/**
 * How many records of the cluster's metadata are committed (TopicRecord, PartitionRecord ...); what the quorum writes about itself,
 * LeaderChange, is not counted. Null in ZooKeeper mode.
 */
export const metadataRecords = defineFact({
  id: 'metadataRecords',
  args: [],
  ask({ world }) {
    const committed = committedMetadata(world);
    return committed === null ? null : recordsOf(committed.log, committed.log.logStartOffset, committed.to).length;
  },
  say: (value) => (value === null ? NO_QUORUM : `The metadata log has ${counted(value, 'record')} about the cluster.`),
});

/** The nodes, controllers and brokers, up or not, whose metadata logs hold all that is committed. Null in ZooKeeper mode. */
export const metadataHolders = defineFact({
  id: 'metadataHolders',
  args: [],
  ask({ world }) {
    const committed = committedMetadata(world);
    if (committed === null) return null;
    const last = committed.to - 1;
    const epoch = epochAt(committed.log, last);
    const names: string[] = [];
    vecForEach(world.nodes, (node) => {
      const log = metadataLogOf(world, node.id);
      // The same offset in the same epoch: everything before it is the same too (the Log Matching property of Raft).
      if (log !== null && last >= 0 && epochAt(log, last) === epoch) names.push(node.name);
    });
    return names;
  },
  say: (value) => (value === null ? NO_QUORUM : `All committed metadata is on ${listed(value)}.`),
});

/** Brokers that are registered and fenced: they may not lead, and clients are not told of them. Null in ZooKeeper mode. */
export const fencedBrokers = defineFact({
  id: 'fencedBrokers',
  args: [],
  ask: ({ world }) =>
    world.setup.mode === 'zookeeper'
      ? null
      : world.setup.brokerIds.filter((broker) => registrationOf(world, broker) === 'fenced'),
  say(value) {
    if (value === null) return 'Nobody is fenced: the cluster runs with ZooKeeper.';
    return `${brokersText(value, true)} ${verb(value.length === 0 ? 1 : value.length, 'is', 'are')} fenced.`;
  },
});

/**
 * Clients that wait for an answer: an operator for one to its request, a producer for one to records that it has sent or wants to send,
 * a consumer for the place where it is to begin.
 */
export const waitingClients = defineFact({
  id: 'waitingClients',
  args: [],
  ask({ world }) {
    const names: string[] = [];
    vecForEach(world.nodes, (node) => {
      if (node.status === 'running' && isWaiting(node)) names.push(node.name);
    });
    return names;
  },
  say: (value) =>
    value.length === 0 ? 'No client waits.' : `${listed(value)} ${verb(value.length, 'waits', 'wait')} for an answer.`,
});

function isWaiting(node: NodeRecord): boolean {
  switch (node.kind) {
    case 'admin':
      return (node.state as AdminState).jobs.length > 0;
    case 'producer': {
      const { blocked, buffered, inFlight } = producerView(node);
      return blocked + buffered + inFlight > 0;
    }
    case 'consumer': {
      const { positions } = consumerView(node);
      return positions.length === 0 || positions.some(({ position }) => position === null);
    }
    default:
      return false;
  }
}
