import { emptyVec } from '../../lib/vec.ts';
import { brokerConfig } from '../config/broker-config.ts';
import { kraftPart } from '../kraft/part.ts';
import type { Config, ScenarioBroker } from '../scenario.ts';
import type { Setup } from '../world.ts';
import { newZkClientState } from '../zookeeper/client-state.ts';
import { NO_GROUPS } from './groups/state.ts';
import { notRunning } from './lifecycle.ts';
import { newStorage } from './storage/state.ts';
import type { BrokerState, IsrProposals, MetadataCache, ProducerIdBlock } from './state.ts';

const NO_METADATA: MetadataCache = {
  controllerId: -1,
  controllerEpoch: -1,
  liveBrokers: [],
  partitions: emptyVec(),
  topics: [],
};

const NO_PROPOSALS: IsrProposals = { unsent: [], inFlight: [] };

const NO_PRODUCER_IDS: ProducerIdBlock = { next: 0, end: 0, asked: false, waiting: [] };

/**
 * A broker that has never been started.
 * @param shared the scenario's settings for all brokers; the broker's own win
 */
export function newBrokerState(setup: Setup, broker: ScenarioBroker, shared: Config): BrokerState {
  return {
    brokerId: broker.id,
    rack: broker.rack,
    config: brokerConfig(setup.era, { ...shared, ...broker.config }),
    lifecycle: notRunning(),
    waitingFor: null,
    brokerEpoch: -1,
    cleanShutdown: false,
    lost: [],
    zk: newZkClientState(),
    controller: null,
    metadata: NO_METADATA,
    topicConfigs: [],
    replicas: emptyVec(),
    hosted: [],
    fetchers: [],
    fetcherConnections: [],
    channels: emptyVec(),
    channelConnections: [],
    isrProposals: NO_PROPOSALS,
    toController: [],
    producerIds: NO_PRODUCER_IDS,
    creatingTopics: [],
    awaitedTopics: setup.announcedTopics,
    held: [],
    stopping: null,
    kraft:
      setup.mode === 'kraft' ? kraftPart().broker.newState(setup, broker.id, { ...shared, ...broker.config }) : null,
    storage: newStorage,
    groups: NO_GROUPS,
  };
}

/** What is left of a broker's memory when its process ends: nothing. */
export function withoutMemory(state: BrokerState): BrokerState {
  return {
    ...state,
    lifecycle: notRunning(),
    waitingFor: null,
    brokerEpoch: -1,
    zk: newZkClientState(),
    controller: null,
    metadata: NO_METADATA,
    topicConfigs: [],
    fetchers: [],
    fetcherConnections: [],
    channels: emptyVec(),
    channelConnections: [],
    isrProposals: NO_PROPOSALS,
    toController: [],
    producerIds: NO_PRODUCER_IDS,
    creatingTopics: [],
    held: [],
    stopping: null,
    storage: newStorage,
    groups: NO_GROUPS,
  };
}
