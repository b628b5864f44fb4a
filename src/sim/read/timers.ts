import type { BrokerState } from '../broker/state.ts';
import { NEVER } from '../client/mutable.ts';
import { givenUpAt } from '../client/producer/deadline.ts';
import type { ProducerState } from '../client/state.ts';
import { fromMs, SECOND, type Micros } from '../time.ts';
import { vecGet, vecToArray } from '../../lib/vec.ts';
import type { NodeId, NodeRecord, PartitionId, World } from '../world.ts';
import { brokerSessions } from './broker-sessions.ts';
import { nodesOfKind } from './clients.ts';
import { zooKeeperServer, zooKeeperState } from './znodes.ts';

/** A timer that someone who watches wants to see run out. */
export interface TimerView {
  /** Stays the same while the same thing is timed. */
  readonly key: string;
  readonly kind: 'session' | 'lag' | 'linger' | 'delivery' | 'parkedFetch' | 'parkedProduce';
  /** Whose clock it is. */
  readonly node: NodeId;
  /** Whom or what it is about: the session's client, the follower, the producer, the one who fetches. */
  readonly about: NodeId;
  readonly partition: PartitionId | null;
  readonly since: Micros;
  readonly deadline: Micros;
  readonly total: Micros;
}

/**
 * The timers that matter now, in a fixed order: sessions of brokers, with ZooKeeper or the active controller; followers that are behind, until their leader may
 * propose to drop them (replica.lag.time.max.ms); batches that linger or may not be delivered in time; parked requests.
 */
export function timersOf(world: World): readonly TimerView[] {
  const timers: TimerView[] = [];
  addSessions(world, timers);
  for (const node of nodesOfKind(world, 'broker')) {
    addLags(world, node, timers);
    parked(world, node, timers);
  }
  for (const node of nodesOfKind(world, 'producer')) addBatches(world.now, node, timers);
  return timers;
}

/** The sessions among them. */
export function addSessions(world: World, timers: TimerView[]): void {
  for (const { broker, controller, expiresAt, timeout } of brokerSessions(world)) {
    timers.push({
      key: `session of broker ${broker}`,
      kind: 'session',
      node: controller,
      about: world.setup.nodeOfBroker[broker] as NodeId,
      partition: null,
      since: expiresAt - timeout,
      deadline: expiresAt,
      total: timeout,
    });
  }
  const server = zooKeeperServer(world);
  const state = zooKeeperState(world);
  if (state === null || server === null) return;
  // Without a leader nobody counts, and no session expires.
  if (state.ensemble !== null && !(state.ensemble.role === 'LEADING' && state.ensemble.serving)) return;
  for (const { id, client, expiresAt, timeout } of state.sessions) {
    timers.push({
      key: `session ${id}`,
      kind: 'session',
      node: server,
      about: client,
      partition: null,
      since: expiresAt - timeout,
      deadline: expiresAt,
      total: timeout,
    });
  }
}

/** The followers of a broker's partitions. Partition.isFollowerOutOfSync: behind the leader's log end, and not caught up since `lastCaughtUpTime`. */
export function addLags(world: World, node: NodeRecord, timers: TimerView[]): void {
  if (node.status === 'down' || node.status === 'off') return;
  const state = node.state as BrokerState;
  const total = state.config.replicaLagTimeMax;
  for (const id of state.hosted) {
    const replica = vecGet(state.replicas, id);
    if (!replica || replica.role !== 'leader' || replica.duties === null) continue;
    for (const follower of replica.duties.followers) {
      const behind = follower.logEndOffset !== replica.log.logEndOffset;
      if (!behind || !replica.isr.includes(follower.brokerId) || follower.lastCaughtUpTime < 0) continue;
      timers.push({
        key: `lag ${id} ${follower.brokerId}`,
        kind: 'lag',
        node: node.id,
        about: world.setup.nodeOfBroker[follower.brokerId] ?? -1,
        partition: id,
        since: follower.lastCaughtUpTime,
        deadline: follower.lastCaughtUpTime + total,
        total,
      });
    }
  }
}

function parked(world: World, node: NodeRecord, timers: TimerView[]): void {
  if (node.status === 'down' || node.status === 'off') return;
  for (const channel of vecToArray((node.state as BrokerState).channels)) {
    const connection = vecGet(world.connections, channel.connection) ?? null;
    if (channel.parked === null || connection === null || channel.parked.kind === 'deleteRecords') continue;
    const { kind, deadline, request } = channel.parked;
    const total = fromMs(kind === 'fetch' ? channel.parked.request.maxWaitMs : channel.parked.request.timeoutMs);
    timers.push({
      key: `${kind} ${channel.connection}`,
      kind: request.type === 'FetchRequest' ? 'parkedFetch' : 'parkedProduce',
      node: node.id,
      about: connection.client,
      partition: null,
      since: deadline - total,
      deadline,
      total,
    });
  }
}

/**
 * A producer's batches. One lingers until its time is up or it is full; after delivery.timeout.ms it fails (ProducerBatch, KIP-91). The second
 * is told only once it matters: when the oldest batch is tried again, or waits longer than it had to.
 */
export function addBatches(now: Micros, node: NodeRecord, timers: TimerView[]): void {
  if (node.status === 'down' || node.status === 'off') return;
  const { accumulators, settings } = node.state as ProducerState;
  const { linger } = settings;
  for (const { partition, queue, inFlight } of accumulators) {
    const about = { node: node.id, about: node.id, partition };
    for (const { attempts, closed, createdAt: since, first } of linger > 0 ? queue : []) {
      if (attempts > 0 || closed) continue;
      const key = `linger ${node.id} ${partition} ${first}`;
      timers.push({ key, kind: 'linger', ...about, since, deadline: since + linger, total: linger });
    }
    const oldest = inFlight[0] ?? queue[0];
    if (oldest === undefined) continue;
    const again = oldest.attempts > (inFlight.length > 0 ? 1 : 0);
    if (!again && now - oldest.createdAt <= linger + SECOND) continue;
    const deadline = givenUpAt(settings, oldest, inFlight.length > 0);
    if (deadline === NEVER) continue;
    const total = settings.expiresQueued ? settings.requestTimeout : settings.deliveryTimeout;
    const key = `delivery ${node.id} ${partition} ${oldest.first}`;
    timers.push({ key, kind: 'delivery', ...about, since: deadline - total, deadline, total });
  }
}

/** How much of a timer is left at an instant, in thousandths: 1000 when it starts, 0 when it has run out. */
export function leftOf(timer: TimerView, at: Micros): number {
  if (timer.total <= 0) return 0;
  return Math.max(0, Math.min(1000, Math.round(((timer.deadline - at) * 1000) / timer.total)));
}
