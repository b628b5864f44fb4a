import type { Json } from '../../src/lib/json.ts';
import { heapOf } from '../../src/lib/heap.ts';
import { vecOf } from '../../src/lib/vec.ts';
import { NO_GROUPS } from '../../src/sim/broker/groups/state.ts';
import type { Micros } from '../../src/sim/time.ts';
import type { Connection, NodeRecord, Packet, ProcessStatus, Setup, World } from '../../src/sim/world.ts';
import type { Znode } from '../../src/sim/zookeeper/state.ts';
import { consumerState, producerState } from './client-fixture.ts';
import { logOf, type LogSpec } from './log-fixture.ts';
import { traffic } from './traffic-fixture.ts';

export interface PartitionSpec {
  readonly replicas: readonly number[];
  readonly leader: number;
  readonly epoch: number;
  readonly isr: readonly number[];
  readonly logs: { readonly [broker: number]: LogSpec };
  /** Brokers that believe to lead, if not the leader alone. */
  readonly leading?: readonly number[];
}

export interface ClusterSpec {
  readonly now?: Micros;
  readonly brokers: readonly {
    readonly id: number;
    readonly status?: ProcessStatus;
    readonly started?: boolean;
    readonly lifecycle?: string;
    readonly waitingFor?: string;
  }[];
  readonly controller: number;
  readonly epoch?: number;
  readonly topics: { readonly [name: string]: readonly PartitionSpec[] };
  readonly producers?: readonly {
    readonly name: string;
    readonly acks: number;
    readonly waiting?: readonly {
      readonly partition: number;
      readonly values: readonly string[];
      readonly sent?: boolean;
    }[];
  }[];
  readonly consumers?: readonly {
    readonly name: string;
    readonly positions: readonly (readonly [partition: number, offset: number | null])[];
  }[];
  /** Microseconds left of each registered broker's session, of 18 s. */
  readonly sessions?: { readonly [broker: number]: Micros };
  readonly packets?: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind?: Packet['kind'];
    readonly body: Packet['body'];
    readonly sentAt: Micros;
    readonly arrivesAt: Micros | null;
  }[];
  /** Fetches that wait: follower or consumer, leader, partitions. */
  readonly parked?: readonly { readonly from: string; readonly at: number; readonly partitions: readonly number[] }[];
  readonly links?: readonly {
    readonly from: string;
    readonly to: string;
    readonly cut: boolean;
    readonly extra: Micros;
  }[];
}

export const SESSION: Micros = 18_000_000;

/** A World in the midst of a run, built by hand: as far as the readers look, what a run would give. */
export function clusterOf(spec: ClusterSpec): World {
  const now = spec.now ?? 0;
  const partitions = Object.entries(spec.topics).flatMap(([topic, list]) =>
    list.map((one, partition) => ({ topic, partition, one })),
  );
  const brokerIds = spec.brokers.map(({ id }) => id);
  const nodeOfBroker: number[] = [];
  for (let id = 0; id <= Math.max(...brokerIds); id++)
    nodeOfBroker.push(brokerIds.includes(id) ? 1 + brokerIds.indexOf(id) : -1);
  const adminNode = 1 + brokerIds.length;
  const names = [
    'zookeeper-1',
    ...brokerIds.map((id) => `broker-${id}`),
    'admin',
    ...(spec.producers ?? []).map(({ name }) => name),
    ...(spec.consumers ?? []).map(({ name }) => name),
  ];
  const idOf = (name: string) => names.indexOf(name);
  const { connections, agenda } = traffic(spec, idOf);
  const node = (
    id: number,
    kind: NodeRecord['kind'],
    state: unknown,
    status: ProcessStatus = 'running',
    started = true,
  ): NodeRecord => ({
    id,
    name: names[id] ?? '',
    kind,
    status,
    incarnation: started ? 1 : 0,
    rng: id,
    timers: vecOf([]),
    inbox: [],
    disk: null,
    links: linksOf(spec, names[id] ?? '', idOf),
    state,
  });
  const nodes = [
    node(0, 'zookeeper', zooKeeper(spec, nodeOfBroker, now)),
    ...spec.brokers.map((broker, i) =>
      node(1 + i, 'broker', brokerState(spec, broker, partitions, idOf), broker.status, broker.started),
    ),
    node(adminNode, 'admin', {}),
    ...(spec.producers ?? []).map((producer) => node(idOf(producer.name), 'producer', producerState(producer, now))),
    ...(spec.consumers ?? []).map((consumer) => node(idOf(consumer.name), 'consumer', consumerState(consumer))),
  ];
  const setup: Setup = {
    engine: 'fixture',
    era: '3.9',
    mode: 'zookeeper',
    seed: 1,
    network: { latency: 1000, jitter: 0 },
    nodeOfBroker,
    brokerIds,
    zookeeperNodes: [0],
    voters: [],
    adminNode,
  } as unknown as Setup;
  return {
    now,
    steps: 1,
    nextSeq: 1,
    nextOrder: 100,
    agenda: heapOf(agenda),
    nodes: vecOf(nodes),
    connections: vecOf<Connection | null>(connections),
    names: {
      topics: Object.keys(spec.topics).map((name) => ({ name, topicId: `id-${name}` })),
      partitions: partitions.map(({ topic, partition }) => ({ topic, partition })),
      index: Object.fromEntries(
        Object.keys(spec.topics).map((name) => [
          name,
          partitions.flatMap(({ topic }, id) => (topic === name ? [id] : [])),
        ]),
      ),
    },
    setup,
    pendingScript: [],
  };
}

function znode(data: Json, children: { readonly [name: string]: Znode } = {}, ephemeralOwner = 0): Znode {
  const sorted = Object.keys(children).sort();
  return {
    data,
    version: 0,
    cversion: 0,
    czxid: 1,
    mzxid: 1,
    pzxid: 1,
    ephemeralOwner,
    children: sorted.map((name) => ({ name, node: children[name] as Znode })),
  };
}

function zooKeeper(spec: ClusterSpec, nodeOfBroker: readonly number[], now: Micros) {
  const sessions = spec.sessions ?? Object.fromEntries(spec.brokers.map(({ id }) => [id, SESSION]));
  const ids = Object.keys(sessions);
  const topics = Object.entries(spec.topics).map(([name, list]) => {
    const states = list.map(
      (one, i) =>
        [
          String(i),
          znode(null, { state: znode({ leader: one.leader, leader_epoch: one.epoch, isr: one.isr }) }),
        ] as const,
    );
    const assigned = Object.fromEntries(list.map((one, i) => [String(i), one.replicas]));
    return [name, znode({ partitions: assigned }, { partitions: znode(null, Object.fromEntries(states)) })] as const;
  });
  return {
    root: znode(null, {
      brokers: znode(null, {
        ids: znode(null, Object.fromEntries(ids.map((id) => [id, znode(null, {}, Number(id))]))),
        topics: znode(null, Object.fromEntries(topics)),
      }),
      ...(spec.controller < 0 ? {} : { controller: znode({ brokerid: spec.controller }) }),
      controller_epoch: znode(String(spec.epoch ?? 1)),
    }),
    sessions: ids.map((id) => ({
      id: Number(id),
      client: nodeOfBroker[Number(id)],
      connection: null,
      timeout: SESSION,
      expiresAt: now + (sessions[Number(id)] ?? 0),
      heard: 0,
    })),
    watches: [],
    newcomers: [],
    ensemble: null,
  };
}

function brokerState(
  spec: ClusterSpec,
  broker: ClusterSpec['brokers'][number],
  partitions: readonly { readonly topic: string; readonly partition: number; readonly one: PartitionSpec }[],
  idOf: (name: string) => number,
) {
  const gone = broker.status === 'down' || broker.status === 'off';
  const replicas = partitions.map(({ one }, partition) => {
    const log = one.logs[broker.id];
    if (log === undefined) return null;
    const leads = (one.leading ?? [one.leader]).includes(broker.id);
    const role = gone || broker.lifecycle === 'STARTING' ? 'offline' : leads ? 'leader' : 'follower';
    const epoch = leads && one.leader !== broker.id ? one.epoch - 1 : one.epoch;
    return {
      partition,
      log: logOf(log),
      role,
      leader: one.leader,
      leaderEpoch: epoch,
      partitionEpoch: 1,
      controllerEpoch: 1,
      replicas: one.replicas,
      isr: one.isr,
      duties: null,
      watchers: [],
    };
  });
  return {
    brokerId: broker.id,
    rack: null,
    config: { minInsyncReplicas: 1, replicaLagTimeMax: 30_000_000 },
    lifecycle: { value: broker.lifecycle ?? (gone ? 'NOT_RUNNING' : 'RUNNING'), context: null },
    waitingFor: broker.waitingFor ?? null,
    cleanShutdown: false,
    controller: null,
    groups: NO_GROUPS,
    replicas: vecOf(replicas),
    hosted: replicas.flatMap((replica, id) => (replica === null ? [] : [id])),
    channels: vecOf(
      (spec.parked ?? []).flatMap((parked, i) =>
        parked.at !== broker.id
          ? []
          : [
              {
                connection: 900 + i,
                peer: idOf(parked.from),
                session: {
                  partitions: parked.partitions.map((id) => ({
                    id,
                    request: { fetchOffset: partitions[id]?.one.logs[broker.id]?.end ?? 0 },
                  })),
                },
                parked: {
                  kind: 'fetch',
                  request: { type: 'FetchRequest', maxWaitMs: 500 },
                  deadline: (spec.now ?? 0) + 400_000,
                  cause: 0,
                },
              },
            ],
      ),
    ),
  };
}

function linksOf(spec: ClusterSpec, name: string, idOf: (name: string) => number): NodeRecord['links'] {
  const links: NodeRecord['links'][number][] = [];
  for (const link of spec.links ?? []) {
    if (link.from !== name) continue;
    while (links.length <= idOf(link.to)) links.push(null);
    links[idOf(link.to)] = { cut: link.cut, extra: link.extra, since: spec.now ?? 0 };
  }
  return links;
}
