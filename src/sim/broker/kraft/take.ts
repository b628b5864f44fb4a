import { isQuorumControllerSlot } from '../../kraft/controller/slots.ts';
import { startRaft } from '../../kraft/raft/raft.ts';
import { isRaftSlot } from '../../kraft/raft/slots.ts';
import { CLUSTER_METADATA } from '../../kraft/raft/state.ts';
import type { Stimulus } from '../../turn.ts';
import type { NodeId } from '../../world.ts';
import { dropChannel } from '../channels.ts';
import { channelOf } from '../controller-channel.ts';
import type { BrokerDraft } from '../draft.ts';
import { fetcherOf } from '../fetchers.ts';
import { enter } from '../lifecycle.ts';
import * as slots from '../timer-slots.ts';
import { communicate, communicationTimedOut, registrationTimedOut, startLifecycle } from './lifecycle-manager.ts';
import { kraftOf, quorumMoved, toController, toQuorum } from './quorum.ts';
import { endIfQuorumIsLed, shutdownTimedOut, stop } from './shutdown.ts';

/**
 * Reacts to what a broker meets in KRaft mode alone.
 * @returns false: what remains is as in ZooKeeper mode
 */
export function take(d: BrokerDraft, stimulus: Stimulus): boolean {
  switch (stimulus.type) {
    case 'start':
      startUp(d);
      return true;
    case 'stop':
      stop(d);
      return true;
    case 'timer':
      return timeUp(d, stimulus);
    case 'request':
      return requested(d, stimulus);
    case 'response':
    case 'connected':
    case 'disconnected':
      if (fetcherOf(d, stimulus.connection) >= 0 || channelOf(d, stimulus.connection) !== null) return false;
      toQuorum(d, stimulus);
      endIfQuorumIsLed(d);
      return true;
    case 'closed':
      dropChannel(d, stimulus.connection);
      toQuorum(d, stimulus);
      return true;
    case 'notification':
    case 'intervention':
      return true;
  }
}

/** The process has started: it looks for the quorum, and has itself registered by it (BrokerServer.startup). */
function startUp(d: BrokerDraft): void {
  d.turn.cause = enter(d, { type: 'start' }, 'the leader of the quorum, to register there');
  const { lost, brokerId: broker } = d.base;
  for (const { partition, from, to } of lost) d.turn.emit('LogLost', { partition, broker, from, to });
  // The marker of a clean stop is taken away: the next end may be another.
  d.set({ lost: [], cleanShutdown: false });
  quorumMoved(d, startRaft(d.turn, kraftOf(d).raft));
  startLifecycle(d);
}

function timeUp(d: BrokerDraft, stimulus: Extract<Stimulus, { readonly type: 'timer' }>): boolean {
  const { slot } = stimulus;
  if (slot >= slots.DYNAMIC_SLOTS) return false;
  if (isRaftSlot(slot)) {
    toQuorum(d, stimulus);
    endIfQuorumIsLed(d);
  } else if (isQuorumControllerSlot(slot)) toController(d, stimulus);
  else if (slot === slots.COMMUNICATION) communicate(d);
  else if (slot === slots.COMMUNICATION_TIMEOUT) communicationTimedOut(d);
  else if (slot === slots.REGISTRATION_TIMEOUT) registrationTimedOut(d);
  else if (slot === slots.SHUTDOWN_RETRY) shutdownTimedOut(d);
  else return false;
  return true;
}

/**
 * What is for the quorum or for the controller is served whatever state the broker is in: Kafka's controllers listen on a port of
 * their own. Clients know only the broker's; so the same request is a client's, to be forwarded, or another broker's, forwarded already.
 */
function requested(d: BrokerDraft, stimulus: Extract<Stimulus, { readonly type: 'request' }>): boolean {
  const { body, peer } = stimulus;
  switch (body.type) {
    case 'VoteRequest':
    case 'BeginQuorumEpochRequest':
    case 'EndQuorumEpochRequest':
      break;
    case 'FetchRequest':
      if (body.topics[0]?.topic !== CLUSTER_METADATA || body.replicaId < 0) return false;
      break;
    case 'ProduceRequest':
    case 'MetadataRequest':
    case 'ListOffsetsRequest':
    case 'OffsetForLeaderEpochRequest':
    case 'InitProducerIdRequest':
    case 'FindCoordinatorRequest':
    case 'JoinGroupRequest':
    case 'SyncGroupRequest':
    case 'HeartbeatRequest':
    case 'LeaveGroupRequest':
    case 'OffsetCommitRequest':
    case 'OffsetFetchRequest':
    case 'ConsumerGroupHeartbeatRequest':
    case 'DeleteGroupsRequest':
      return false;
    case 'ApiVersionsRequest':
      if (!isMember(d, peer) || !kraftOf(d).raft.isVoter) return false;
      d.turn.respond(stimulus.connection, { type: 'ApiVersionsResponse', errorCode: 'NONE' });
      return true;
    default:
      return isMember(d, peer) && toController(d, stimulus);
  }
  const served = toQuorum(d, stimulus);
  endIfQuorumIsLed(d);
  return served;
}

/** Is the other end a broker or a controller, not a client? */
function isMember(d: BrokerDraft, peer: NodeId): boolean {
  const { nodeOfBroker, voters } = d.turn.setup;
  return nodeOfBroker.includes(peer) || voters.some(({ node }) => node === peer);
}
