import type { CrashKind, NewTopic } from '../intervention.ts';
import type { ClientBody } from '../protocol/client.ts';
import type { ClusterBody } from '../protocol/cluster.ts';
import type { Behaviour, Stimulus, Turn } from '../turn.ts';
import type { Setup } from '../world.ts';
import { API_TIMEOUT, callOf, createTopics, isMisdirected, outcomesOf, targetsOf } from './admin/requests.ts';
import type { AdminJob, AdminState } from './admin/state.ts';
import type { Mutable } from './mutable.ts';
import { maintainMetadata, onWake, takeStimulus } from './network-client.ts';
import { backoff } from './network/backoff.ts';
import { canSend, isReady, sendOn } from './network/connect.ts';
import { leastLoaded } from './network/least-loaded.ts';
import { addTopic, requestMetadata } from './network/metadata-timing.ts';
import { peerOfBroker, peerOfNode } from './network/peers.ts';
import {
  channelAt,
  forgottenNetwork,
  newNetworkState,
  openNetwork,
  sealNetwork,
  wakeAt,
  type NetworkWork,
} from './network/work.ts';
import { defaultConsumerConfig, presetOf } from './presets.ts';
import { networkSettings } from './settings/network-settings.ts';
import { layered } from './settings/parse.ts';

/** One request for each broker at a time (KafkaAdminClient). */
const MAX_IN_FLIGHT = 1;

interface AdminWork {
  readonly turn: Turn;
  readonly state: Mutable<AdminState>;
  readonly net: NetworkWork;
}

/**
 * The operator's client before it has started.
 * @param topics the scenario's, to be created once the cluster is complete
 * @param expected broker ids that make the cluster complete: those whose processes are started
 */
export function newAdminState(setup: Setup, topics: readonly NewTopic[], expected: readonly number[]): AdminState {
  // AdminClientConfig's network settings are those of consumers.
  const settings = networkSettings(
    layered(...defaultConsumerConfig('java', setup.era)),
    presetOf('java', setup.era),
    MAX_IN_FLIGHT,
  );
  // Whoever looks a topic up to administer it does not create it by that.
  const network = newNetworkState(setup, { ...settings, allowAutoTopicCreation: false }, setup.brokerIds);
  return { network, expected, topics, topicsAsked: topics.length === 0, nextJob: 0, jobs: [] };
}

/** An operator with Kafka's admin client (org.apache.kafka.clients.admin.KafkaAdminClient). */
export const adminBehaviour: Behaviour<AdminState> = {
  handle(turn: Turn, before: AdminState, stimulus: Stimulus): AdminState {
    const { network, expected, topics, topicsAsked, nextJob, jobs } = before;
    const work: AdminWork = {
      turn,
      state: { network, expected, topics, topicsAsked, nextJob, jobs },
      net: openNetwork(turn, network),
    };
    react(work, stimulus);
    createScenarioTopics(work);
    callAll(work);
    maintainMetadata(work.net);
    const { state } = work;
    state.network = sealNetwork(work.net);
    const same =
      state.network === before.network &&
      state.jobs === before.jobs &&
      state.topicsAsked === before.topicsAsked &&
      state.nextJob === before.nextJob;
    return same ? before : state;
  },

  crash(state: AdminState, _kind: CrashKind | 'clean'): AdminState {
    return { ...state, network: forgottenNetwork(state.network), jobs: [] };
  },
};

function react(work: AdminWork, stimulus: Stimulus): void {
  switch (stimulus.type) {
    case 'stop':
      work.turn.exit();
      return;
    case 'timer':
      onWake(work.net);
      return;
    case 'intervention': {
      const call = callOf(stimulus.intervention);
      if (call !== null) addJob(work, call);
      return;
    }
    case 'connected':
    case 'disconnected':
    case 'response':
      if (takeStimulus(work.net, stimulus) === 'own') answered(work, stimulus);
      return;
    case 'start':
    case 'closed':
    case 'request':
    case 'notification':
      return;
  }
}

/** The scenario's topics are created when every broker that should be up is in the metadata, and a controller with them. */
function createScenarioTopics(work: AdminWork): void {
  const { state, net } = work;
  if (state.topicsAsked) return;
  const { metadata } = net.state;
  const complete = metadata.controllerId >= 0 && state.expected.every((broker) => metadata.brokers.includes(broker));
  if (!complete) {
    requestMetadata(net);
    return;
  }
  state.topicsAsked = true;
  addJob(work, createTopics(state.topics));
}

function addJob({ state, turn }: AdminWork, call: Pick<AdminJob, 'request' | 'target'>): void {
  const job: AdminJob = {
    id: state.nextJob,
    ...call,
    deadline: turn.now + API_TIMEOUT,
    notBefore: turn.now,
    tries: 0,
    askedOf: -1,
    cause: turn.cause,
  };
  state.nextJob += 1;
  state.jobs = [...state.jobs, job];
}

/** Makes every call whose broker can be asked now. */
function callAll(work: AdminWork): void {
  const { state, turn } = work;
  for (const job of state.jobs) {
    if (job.askedOf >= 0) continue;
    if (turn.now >= job.deadline) {
      for (const outcome of targetsOf(job.request)) turn.emit('AdminAnswered', outcome, [job.cause]);
      done(work, job);
      continue;
    }
    wakeAt(turn, job.deadline);
    if (turn.now < job.notBefore) wakeAt(turn, job.notBefore);
    else call(work, job);
  }
}

function call(work: AdminWork, job: AdminJob): void {
  const { net, state } = work;
  const peer = peerFor(work, job);
  if (peer < 0) {
    requestMetadata(net);
    return;
  }
  if (!isReady(net, peer)) {
    const { status, notBefore } = channelAt(net, peer);
    if (status === 'disconnected') wakeAt(work.turn, notBefore);
    return;
  }
  if (!canSend(net, peer)) return;
  sendOn(net, peer, job.request, job.cause);
  state.jobs = state.jobs.map((other) => (other.id === job.id ? { ...job, askedOf: peer } : other));
}

function peerFor({ net, turn }: AdminWork, { target }: AdminJob): number {
  const { metadata } = net.state;
  if (metadata.version < 0) return -1;
  if (target === 'any') return leastLoaded(net);
  if (typeof target === 'object') {
    addTopic(net, target.leaderOf);
    return metadata.leaders[turn.partitionId(target.leaderOf, target.partition)]?.peer ?? -1;
  }
  return peerOfBroker(turn.setup, target === 'controller' ? metadata.controllerId : target);
}

/** An answer, or the loss of the connection: the one call that was under way there is done, or made again. */
function answered(
  work: AdminWork,
  stimulus: Extract<Stimulus, { readonly type: 'connected' | 'disconnected' | 'response' }>,
): void {
  const { state, turn, net } = work;
  if (stimulus.type === 'connected') return;
  const peer = peerOfNode(turn.setup, stimulus.peer);
  const job = state.jobs.find(({ askedOf }) => askedOf === peer);
  if (job === undefined) return;
  if (stimulus.type === 'disconnected') {
    // The bootstrap connection to the same broker carries no calls.
    if (stimulus.inFlight.some(({ body }) => body.type === job.request.type)) again(work, job);
    return;
  }
  if (stimulus.request.type !== job.request.type) return;
  const outcomes = outcomesOf(stimulus.body as ClusterBody | ClientBody);
  if (isMisdirected(outcomes)) {
    requestMetadata(net);
    again(work, job);
    return;
  }
  for (const outcome of outcomes) turn.emit('AdminAnswered', outcome);
  done(work, job);
}

/** The call is over; topics that only it was about are not asked for any more. */
function done({ state, net }: AdminWork, job: AdminJob): void {
  state.jobs = state.jobs.filter((other) => other.id !== job.id);
  const { topicsWanted } = net.state;
  const needed = topicsWanted.filter((topic) =>
    state.jobs.some(({ target }) => typeof target === 'object' && target.leaderOf === topic),
  );
  if (needed.length < topicsWanted.length) net.state.topicsWanted = needed;
}

/** Call.fail with a retriable error: again after the backoff. What was lost with a connection may have been done all the same. */
function again({ state, turn, net }: AdminWork, job: AdminJob): void {
  const { retryBackoff, retryBackoffMax } = net.state.settings;
  const notBefore = turn.now + backoff(turn, retryBackoff, retryBackoffMax, job.tries);
  state.jobs = state.jobs.map((other) =>
    other.id === job.id ? { ...job, notBefore, tries: job.tries + 1, askedOf: -1 } : other,
  );
}
