import type { BrokerState } from '../broker/state.ts';
import type { ZkResult, ZkWatcherEvent } from '../protocol/zookeeper.ts';
import type { Config } from '../scenario.ts';
import type { Stimulus, Turn } from '../turn.ts';
import { BROKER_IDS_PATH, CONTROLLER_PATH, DELETE_TOPICS_PATH, nameIn, TOPICS_PATH } from '../zookeeper/paths.ts';
import { settle } from './admin/admin.ts';
import { beginAlterConfigs } from './admin/alter-configs.ts';
import { beginCreatePartitions } from './admin/create-partitions.ts';
import { beginCreateTopics } from './admin/create-topics.ts';
import { beginDeleteTopics } from './admin/delete-topics.ts';
import { channelAnswered, channelConnected, channelLost, channelOf, retryChannels } from './channels.ts';
import { isActive, newControllerState } from './context.ts';
import { enqueue, resume } from './event-thread.ts';
import { deletionAnswered } from './deletion-answers.ts';
import { CONTROLLER_SLOTS } from './timers.ts';

export { isActive } from './context.ts';
export { sessionLost } from './resignation.ts';

type RequestStimulus = Extract<Stimulus, { readonly type: 'request' }>;

/**
 * Reacts to what concerns the controller module of a broker: requests for the controller, the controller's connections to brokers,
 * timer slots 32 to 63.
 * @returns null when the stimulus is not the module's
 */
export function handleController(turn: Turn, broker: BrokerState, stimulus: Stimulus): BrokerState | null {
  switch (stimulus.type) {
    case 'request':
      return request(turn, broker, stimulus);
    case 'timer':
      return stimulus.slot >= CONTROLLER_SLOTS.rebalance && stimulus.slot <= CONTROLLER_SLOTS.last
        ? timeUp(turn, broker, stimulus.slot)
        : null;
    case 'connected':
    case 'disconnected':
    case 'response':
      return overChannel(turn, broker, stimulus);
    case 'start':
    case 'stop':
    case 'closed':
    case 'notification':
    case 'intervention':
      return null;
  }
}

function request(turn: Turn, broker: BrokerState, { connection, body }: RequestStimulus): BrokerState | null {
  const ready = broker.controller === null ? { ...broker, controller: newControllerState() } : broker;
  switch (body.type) {
    case 'AlterPartitionRequest':
      return enqueue(turn, ready, { type: 'AlterPartitionReceived', connection, request: body });
    case 'ControlledShutdownRequest':
      return enqueue(turn, ready, { type: 'ControlledShutdown', connection, request: body });
    case 'ElectLeadersRequest':
      return enqueue(turn, ready, { type: 'ReplicaLeaderElection', connection, request: body });
    case 'AllocateProducerIdsRequest':
      return enqueue(turn, ready, { type: 'AllocateProducerIds', connection, request: body });
    case 'CreateTopicsRequest':
      return beginCreateTopics(turn, ready, connection, body);
    case 'AlterPartitionReassignmentsRequest':
      return enqueue(turn, ready, { type: 'ApiPartitionReassignment', connection, request: body });
    case 'DeleteTopicsRequest':
      return beginDeleteTopics(turn, ready, connection, body);
    case 'CreatePartitionsRequest':
      return beginCreatePartitions(turn, ready, connection, body);
    case 'IncrementalAlterConfigsRequest':
      return beginAlterConfigs(turn, ready, connection, body);
    default:
      return null;
  }
}

function overChannel(
  turn: Turn,
  broker: BrokerState,
  stimulus: Extract<Stimulus, { readonly type: 'connected' | 'disconnected' | 'response' }>,
): BrokerState | null {
  const { controller } = broker;
  const channel = controller === null ? null : channelOf(controller, stimulus.connection);
  if (controller === null || channel === null) return null;
  switch (stimulus.type) {
    case 'connected':
      return { ...broker, controller: channelConnected(turn, broker, controller, channel) };
    case 'disconnected':
      return { ...broker, controller: channelLost(turn, controller, channel) };
    case 'response': {
      // Errors of brokers (a controller that has been replaced) are written into Kafka's log and nothing else.
      const next = channelAnswered(turn, broker, controller, channel);
      const heard = channel.broker === broker.brokerId && stimulus.body.type === 'UpdateMetadataResponse';
      const told = { ...broker, controller: heard ? settle(turn, broker, next) : next };
      const deletion = deletionAnswered(turn, channel.broker, stimulus.request, stimulus.body);
      return deletion === null ? told : enqueue(turn, told, deletion);
    }
  }
}

function timeUp(turn: Turn, broker: BrokerState, slot: number): BrokerState {
  const { controller } = broker;
  if (controller === null) return broker;
  if (slot === CONTROLLER_SLOTS.rebalance && isActive(controller))
    return enqueue(turn, broker, { type: 'AutoPreferredReplicaLeaderElection' });
  if (slot === CONTROLLER_SLOTS.purgatory) return { ...broker, controller: settle(turn, broker, controller) };
  if (slot === CONTROLLER_SLOTS.channels) return { ...broker, controller: retryChannels(turn, broker, controller) };
  return broker;
}

/** The broker has registered, for the first time or again: its controller module looks who the controller is (KafkaController.startup). */
export function startController(turn: Turn, broker: BrokerState): BrokerState {
  return enqueue(turn, broker.controller === null ? { ...broker, controller: newControllerState() } : broker, {
    type: 'Reelect',
  });
}

/** ZooKeeper has answered the controller's thread. */
export function controllerAnswered(
  turn: Turn,
  broker: BrokerState,
  asked: number,
  results: readonly ZkResult[],
): BrokerState {
  return resume(turn, broker, asked, results);
}

/** A watch of the controller module has fired. */
export function controllerNotified(turn: Turn, broker: BrokerState, { path, event }: ZkWatcherEvent): BrokerState {
  if (broker.controller === null) return broker;
  if (path === CONTROLLER_PATH)
    return enqueue(turn, broker, { type: event === 'NodeDeleted' ? 'Reelect' : 'ControllerChange' });
  if (!isActive(broker.controller)) return broker;
  if (path === BROKER_IDS_PATH) return enqueue(turn, broker, { type: 'BrokerChange' });
  if (path === DELETE_TOPICS_PATH) return enqueue(turn, broker, { type: 'TopicDeletion' });
  if (path === TOPICS_PATH) return enqueue(turn, broker, { type: 'TopicChange' });
  if (path.startsWith(`${TOPICS_PATH}/`) && event === 'NodeDataChanged')
    return enqueue(turn, broker, { type: 'PartitionModifications', topic: nameIn(path) });
  return broker;
}

/** A topic's settings have changed: if replicas outside the ISR may lead now, its leaderless partitions are tried again (TopicConfigHandler). */
export function topicConfigLearnt(turn: Turn, broker: BrokerState, topic: string, config: Config): BrokerState {
  if (!isActive(broker.controller) || config['unclean.leader.election.enable'] !== 'true') return broker;
  return enqueue(turn, broker, { type: 'TopicUncleanLeaderElectionEnable', topic });
}

/** This broker's own settings have changed (DynamicLogConfig.reconfigure). */
export function brokerConfigLearnt(turn: Turn, broker: BrokerState, wasUnclean: boolean): BrokerState {
  if (!isActive(broker.controller) || wasUnclean || !broker.config.uncleanLeaderElection) return broker;
  return enqueue(turn, broker, { type: 'UncleanLeaderElectionEnable' });
}
