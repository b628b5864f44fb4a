import type { Vec } from '../lib/vec.ts';
import { emptyVec } from '../lib/vec.ts';
import { brokerBehaviour, newBrokerState } from './broker/broker.ts';
import { adminBehaviour, newAdminState } from './client/admin.ts';
import { consumerBehaviour, newConsumerState } from './client/consumer.ts';
import { newProducerState, producerBehaviour } from './client/producer.ts';
import type { Behaviours } from './dispatch.ts';
import { Draft } from './draft.ts';
import type { Intervention } from './intervention.ts';
import { FIRST_CONTROLLER_ID, kraftPart } from './kraft/part.ts';
import { interveneNow, run as kernelRun, step as kernelStep, type Step } from './kernel.ts';
import { addNode } from './newcomers.ts';
import type { Scenario, ScriptItem } from './scenario.ts';
import { dueScript } from './script.ts';
import type { Micros } from './time.ts';
import type { TraceEntry } from './trace/entry.ts';
import type { Behaviour } from './turn.ts';
import type { Glimpse, NodeId, PendingScript, Setup, World } from './world.ts';
import { newZooKeeperState, zooKeeperBehaviour } from './zookeeper/server.ts';
import { ENGINE } from './engine.ts';
import { askFact } from './facts/ask.ts';

/** What each kind of node does. */
export const behaviours: Behaviours = {
  broker: erased(brokerBehaviour),
  zookeeper: erased(zooKeeperBehaviour),
  producer: erased({
    ...producerBehaviour,
    create: (setup, added) =>
      newProducerState(setup, (added as Extract<Intervention, { readonly type: 'addProducer' }>).producer),
  }),
  consumer: erased({
    ...consumerBehaviour,
    create: (setup, added) =>
      newConsumerState(setup, (added as Extract<Intervention, { readonly type: 'addConsumer' }>).consumer),
  }),
  admin: erased(adminBehaviour),
  get controller() {
    return kraftPart().controller;
  },
};

/** The kernel carries states without looking into them; a node's kind is the proof that its behaviour fits. */
function erased<S>(behaviour: Behaviour<S>): Behaviour<never> {
  return behaviour as unknown as Behaviour<never>;
}

/**
 * The World at time 0: every machine is there, every process about to start.
 * @param scenario a validated scenario
 * @param seed overrides the scenario's
 */
export function createWorld(scenario: Scenario, seed: number = scenario.seed): World {
  const draft = new Draft(emptyWorld(scenario, seed));
  const { setup } = draft;
  for (const i of setup.zookeeperNodes)
    addNode(draft, `zookeeper-${i + 1}`, 'zookeeper', newZooKeeperState(i + 1, setup.zookeeperNodes.length));
  if (scenario.kraft.roles === 'separate')
    for (const { id } of setup.voters)
      addNode(draft, `controller-${id}`, 'controller', kraftPart().newController(setup, id, scenario.config.broker));
  for (const broker of scenario.brokers)
    addNode(draft, `broker-${broker.id}`, 'broker', newBrokerState(setup, broker, scenario.config.broker));
  const expected = scenario.brokers.filter((broker) => broker.up).map((broker) => broker.id);
  addNode(draft, 'admin', 'admin', newAdminState(setup, scenario.topics, expected));
  for (const node of setup.zookeeperNodes) planStart(draft, node, 0);
  if (scenario.kraft.roles === 'separate')
    setup.voters.forEach(({ node }, i) => planStart(draft, node, scenario.kraft.startAt?.[i] ?? 0));
  for (const broker of scenario.brokers) if (broker.up) planStart(draft, setup.nodeOfBroker[broker.id] as NodeId, 0);
  planStart(draft, setup.adminNode, 0);
  for (const producer of scenario.producers) {
    const node = addNode(draft, producer.name, 'producer', newProducerState(setup, producer, scenario.config.producer));
    planStart(draft, node.id, producer.startAt);
  }
  for (const consumer of scenario.consumers) {
    const node = addNode(draft, consumer.name, 'consumer', newConsumerState(setup, consumer, scenario.config.consumer));
    planStart(draft, node.id, consumer.startAt);
  }
  for (const item of scenario.script) if (item.when === null) planScript(draft, item, item.at);
  return draft.seal();
}

function emptyWorld(scenario: Scenario, seed: number): World {
  const zookeepers = scenario.mode === 'zookeeper' ? scenario.zookeeper.servers : 0;
  const voters = votersOf(scenario);
  const others = scenario.kraft.roles === 'separate' ? zookeepers + voters.length : zookeepers;
  const ids = scenario.brokers.map((broker) => broker.id).sort((a, b) => a - b);
  const nodeOfBroker: NodeId[] = [];
  for (let id = 0; id <= (ids.at(-1) ?? -1); id++) {
    const at = scenario.brokers.findIndex((broker) => broker.id === id);
    nodeOfBroker.push(at < 0 ? -1 : others + at);
  }
  const setup: Setup = {
    engine: ENGINE,
    era: scenario.era,
    mode: scenario.mode,
    seed,
    network: scenario.network,
    nodeOfBroker,
    brokerIds: ids,
    zookeeperNodes: Array.from({ length: zookeepers }, (_, i) => i),
    voters,
    adminNode: others + scenario.brokers.length,
    announcedTopics: scenario.topics.map((topic) => topic.name),
    ...(scenario.without === undefined ? {} : { without: scenario.without }),
    clientConfig: { producer: scenario.config.producer, consumer: scenario.config.consumer },
  };
  const pendingScript: PendingScript[] = [];
  scenario.script.forEach((item, index) => {
    if (item.when !== null) pendingScript.push({ index, item, seen: 0 });
  });
  const empty: Vec<never> = emptyVec();
  return {
    now: 0,
    steps: 0,
    nextSeq: 0,
    nextOrder: 0,
    agenda: null,
    nodes: empty,
    connections: empty,
    names: { topics: [], partitions: [], index: {} },
    setup,
    pendingScript,
  };
}

/** Controllers come before the brokers, from {@link FIRST_CONTROLLER_ID} on; with combined roles the first brokers vote. */
function votersOf({ mode, kraft, brokers }: Scenario): Setup['voters'] {
  if (mode !== 'kraft') return [];
  if (kraft.roles === 'separate')
    return Array.from({ length: kraft.controllers }, (_, i) => ({ id: FIRST_CONTROLLER_ID + i, node: i }));
  return brokers
    .slice(0, kraft.controllers)
    .map(({ id }, node) => ({ id, node }))
    .sort((a, b) => a.id - b.id);
}

function planStart(draft: Draft, node: NodeId, at: Micros): void {
  draft.plan({ kind: 'start', at, order: draft.nextOrder++, node });
}

function planScript(draft: Draft, item: ScriptItem, at: Micros): void {
  for (const intervention of item.interventions)
    draft.plan({ kind: 'intervention', at, order: draft.nextOrder++, intervention });
}

/** One step of the cluster: see {@link kernelStep}. Conditioned items of the script whose time has come join the agenda. */
export function step(world: World, until?: Micros): Step | null {
  const taken = kernelStep(world, behaviours, until);
  return taken === null || taken.world.pendingScript.length === 0 ? taken : withScript(taken);
}

/**
 * Up to `most` steps with one World at the end, for who does not need those between: see {@link kernelRun}.
 * @param visit sees each step's entries and what there is after it; to be looked at, not to be kept
 * @returns the same World when nothing is planned up to `until`
 */
export function run(
  world: World,
  until: Micros,
  most: number,
  visit: (entries: readonly TraceEntry[], after: Glimpse) => void,
): World {
  if (world.pendingScript.length === 0) return kernelRun(world, behaviours, until, most, visit);
  // Conditions are asked of Worlds.
  let current = world;
  for (let left = most; left > 0; left--) {
    const taken = step(current, until);
    if (taken === null) break;
    current = taken.world;
    visit(taken.entries, current);
  }
  return current;
}

/** An intervention at the paused instant `at`: see {@link interveneNow}. */
export function intervene(world: World, at: Micros, intervention: Intervention): Step {
  const taken = interveneNow(world, behaviours, at, intervention);
  return taken.world.pendingScript.length === 0 ? taken : withScript(taken);
}

function withScript(taken: Step): Step {
  const due = dueScript(taken.world, taken.entries, askFact);
  if (due.pending === taken.world.pendingScript) return taken;
  const draft = new Draft(taken.world);
  draft.pendingScript = due.pending;
  for (const item of due.items) planScript(draft, item, taken.world.now + item.at);
  return { world: draft.seal(), entries: taken.entries };
}

/**
 * Every agenda item up to and including `until`.
 * @param visit sees each step's entries and the World after it
 */
export function runUntil(
  world: World,
  until: Micros,
  visit?: (entries: readonly TraceEntry[], world: World) => void,
): World {
  let current = world;
  for (;;) {
    const taken = step(current, until);
    if (taken === null) return current;
    current = taken.world;
    visit?.(taken.entries, current);
  }
}
