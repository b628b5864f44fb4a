import { kraftPart } from '../kraft/part.ts';
import type { Body } from '../protocol/body.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { fromMs, MS, type Micros } from '../time.ts';
import type { ConnectionId, NodeId, Seq } from '../world.ts';
import { alterPartitionAnswered } from './alter-partition.ts';
import { topicsCreated } from './auto-topic-creation.ts';
import type { BrokerDraft } from './draft.ts';
import { producerIdsAllocated } from './init-producer-id.ts';
import { isAlive } from './metadata-cache.ts';
import { shutdownAnswered, shutdownAttemptFailed } from './shutdown.ts';
import type { ControllerChannel, ControllerPurpose } from './state.ts';
import { channelSlot } from './timer-slots.ts';

/** NetworkClient's reconnect.backoff.ms on these channels. */
const RECONNECT_BACKOFF: Micros = 50 * MS;
/** How long a channel waits before it looks again for a controller (NodeToControllerRequestThread.doWork). */
const NO_CONTROLLER_BACKOFF: Micros = 100 * MS;
/** controller.socket.timeout.ms. */
const SOCKET_TIMEOUT: Micros = fromMs(30_000);

/**
 * Puts a request in the queue of its channel to the controller: requests go out one at a time, in order, to whoever is the
 * controller, until they are answered (kafka.server.NodeToControllerChannelManager).
 * @param client KRaft mode: whose request it is, when it is not the broker's own
 */
export function askController(
  d: BrokerDraft,
  purpose: ControllerPurpose,
  body: Body,
  cause: Seq,
  client: ConnectionId = -1,
): void {
  const channel = channelFor(d, purpose);
  keep(d, { ...channel, queue: [...channel.queue, { body, cause, client, since: d.turn.now }] });
  advance(d, purpose);
}

function channelFor(d: BrokerDraft, purpose: ControllerPurpose): ControllerChannel {
  const known = d.base.toController.find((channel) => channel.purpose === purpose);
  return known ?? { purpose, controller: -1, connection: null, ready: false, busy: false, queue: [] };
}

function keep(d: BrokerDraft, channel: ControllerChannel): void {
  const others = d.base.toController.filter((other) => other.purpose !== channel.purpose);
  d.set({ toController: [...others, channel] });
}

/** The channel that a connection belongs to; null when it is none of these. */
export function channelOf(d: BrokerDraft, connection: ConnectionId): ControllerChannel | null {
  return d.base.toController.find((channel) => channel.connection === connection) ?? null;
}

/** Connects, or sends what is next, or waits: whatever the channel can do now. */
export function advance(d: BrokerDraft, purpose: ControllerPurpose): void {
  const channel = channelFor(d, purpose);
  const next = channel.queue[0];
  if (next === undefined || channel.busy) return;
  if (channel.connection === null) {
    const { turn } = d;
    if (turn.deadline(channelSlot(purpose)) !== null) return;
    const { id, node } = controllerOf(d);
    if (node < 0) {
      if (purpose === 'shutdown') shutdownAttemptFailed(d);
      else turn.setTimer(channelSlot(purpose), turn.now + NO_CONTROLLER_BACKOFF);
      return;
    }
    const connection = turn.connect(node);
    keep(d, { ...channel, controller: id, connection, ready: false });
    return;
  }
  if (!channel.ready) return;
  const timeout = timeoutOf(d, purpose);
  d.turn.send(channel.connection, next.body, { timeout, cause: next.cause });
  keep(d, { ...channel, busy: true });
}

/** Who is the controller, as far as this broker knows, and where; node -1: nobody, or nobody that is alive. */
function controllerOf(d: BrokerDraft): { readonly id: number; readonly node: NodeId } {
  const { setup } = d.turn;
  if (d.base.kraft !== null) {
    // RaftControllerNodeProvider: the leader of the quorum's epoch.
    const { leaderId } = d.base.kraft.raft;
    return { id: leaderId, node: setup.voters.find((voter) => voter.id === leaderId)?.node ?? -1 };
  }
  const { metadata } = d.base;
  const { controllerId } = metadata;
  const known = controllerId >= 0 && isAlive(metadata, controllerId);
  return { id: controllerId, node: known ? (setup.nodeOfBroker[controllerId] as number) : -1 };
}

function timeoutOf(d: BrokerDraft, purpose: ControllerPurpose): Micros {
  if (purpose === 'shutdown') return d.base.config.requestTimeout;
  // Not longer than a heartbeat is worth waiting for (KAFKA-14392).
  return purpose === 'heartbeat' ? Math.floor(d.base.config.brokerSessionTimeout / 2) : SOCKET_TIMEOUT;
}

/** The connection is there. The client of a controlled shutdown goes on at once; the others ask for the versions first. */
export function controllerConnected(d: BrokerDraft, channel: ControllerChannel): void {
  if (channel.purpose === 'shutdown') {
    keep(d, { ...channel, ready: true });
    advance(d, channel.purpose);
    return;
  }
  d.turn.send(
    channel.connection as ConnectionId,
    { type: 'ApiVersionsRequest', clientSoftwareName: 'broker' },
    { timeout: SOCKET_TIMEOUT },
  );
  keep(d, { ...channel, busy: true });
}

/** The connection is gone: the request stays first in the queue and goes to whoever is the controller then. */
export function controllerDisconnected(d: BrokerDraft, channel: ControllerChannel): void {
  if (channel.purpose === 'shutdown') {
    forget(d, channel.purpose);
    shutdownAttemptFailed(d);
    return;
  }
  lookAgain(d, channel);
}

function lookAgain(d: BrokerDraft, channel: ControllerChannel): void {
  keep(d, { ...channel, controller: -1, connection: null, ready: false, busy: false });
  if (channel.queue.length > 0) d.turn.setTimer(channelSlot(channel.purpose), d.turn.now + RECONNECT_BACKOFF);
}

/** Drops a channel and what it had to ask. */
export function forget(d: BrokerDraft, purpose: ControllerPurpose): void {
  const channel = channelFor(d, purpose);
  if (channel.connection !== null) d.turn.close(channel.connection);
  d.turn.clearTimer(channelSlot(purpose));
  d.set({ toController: d.base.toController.filter((other) => other.purpose !== purpose) });
}

/** An answer of the controller, or of a broker that is not the controller any more. */
export function controllerAnswered(d: BrokerDraft, channel: ControllerChannel, body: Body): void {
  if (body.type === 'ApiVersionsResponse') {
    keep(d, { ...channel, ready: true, busy: false });
    advance(d, channel.purpose);
    return;
  }
  if (saysNotController(body) && channel.purpose !== 'shutdown') {
    d.turn.close(channel.connection as ConnectionId);
    lookAgain(d, channel);
    return;
  }
  const client = channel.queue[0]?.client ?? -1;
  keep(d, { ...channel, busy: false, queue: channel.queue.slice(1) });
  if (client >= 0) {
    d.turn.respond(client, body);
    advance(d, channel.purpose);
    return;
  }
  switch (body.type) {
    case 'AlterPartitionResponse':
      alterPartitionAnswered(d, body);
      break;
    case 'CreateTopicsResponse':
      topicsCreated(d, body);
      break;
    case 'AllocateProducerIdsResponse':
      producerIdsAllocated(d, body);
      break;
    case 'ControlledShutdownResponse':
      shutdownAnswered(d, body);
      return;
    case 'BrokerRegistrationResponse':
    case 'BrokerHeartbeatResponse':
      kraftPart().broker.lifecycleAnswered(d, body);
      return;
    default:
      break;
  }
  advance(d, channel.purpose);
}

/** NOT_CONTROLLER anywhere in the answer counts (AbstractResponse.errorCounts). */
function saysNotController(body: Body): boolean {
  if ('errorCode' in body && body.errorCode === 'NOT_CONTROLLER') return true;
  switch (body.type) {
    case 'CreateTopicsResponse':
      return body.topics.some(isNotController);
    case 'CreatePartitionsResponse':
      return body.results.some(isNotController);
    case 'IncrementalAlterConfigsResponse':
      return body.responses.some(isNotController);
    case 'ElectLeadersResponse':
      return body.replicaElectionResults.some(({ partitionResult }) => partitionResult.some(isNotController));
    default:
      return false;
  }
}

function isNotController({ errorCode }: { readonly errorCode: ErrorCode }): boolean {
  return errorCode === 'NOT_CONTROLLER';
}
