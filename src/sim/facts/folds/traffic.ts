import { emptyVec, vecGet, vecPush, vecSet, type Vec } from '../../../lib/vec.ts';
import type { NodeId } from '../../world.ts';
import type { Fold } from '../fold.ts';

/** What each node has had to do with connections and fetches, by node. */
export interface Traffic {
  /** Connections that it has opened. */
  readonly opened: number;
  /** Fetch requests of consumers that have reached it. */
  readonly consumerFetches: number;
}

const NONE: Traffic = { opened: 0, consumerFetches: 0 };

/** Connections opened by each client, and consumers' fetches that reached each broker. */
export const trafficFold: Fold<Vec<Traffic>> = {
  id: 'traffic',
  entries: ['ConnectionOpened', 'RequestReceived'],
  start: () => emptyVec(),
  take(state, entry, world) {
    if (entry.type === 'ConnectionOpened') {
      const before = trafficOf(state, entry.node);
      return put(state, entry.node, { opened: before.opened + 1, consumerFetches: before.consumerFetches });
    }
    if (entry.type !== 'RequestReceived' || entry.args.api !== 'FetchRequest') return state;
    if (vecGet(world.nodes, entry.args.from)?.kind !== 'consumer') return state;
    const before = trafficOf(state, entry.node);
    return put(state, entry.node, { opened: before.opened, consumerFetches: before.consumerFetches + 1 });
  },
};

/** One node's traffic. */
export function trafficOf(state: Vec<Traffic>, node: NodeId): Traffic {
  return vecGet(state, node) ?? NONE;
}

function put(state: Vec<Traffic>, node: NodeId, traffic: Traffic): Vec<Traffic> {
  let grown = state;
  while (grown.length <= node) grown = vecPush(grown, NONE);
  return vecSet(grown, node, traffic);
}
