import type { Turn } from '../../turn.ts';
import type { Micros } from '../../time.ts';
import type { Setup } from '../../world.ts';
import type { Mutable } from '../mutable.ts';
import type { ClientChannel, ClientMetadata, NetworkClientState, NetworkSettings } from './state.ts';

/** Timer slots of every client. */
export const WAKE_TIMER = 0;
export const PROGRAM_TIMER = 1;

/** A network client during one turn: `state` is a copy that this turn may write. */
export interface NetworkWork {
  readonly turn: Turn;
  readonly before: NetworkClientState;
  readonly state: Mutable<NetworkClientState>;
  /** `state.channels` has been copied for this turn and may be written. */
  channelsOwned: boolean;
}

const NO_METADATA: ClientMetadata = {
  brokers: [],
  controllerId: -1,
  topics: [],
  leaders: [],
  racks: [],
  receivedAt: 0,
  version: -1,
  forgotten: false,
};

/**
 * A client that has not spoken to anyone yet.
 * @param coordinators does it talk to groups' coordinators? Those connections are apart from the others (Java's node ids from 2^31 down)
 */
export function newNetworkState(
  setup: Setup,
  settings: NetworkSettings,
  bootstrap: readonly number[],
  coordinators = false,
): NetworkClientState {
  const nodes = setup.brokerIds.map((broker) => newChannel(broker, 'node'));
  const addresses = bootstrap.map((broker) => newChannel(broker, 'bootstrap'));
  const own = coordinators ? setup.brokerIds.map((broker) => newChannel(broker, 'coordinator')) : [];
  return silentNetwork(settings, bootstrap, [...nodes, ...addresses, ...own]);
}

/** What is left of a network client when its process is gone: settings and addresses. */
export function forgottenNetwork({ settings, bootstrap, channels }: NetworkClientState): NetworkClientState {
  return silentNetwork(
    settings,
    bootstrap,
    channels.map(({ broker, purpose }) => newChannel(broker, purpose)),
  );
}

function silentNetwork(
  settings: NetworkSettings,
  bootstrap: readonly number[],
  channels: readonly ClientChannel[],
): NetworkClientState {
  return {
    settings,
    bootstrap,
    channels,
    metadata: NO_METADATA,
    metadataWanted: true,
    metadataUnderWay: false,
    metadataNotBefore: 0,
    metadataFailures: 0,
    metadataUnchanged: 0,
    topicsWanted: [],
  };
}

function newChannel(broker: number, purpose: ClientChannel['purpose']): ClientChannel {
  return {
    broker,
    purpose,
    connection: null,
    status: 'disconnected',
    failures: 0,
    setupFailures: 0,
    notBefore: 0,
    lastAttempt: -1,
    lastUsed: 0,
    inFlight: 0,
  };
}

/** Opens the state for a turn: a copy of its topmost fields. */
export function openNetwork(turn: Turn, before: NetworkClientState): NetworkWork {
  const state = {
    settings: before.settings,
    bootstrap: before.bootstrap,
    channels: before.channels,
    metadata: before.metadata,
    metadataWanted: before.metadataWanted,
    metadataUnderWay: before.metadataUnderWay,
    metadataNotBefore: before.metadataNotBefore,
    metadataFailures: before.metadataFailures,
    metadataUnchanged: before.metadataUnchanged,
    topicsWanted: before.topicsWanted,
  };
  return { turn, before, state, channelsOwned: false };
}

/** The state after the turn: the one before when nothing changed. */
export function sealNetwork({ before, state }: NetworkWork): NetworkClientState {
  const same =
    before.settings === state.settings &&
    before.bootstrap === state.bootstrap &&
    before.channels === state.channels &&
    before.metadata === state.metadata &&
    before.metadataWanted === state.metadataWanted &&
    before.metadataUnderWay === state.metadataUnderWay &&
    before.metadataNotBefore === state.metadataNotBefore &&
    before.metadataFailures === state.metadataFailures &&
    before.metadataUnchanged === state.metadataUnchanged &&
    before.topicsWanted === state.topicsWanted;
  return same ? before : state;
}

export function channelAt(net: NetworkWork, index: number): ClientChannel {
  return net.state.channels[index] as ClientChannel;
}

export function setChannel(net: NetworkWork, index: number, channel: ClientChannel): void {
  if (!net.channelsOwned) {
    net.state.channels = net.state.channels.slice();
    net.channelsOwned = true;
  }
  (net.state.channels as ClientChannel[])[index] = channel;
}

/** Makes sure that this client is looked after at that time, at the latest. */
export function wakeAt(turn: Turn, at: Micros): void {
  const planned = turn.deadline(WAKE_TIMER);
  if (planned === null || planned > at) turn.setTimer(WAKE_TIMER, Math.max(at, turn.now));
}
