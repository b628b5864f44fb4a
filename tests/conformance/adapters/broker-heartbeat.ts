import * as v from 'valibot';

import { present } from '../../../src/lib/assert.ts';
import { vecSet } from '../../../src/lib/vec.ts';
import { currentState } from '../../../src/sim/kraft/controller/broker-control-state.ts';
import { heartbeatOf } from '../../../src/sim/kraft/controller/heartbeats.ts';
import { brokerIn } from '../../../src/sim/kraft/image/lookups.ts';
import type { ControllerNodeState } from '../../../src/sim/kraft/node/state.ts';
import { nodeNamed } from '../../../src/sim/read/nodes.ts';
import type { Era } from '../../../src/sim/world.ts';
import { adapter, kraftEraOf, type Check } from '../support/adapter.ts';
import { QuorumCluster } from '../support/quorum-cluster.ts';

const schema = v.object({
  state: v.picklist(['FENCED', 'UNFENCED', 'CONTROLLED_SHUTDOWN']),
  wantFence: v.boolean(),
  wantShutDown: v.boolean(),
  caughtUpToRegistration: v.boolean(),
  hasLeaderships: v.boolean(),
  next: v.string(),
});

type Case = v.InferOutput<typeof schema>;

const BROKER = 1;
const OTHER = 2;
const LATER = ' (once all active brokers passed its controlled shutdown offset)';

/** What a real active controller makes of a broker when it gets a heartbeat. */
export const playBrokerHeartbeat = adapter(schema, (data, vector): Check => {
  const cluster = clusterOf(data, kraftEraOf(vector));
  const first = beat(cluster, data);
  if (!data.next.endsWith(LATER)) return { expected: data.next, got: first };
  cluster.heartbeat(OTHER);
  const then = beat(cluster, data);
  return { expected: `CONTROLLED_SHUTDOWN, then ${data.next}`, got: `${first}, then ${then}${LATER}` };
});

function beat(cluster: QuorumCluster, { wantFence, wantShutDown, caughtUpToRegistration }: Case): string {
  const { registeredAt } = present(brokerIn(cluster.image, BROKER), 'the broker');
  const currentMetadataOffset = caughtUpToRegistration ? registeredAt : registeredAt - 1;
  const answer = cluster.heartbeat(BROKER, { wantFence, wantShutDown, currentMetadataOffset });
  if (answer.errorCode !== 'NONE') return answer.errorCode;
  return answer.shouldShutDown ? 'SHUTDOWN_NOW' : stateOf(cluster);
}

function stateOf({ controller }: QuorumCluster): string {
  const active = present(controller.controller.active, 'the active controller');
  return currentState(present(heartbeatOf(active, BROKER), 'heartbeats of the broker'));
}

/** The broker is in the state of the case; another one is there, so that not everything hangs on it. */
function clusterOf({ state, hasLeaderships }: Case, era: Era): QuorumCluster {
  const cluster = new QuorumCluster([], era);
  for (const id of [BROKER, OTHER]) cluster.register(id);
  cluster.heartbeat(OTHER);
  if (state !== 'FENCED') cluster.heartbeat(BROKER);
  if (state === 'CONTROLLED_SHUTDOWN' && !hasLeaderships) {
    create(cluster);
    cluster.heartbeat(BROKER, { wantShutDown: true });
  } else {
    if (hasLeaderships) create(cluster);
    if (state === 'CONTROLLED_SHUTDOWN') haveItStopping(cluster);
  }
  if (stateOf(cluster) !== state) throw new Error(`the state before the heartbeat is ${stateOf(cluster)}`);
  return cluster;
}

/** A topic that the broker leads. */
function create(cluster: QuorumCluster): void {
  const assignments = [{ partitionIndex: 0, brokerIds: [BROKER, OTHER] }];
  const topic = { name: 't', numPartitions: -1, replicationFactor: -1, assignments, configs: [] };
  cluster.ask({ type: 'CreateTopicsRequest', topics: [topic], timeoutMs: 1000 }, 'CreateTopicsResponse');
}

/**
 * No request leads to a broker that is about to stop and still leads: what it led is moved in the same batch. The rule for that is met by
 * setting what the active controller remembers of the broker's heartbeats.
 */
function haveItStopping(cluster: QuorumCluster): void {
  const node = present(nodeNamed(cluster.bench.world, cluster.controllerName), 'the active controller');
  const state = node.state as ControllerNodeState;
  const active = present(state.controller.active, 'the active controller');
  const heartbeats = active.heartbeats.map((each) =>
    each.id === BROKER ? { ...each, controlledShutdownOffset: state.raft.highWatermark } : each,
  );
  const changed: ControllerNodeState = {
    ...state,
    controller: { ...state.controller, active: { ...active, heartbeats } },
  };
  const { world } = cluster.bench;
  cluster.bench.world = { ...world, nodes: vecSet(world.nodes, node.id, { ...node, state: changed }) };
}
