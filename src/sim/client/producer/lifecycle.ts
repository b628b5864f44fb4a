import type { NewProducer } from '../../intervention.ts';
import type { Config } from '../../scenario.ts';
import type { ConnectionId, Setup } from '../../world.ts';
import { NEVER } from '../mutable.ts';
import { forgottenNetwork, newNetworkState } from '../network/work.ts';
import { defaultProducerConfig, presetOf } from '../presets.ts';
import { bootstrapOf } from '../settings/bootstrap.ts';
import { networkSettings } from '../settings/network-settings.ts';
import { layered } from '../settings/parse.ts';
import { producerSettings } from '../settings/producer-settings.ts';
import { NO_DESTINATION } from './destinations.ts';
import { resumeProgram } from './program.ts';
import type { PartitionQueue, ProducerState } from './state.ts';
import { newQueue, type ProducerWork } from './work.ts';

/**
 * A producer whose process has not started yet.
 * @param common what the scenario sets for all producers; the producer's own configuration wins
 */
export function newProducerState(
  setup: Setup,
  producer: NewProducer,
  common: Config = setup.clientConfig.producer,
): ProducerState {
  return bornState(setup, producer.name, producer.client, layered(common, producer.config), producer.program);
}

function bornState(
  setup: Setup,
  name: string,
  client: string,
  config: Config,
  program: ProducerState['program'],
): ProducerState {
  const settings = producerSettings(config, client, setup.era);
  const complete = layered(...defaultProducerConfig(client, setup.era), config);
  const network = newNetworkState(
    setup,
    networkSettings(complete, presetOf(client, setup.era), settings.maxInFlight),
    bootstrapOf(config, setup),
  );
  return {
    name,
    client,
    config,
    settings,
    network,
    program,
    programNext: 0,
    tickLeft: 0,
    programBlocked: null,
    paused: false,
    producerId: -1,
    producerEpoch: -1,
    producerIdAsked: false,
    producerIdNotBefore: 0,
    epochBumpNeeded: false,
    blocked: [],
    accumulators: [],
    queueOf: [],
    destinations: setup.brokerIds.map(() => NO_DESTINATION),
    leaderless: [],
    sticky: [],
    flushing: false,
    closing: false,
    reconfigure: null,
    incomplete: 0,
    bufferUsed: 0,
    expiryCheck: NEVER,
  };
}

/**
 * What is left of a producer's process when it is gone: nothing but how it is configured. Started again, its program begins with
 * record 0, as a script run twice does. Only the count of records per partition goes on, so that a record's number names it
 * over all lives of the process; it is the simulation's own and no producer has it.
 */
export function forgotten(state: ProducerState): ProducerState {
  return {
    ...state,
    network: forgottenNetwork(state.network),
    programNext: 0,
    tickLeft: 0,
    programBlocked: null,
    paused: false,
    producerId: -1,
    producerEpoch: -1,
    producerIdAsked: false,
    producerIdNotBefore: 0,
    epochBumpNeeded: false,
    blocked: [],
    accumulators: state.accumulators.map(onlyCounted),
    destinations: state.destinations.map(() => NO_DESTINATION),
    leaderless: [],
    sticky: [],
    flushing: false,
    closing: false,
    reconfigure: null,
    incomplete: 0,
    bufferUsed: 0,
    expiryCheck: NEVER,
  };
}

function onlyCounted(queue: PartitionQueue): PartitionQueue {
  return { ...newQueue(queue.partition), counted: queue.counted };
}

/**
 * New settings: what was sent under the old ones is done, so the program closes its producer, makes a new one (which
 * bootstraps again, and has another producer id), and goes on with its next record.
 */
export function startAnew(work: ProducerWork): void {
  const { state, net, turn } = work;
  const config = state.reconfigure;
  if (config === null) return;
  for (const channel of net.state.channels)
    if (channel.connection !== null) turn.close(channel.connection satisfies ConnectionId);
  const { programNext, paused, accumulators } = state;
  const born = bornState(turn.setup, state.name, state.client, config, state.program);
  Object.assign(state, born, {
    programNext,
    paused,
    accumulators: accumulators.map(onlyCounted),
    queueOf: state.queueOf,
  });
  Object.assign(net.state, born.network);
  net.channelsOwned = true;
  work.queuesOwned = true;
  work.destinationsOwned = true;
  resumeProgram(work);
}
