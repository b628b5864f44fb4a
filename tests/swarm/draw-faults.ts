import fc from 'fast-check';

import type { CrashKind, Intervention } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';
import type { Fault, Length } from './plan.ts';

/** A fault before it is known whom it hits: `a`, `b` and `c` choose among what there is. */
interface Dice {
  readonly kind: Kind;
  readonly at: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const KINDS = [
  'crash',
  'crashAndStart',
  'stop',
  'start',
  'freeze',
  'thaw',
  'cut',
  'cutOneWay',
  'slow',
  'healAll',
  'reset',
  'unclean',
  'elect',
  'minInsync',
  'addPartition',
  'islands',
  'slowDisk',
  'healDisk',
  'deleteRecords',
  'reassign',
] as const;

type Kind = (typeof KINDS)[number];

/**
 * What happens to a cluster: first a choice of kinds, so that each run is full of some and free of others (swarm testing, Groce
 * et al. 2012), then faults at any time after the cluster has had two seconds to come up.
 */
export function drawFaults(scenario: Scenario, length: Length): fc.Arbitrary<readonly Fault[]> {
  return fc
    .subarray([...KINDS], { minLength: 3 })
    .chain((kinds) =>
      fc.array(
        fc.record({
          kind: fc.constantFrom(...kinds),
          at: fc.integer({ min: 2_000, max: length.faults / 1_000 }),
          a: fc.nat(1_000),
          b: fc.nat(1_000),
          c: fc.nat(1_000),
        }),
        { minLength: 1, maxLength: length.faults > 60_000_000 ? 30 : 12, size: 'max' },
      ),
    )
    .map((all) =>
      firstReassignments(all.flatMap((dice) => faultsFrom(dice, scenario)).sort((one, other) => one.at - other.at)),
    );
}

function brokersOf(scenario: Scenario): readonly string[] {
  return scenario.brokers.map(({ id }) => `broker-${id}`);
}

/**
 * Only the first reassignment of each topic. One that replaces another may take away a leader that was only being added: Kafka's
 * controller then leaves the partition without a leader until a broker starts or dies (KafkaController.updateCurrentReassignment).
 */
function firstReassignments(faults: readonly Fault[]): readonly Fault[] {
  const topics: string[] = [];
  return faults.filter(({ interventions: [first] }) => {
    if (first?.type !== 'reassignPartitions') return true;
    if (topics.includes(first.topic)) return false;
    topics.push(first.topic);
    return true;
  });
}

/** Names of the processes that faults hit: brokers, and those that elect controllers. */
export function victims(scenario: Scenario): readonly string[] {
  const brokers = brokersOf(scenario);
  if (scenario.mode === 'zookeeper')
    return [...brokers, ...Array.from({ length: scenario.zookeeper.servers }, (_, i) => `zookeeper-${i + 1}`)];
  const { controllers, roles } = scenario.kraft;
  return roles === 'combined'
    ? brokers
    : [...brokers, ...Array.from({ length: controllers }, (_, i) => `controller-${101 + i}`)];
}

/** The disks of those who elect controllers are the cluster's memory: Raft and ZAB promise nothing once they are lost. */
function decides(scenario: Scenario, node: string): boolean {
  return !node.startsWith('broker-') || (scenario.mode === 'kraft' && scenario.kraft.roles === 'combined');
}

function faultsFrom({ kind, at: ms, a, b, c }: Dice, scenario: Scenario): readonly Fault[] {
  const at = ms * 1_000;
  const nodes = victims(scenario);
  const node = pick(nodes, a);
  const other = pick(
    nodes.filter((name) => name !== node),
    b,
  );
  const crashKinds: readonly CrashKind[] = ['process', 'process', 'power', 'disk'];
  const crash: Intervention = {
    type: 'crash',
    node,
    kind: pick(decides(scenario, node) ? ['process'] : crashKinds, c),
  };
  const topic = pick(scenario.topics, b).name;
  switch (kind) {
    case 'crash':
      return [{ at, interventions: [crash] }];
    case 'crashAndStart':
      return [
        { at, interventions: [crash] },
        { at: at + b * 5_000, interventions: [{ type: 'start', node }] },
      ];
    case 'stop':
    case 'start':
    case 'freeze':
    case 'thaw':
      return [{ at, interventions: [{ type: kind, node }] }];
    case 'cut':
      return [{ at, interventions: bothWays((from, to) => ({ type: 'cutLink', from, to }), node, other) }];
    case 'cutOneWay':
      return [{ at, interventions: [{ type: 'cutLink', from: node, to: other }] }];
    case 'slow':
      return [{ at, interventions: [{ type: 'slowLink', from: node, to: other, extra: 1_000 + c * 2_000 }] }];
    case 'healAll':
      return [{ at, interventions: [{ type: 'healNetwork' }] }];
    case 'reset':
      return [{ at, interventions: [{ type: 'resetLink', from: node, to: other }] }];
    case 'unclean':
      return [
        {
          at,
          interventions: [configured(topic, { 'unclean.leader.election.enable': c % 2 === 0 ? 'true' : 'false' })],
        },
      ];
    case 'minInsync':
      return [{ at, interventions: [configured(topic, { 'min.insync.replicas': String(1 + (c % 2)) })] }];
    case 'elect':
      return [{ at, interventions: [{ type: 'electLeaders', election: 'PREFERRED', topic, partition: 0 }] }];
    case 'islands':
      return [{ at, interventions: [{ type: 'partitionNetwork', islands: islands(nodes, a, b) }] }];
    case 'slowDisk':
      return [
        { at, interventions: [{ type: 'slowDisk', node: pick(brokersOf(scenario), a), extra: 1_000 + c * 500 }] },
      ];
    case 'healDisk':
      return [{ at, interventions: [{ type: 'healDisk', node: pick(brokersOf(scenario), a) }] }];
    case 'deleteRecords':
      return [
        { at, interventions: [{ type: 'deleteRecords', topic, partition: 0, before: c % 3 === 0 ? null : c % 40 }] },
      ];
    case 'reassign':
      return [
        {
          at,
          interventions: [{ type: 'reassignPartitions', topic, partition: 0, replicas: replicas(scenario, a, c) }],
        },
      ];
    case 'addPartition':
      return [{ at, interventions: [{ type: 'createPartitions', topic, count: 2 + (c % 5), assignment: null }] }];
  }
}

/** Two islands, none of them empty. */
function islands(nodes: readonly string[], a: number, b: number): readonly (readonly string[])[] {
  const first = nodes.filter((_, index) => ((a >> index) & 1) === 1 || index === b % nodes.length);
  const second = nodes.filter((node) => !first.includes(node));
  return second.length > 0 ? [first, second] : [first.slice(0, 1), first.slice(1)];
}

/** One to three brokers in some order. */
function replicas(scenario: Scenario, a: number, c: number): readonly number[] {
  const ids = scenario.brokers.map(({ id }) => id);
  const turned = [...ids.slice(a % ids.length), ...ids.slice(0, a % ids.length)];
  return turned.slice(0, 1 + (c % 3));
}

function configured(name: string, config: Readonly<Record<string, string>>): Intervention {
  return { type: 'alterConfig', resource: 'topic', name, config };
}

function bothWays(make: (from: string, to: string) => Intervention, one: string, other: string): Intervention[] {
  return [make(one, other), make(other, one)];
}

/** Everything that puts a cluster right again: links, processes that stand still, processes that are gone. */
export function healing(scenario: Scenario): readonly Intervention[] {
  const nodes = victims(scenario);
  return [
    { type: 'healNetwork' },
    ...brokersOf(scenario).map((node): Intervention => ({ type: 'healDisk', node })),
    ...nodes.map((node): Intervention => ({ type: 'thaw', node })),
    ...nodes.map((node): Intervention => ({ type: 'start', node })),
  ];
}

function pick<T>(all: readonly T[], die: number): T {
  return all[die % all.length] as T;
}
