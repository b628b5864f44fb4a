import type { Stimulus } from '../turn.ts';
import { closeIdle, connect, onAnswered, onConnected, onDisconnected, onHandshake, sendOn } from './network/connect.ts';
import { leastLoaded, nodesOf } from './network/least-loaded.ts';
import { metadataDueAt } from './network/metadata-timing.ts';
import { onMetadata } from './network/metadata-update.ts';
import { channelAt, wakeAt, type NetworkWork } from './network/work.ts';

/*
 * org.apache.kafka.clients.NetworkClient: what producers, consumers and the admin client share. It keeps connections and
 * metadata; what a request was about is the business of the client above it.
 */

/**
 * The network client's part in a stimulus, before the client above it has its own.
 * @returns `metadata` when newer metadata is there, `own` when the stimulus answers a request of the client above, else `done`
 */
export function takeStimulus(net: NetworkWork, stimulus: Stimulus): 'metadata' | 'own' | 'done' {
  switch (stimulus.type) {
    case 'connected':
      onConnected(net, stimulus);
      return 'done';
    case 'disconnected':
      onDisconnected(net, stimulus);
      return 'own';
    case 'response': {
      const { request, body } = stimulus;
      if (body.type === 'ApiVersionsResponse') {
        onHandshake(net, stimulus.connection, stimulus.peer);
        return 'done';
      }
      onAnswered(net, stimulus.connection, stimulus.peer);
      if (request.type !== 'MetadataRequest' || body.type !== 'MetadataResponse') return 'own';
      onMetadata(net, request, body);
      return 'metadata';
    }
    default:
      return 'done';
  }
}

/** Time has passed: connections that nobody used are closed. */
export function onWake(net: NetworkWork): void {
  closeIdle(net);
}

/**
 * NetworkClient.DefaultMetadataUpdater.maybeUpdate, from 4.0: all brokers that it knows wait out a backoff, and none is connected, so it goes back to
 * bootstrap.servers (Metadata.rebootstrap). What it knew of topics it forgets, so a producer's send() waits for metadata again.
 */
function mayRebootstrap(net: NetworkWork): boolean {
  const { settings, metadata } = net.state;
  if (!settings.rebootstraps || metadata.brokers.length === 0) return false;
  return !nodesOf(net).some((node) => channelAt(net, node).status === 'ready');
}

/**
 * Asks for metadata when that is due, of whoever is least loaded; otherwise sees to it that the client is woken when it is.
 * @returns whether it has gone back to bootstrap.servers and forgotten what it knew
 */
export function maintainMetadata(net: NetworkWork): boolean {
  const { state, turn } = net;
  if (state.metadataUnderWay) return false;
  const dueAt = metadataDueAt(net);
  if (dueAt > turn.now) {
    wakeAt(turn, dueAt);
    return false;
  }
  const index = leastLoaded(net);
  if (index >= 0 || !mayRebootstrap(net)) {
    askFor(net, index);
    return false;
  }
  const { metadata } = state;
  state.metadata = { ...metadata, brokers: [], racks: [], version: metadata.version + 1, forgotten: true };
  askFor(net, leastLoaded(net));
  return true;
}

/** @param index the node to ask; -1: every one waits out a backoff */
function askFor(net: NetworkWork, index: number): void {
  const { state, turn } = net;
  if (index < 0) {
    // Everyone waits out a backoff: the first of them to be through is tried.
    const earliest = Math.min(...nodesOf(net).map((node) => channelAt(net, node).notBefore));
    if (earliest > turn.now && Number.isFinite(earliest)) wakeAt(turn, earliest);
    return;
  }
  const channel = channelAt(net, index);
  if (channel.status === 'ready' && channel.inFlight < state.settings.maxInFlight) {
    sendOn(
      net,
      index,
      {
        type: 'MetadataRequest',
        topics: state.topicsWanted,
        allowAutoTopicCreation: state.settings.allowAutoTopicCreation,
      },
      turn.cause,
    );
    state.metadataUnderWay = true;
    return;
  }
  // While any connection is being made, none is opened for metadata alone.
  if (channel.status === 'disconnected' && !nodesOf(net).some((node) => channelAt(net, node).status === 'connecting'))
    connect(net, index);
}
