import { handleController } from '../controller/controller.ts';
import { kraftPart } from '../kraft/part.ts';
import type { Behaviour, Stimulus, Turn } from '../turn.ts';
import { handleZk } from '../zookeeper/client.ts';
import { sendProposals } from './alter-partition.ts';
import { dropChannel } from './channels.ts';
import {
  advance,
  channelOf,
  controllerAnswered,
  controllerConnected,
  controllerDisconnected,
} from './controller-channel.ts';
import { crashBroker } from './crash.ts';
import { BrokerDraft } from './draft.ts';
import { fetchAnswered } from './fetched.ts';
import { fetcherOf } from './fetchers.ts';
import { groupTimeUp } from './groups/coordinator.ts';
import { askForProducerIds } from './init-producer-id.ts';
import { offsetAnswered } from './offset-reset.ts';
import { completeFetch } from './parked-fetch.ts';
import { expireProduce } from './parked-produce.ts';
import { fetcherConnected, fetcherDisconnected } from './replica-fetcher.ts';
import { receive } from './requests.ts';
import { scheduled } from './schedule.ts';
import { settle } from './settle.ts';
import { attempt, sessionClosed, stop } from './shutdown.ts';
import { expireDeletion } from './storage/delete-records.ts';
import { sessionSeen, startUp } from './startup.ts';
import type { BrokerState } from './state.ts';
import * as slots from './timer-slots.ts';
import { settingsChanged } from './topic-config.ts';

export { newBrokerState } from './new-state.ts';

type Of<T extends Stimulus['type']> = Extract<Stimulus, { readonly type: T }>;

/** A broker: whatever reaches it goes to the file that knows what to do. */
export const brokerBehaviour: Behaviour<BrokerState> = {
  handle(turn: Turn, state: BrokerState, stimulus: Stimulus): BrokerState {
    const before = turn.desk as BrokerDraft | null;
    const d = before !== null && before.goesOn(turn, state) ? before : new BrokerDraft(turn, state);
    turn.desk = d;
    route(d, stimulus);
    settle(d);
    return d.seal();
  },
  crash: crashBroker,
};

function route(d: BrokerDraft, stimulus: Stimulus): void {
  if (d.base.kraft !== null && kraftPart().broker.take(d, stimulus)) return;
  switch (stimulus.type) {
    case 'request':
      return receive(d, stimulus);
    case 'response':
      return answered(d, stimulus);
    case 'timer':
      return timeUp(d, stimulus);
    case 'connected':
    case 'disconnected':
      return connectionChanged(d, stimulus);
    case 'notification':
      return toZooKeeper(d, stimulus);
    case 'closed':
      dropChannel(d, stimulus.connection);
      return toController(d, stimulus);
    case 'start':
      return startUp(d);
    case 'stop':
      return stop(d);
    case 'intervention':
      return;
  }
}

function answered(d: BrokerDraft, stimulus: Of<'response'>): void {
  const { connection, body, request } = stimulus;
  const index = fetcherOf(d, connection);
  if (index >= 0) {
    if (body.type === 'FetchResponse') fetchAnswered(d, index, body);
    else if (body.type === 'ListOffsetsResponse' && request.type === 'ListOffsetsRequest')
      offsetAnswered(d, index, request, body);
    return;
  }
  const channel = channelOf(d, connection);
  if (channel !== null) controllerAnswered(d, channel, body);
  else if (isZooKeeper(d, stimulus.peer)) toZooKeeper(d, stimulus);
  else toController(d, stimulus);
}

function connectionChanged(d: BrokerDraft, stimulus: Of<'connected'> | Of<'disconnected'>): void {
  const up = stimulus.type === 'connected';
  const index = fetcherOf(d, stimulus.connection);
  if (index >= 0) return up ? fetcherConnected(d, index) : fetcherDisconnected(d, index);
  const channel = channelOf(d, stimulus.connection);
  if (channel !== null) return up ? controllerConnected(d, channel) : controllerDisconnected(d, channel);
  if (isZooKeeper(d, stimulus.peer)) toZooKeeper(d, stimulus);
  else toController(d, stimulus);
}

function timeUp(d: BrokerDraft, stimulus: Of<'timer'>): void {
  const { slot } = stimulus;
  if (slot >= slots.DYNAMIC_SLOTS) return dynamicTimeUp(d, slot - slots.DYNAMIC_SLOTS);
  if (slot >= slots.CONTROLLER_SLOTS) return toController(d, stimulus);
  if (slot >= slots.GROUP_TIMERS) return groupTimeUp(d, slot);
  if (slot >= slots.ZOOKEEPER_SLOTS) return toZooKeeper(d, stimulus);
  const purpose = slots.purposeOfSlot(slot);
  if (purpose !== null) return advance(d, purpose);
  if (slot === slots.SHUTDOWN_RETRY) attempt(d);
  else if (slot === slots.ALTER_PARTITION_RETRY) sendProposals(d, d.turn.cause);
  else if (slot === slots.PRODUCER_ID_RETRY) askForProducerIds(d);
  else scheduled(d, slot);
}

/** A parked request has waited long enough, or a fetcher may try again. */
function dynamicTimeUp(d: BrokerDraft, offset: number): void {
  const index = offset >> 1;
  if ((offset & 1) === 1) {
    d.stir(index);
    return;
  }
  const parked = d.channel(index)?.parked ?? null;
  if (parked === null) return;
  if (parked.kind === 'fetch') completeFetch(d, index, d.turn.cause);
  else if (parked.kind === 'produce') expireProduce(d, index);
  else expireDeletion(d, index);
}

function isZooKeeper(d: BrokerDraft, peer: number): boolean {
  return d.turn.setup.zookeeperNodes.includes(peer);
}

function toZooKeeper(d: BrokerDraft, stimulus: Stimulus): void {
  const { config } = d.base;
  d.hand((state) => handleZk(d.turn, state, stimulus));
  if (d.base.config !== config) settingsChanged(d);
  sessionSeen(d);
  sessionClosed(d);
}

function toController(d: BrokerDraft, stimulus: Stimulus): void {
  const next = handleController(d.turn, d.seal(), stimulus);
  if (next !== null) d.adopt(next);
}
