import { brokersOf } from '../sim/read/brokers.ts';
import { consumersOf, producersOf } from '../sim/read/clients.ts';
import { leaderOf, partitionView } from '../sim/read/partitions.ts';
import { quorumOf } from '../sim/read/quorum.ts';
import { replicaOf } from '../sim/read/replicas.ts';
import { zookeeperView } from '../sim/read/zookeeper.ts';
import type { History } from '../sim/facts/fold.ts';
import type { Micros } from '../sim/time.ts';
import type { NodeId, PartitionId, World } from '../sim/world.ts';
import { acksText } from './clients.ts';
import { CONDITION_WORDS, conditionWords } from './columns.ts';
import { groupLines, type GroupLines } from './groups/lines.ts';
import { groupPasts } from './groups/pasts.ts';
import { hueOf } from './hue.ts';
import { logWindow } from './log-window.ts';
import { isGone } from './partition-state.ts';
import { isInternal } from './shape.ts';
import { standingTopics } from './standing-topics.ts';
import type { Thing } from './thing.ts';
import { secondsText } from './zookeeper-mark.ts';

/** The state of the cluster as tables: what the picture shows, for whoever reads rather than looks. */
export interface ClusterTables {
  readonly brokers: readonly BrokerLine[];
  readonly partitions: readonly PartitionLine[];
  readonly producers: readonly ProducerLine[];
  readonly consumers: readonly ConsumerLine[];
  /** Consumer groups; their members are among the consumers too. */
  readonly groups: readonly GroupLines[];
  /** Null in a cluster without ZooKeeper. */
  readonly zookeeper: ZooKeeperLines | null;
  /** KRaft's voters; none in ZooKeeper mode. */
  readonly controllers: readonly ControllerLine[];
}

export interface ControllerLine {
  readonly thing: Thing;
  readonly name: string;
  readonly role: string;
  readonly fault: boolean;
  readonly epoch: number;
  readonly logEnd: number;
  readonly highWatermark: number;
  /** Offset and kind of the last record of its metadata log: `15 PartitionRecord`. */
  readonly last: string;
}

export interface BrokerLine {
  readonly thing: Thing;
  readonly broker: number;
  readonly state: string;
  readonly fault: boolean;
  readonly controller: boolean;
}

export interface PartitionLine {
  readonly thing: Thing;
  readonly name: string;
  /** Of a topic of Kafka's own. */
  readonly internal: boolean;
  readonly hue: number;
  readonly leader: string;
  readonly epoch: string;
  readonly isr: string;
  /** One for each broker, in the order of `brokers`; null: it has no copy. */
  readonly copies: readonly (CopyCell | null)[];
}

export interface CopyCell {
  readonly thing: Thing;
  readonly role: string;
  readonly logStart: number;
  readonly highWatermark: number;
  readonly logEnd: number;
}

export interface ProducerLine {
  readonly thing: Thing;
  readonly name: string;
  readonly acks: string;
  readonly waiting: number;
  readonly unanswered: number;
  readonly state: string;
}

export interface ConsumerLine {
  readonly thing: Thing;
  readonly name: string;
  readonly state: string;
  readonly positions: readonly { readonly partition: string; readonly position: string; readonly toRead: string }[];
}

export interface ZooKeeperLines {
  readonly thing: Thing;
  readonly controller: string;
  readonly epoch: number;
  readonly sessions: readonly {
    readonly thing: Thing;
    readonly broker: number;
    readonly registered: boolean;
    readonly left: string;
  }[];
}

/** How many partitions a table shows; a cluster with thousands is asked by topic. */
const MOST_PARTITIONS = 200;

/**
 * The tables of a World.
 * @param at the instant that is shown; sessions run out between steps too
 * @param history what facts remember of the past; missing: nothing
 */
export function tablesOf(world: World, at: Micros = world.now, history?: History): ClusterTables {
  const brokers = brokersOf(world);
  return {
    brokers: brokers.map((view) => ({
      thing: { kind: 'broker', broker: view.brokerId },
      broker: view.brokerId,
      state: conditionWords(view) + (view.waitingFor === null ? '' : `, waits for ${view.waitingFor}`),
      fault: view.condition === 'crashed' || view.condition === 'unpowered' || view.condition === 'frozen',
      controller: view.isController,
    })),
    partitions: standingTopics()(world)
      .flatMap(({ name }) => world.names.index[name] ?? [])
      .slice(0, MOST_PARTITIONS)
      .map((id) => partitionLine(world, brokers, id)),
    producers: producersOf(world).map(({ node, name, acks, buffered, inFlight, blocked, status, paused }) => ({
      thing: { kind: 'producer', node },
      name,
      acks: acksText(acks),
      waiting: buffered + blocked,
      unanswered: inFlight,
      state: status === 'running' ? (paused ? 'paused' : 'running') : status,
    })),
    consumers: consumersOf(world).map(({ node, name, status, paused, failed, positions }) => ({
      thing: { kind: 'consumer', node },
      name,
      state: failed !== null ? `failed: ${failed}` : status === 'running' ? (paused ? 'paused' : 'running') : status,
      positions: positions.map(({ partition, position }) => {
        const leader = replicaOf(world, leaderOf(world, partition), partition);
        return {
          partition: partitionView(world, partition).name,
          position: position === null ? 'none' : String(position),
          toRead:
            leader === null || position === null ? 'unknown' : String(Math.max(0, leader.log.highWatermark - position)),
        };
      }),
    })),
    groups: groupLines(world, groupPasts(history), at),
    zookeeper: zooKeeperLines(world, at),
    controllers: controllerLines(world),
  };
}

function partitionLine(world: World, brokers: ReturnType<typeof brokersOf>, id: PartitionId): PartitionLine {
  const view = partitionView(world, id);
  return {
    thing: { kind: 'partition', partition: id },
    name: view.name,
    internal: isInternal(view.topic),
    hue: hueOf(id),
    leader: view.leader < 0 ? 'none' : String(view.leader),
    epoch: view.leaderEpoch < 0 ? 'none' : String(view.leaderEpoch),
    isr: view.isr.length === 0 ? 'none' : view.isr.join(', '),
    copies: brokers.map(({ brokerId, condition }) => {
      const replica = replicaOf(world, brokerId, id);
      if (replica === null) return null;
      const { logStartOffset, highWatermark, logEndOffset } = replica.log;
      const leads = isGone(condition) ? view.leader === brokerId : replica.role === 'leader';
      const role = leads ? 'leader' : view.isr.includes(brokerId) ? 'follower' : 'out of sync';
      const state = isGone(condition) ? `${role}, ${CONDITION_WORDS[condition]}` : role;
      return {
        thing: { kind: 'replica', partition: id, broker: brokerId },
        role: state,
        logStart: logStartOffset,
        highWatermark,
        logEnd: logEndOffset,
      };
    }),
  };
}

function controllerLines(world: World): readonly ControllerLine[] {
  return (quorumOf(world)?.voters ?? []).map(({ id, node, status, role, epoch, logEndOffset, highWatermark }) => ({
    thing: { kind: 'controller', node },
    name: `controller ${id}`,
    role: status === 'running' ? role : status,
    fault: status !== 'running',
    epoch,
    logEnd: logEndOffset,
    highWatermark,
    last: lastRecord(world, node),
  }));
}

function lastRecord(world: World, node: NodeId): string {
  const last = logWindow(world, { kind: 'controller', node }, null, 1)?.lines[0];
  return last === undefined ? 'none' : `${last.offset} ${last.type}`;
}

function zooKeeperLines(world: World, at: Micros): ZooKeeperLines | null {
  const view = zookeeperView(world);
  if (view === null) return null;
  const brokerOf = (client: number) => world.setup.nodeOfBroker.indexOf(client);
  return {
    thing: { kind: 'zookeeper', node: view.servers[0]?.node ?? 0 },
    controller: view.controller < 0 ? 'nobody' : `broker ${view.controller}`,
    epoch: view.controllerEpoch,
    sessions: view.sessions
      .filter(({ client }) => brokerOf(client) >= 0)
      .map(({ client, expiresAt }) => ({
        thing: { kind: 'session', broker: brokerOf(client) },
        broker: brokerOf(client),
        registered: view.ids.includes(brokerOf(client)),
        left: secondsText(Math.max(0, expiresAt - at)),
      })),
  };
}
