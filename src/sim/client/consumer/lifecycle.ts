import type { CommitPolicy, NewConsumer } from '../../intervention.ts';
import type { Config } from '../../scenario.ts';
import type { Setup } from '../../world.ts';
import { forgottenNetwork, newNetworkState } from '../network/work.ts';
import { defaultConsumerConfig, presetOf } from '../presets.ts';
import { bootstrapOf } from '../settings/bootstrap.ts';
import { consumerSettings } from '../settings/consumer-settings.ts';
import { networkSettings } from '../settings/network-settings.ts';
import { layered } from '../settings/parse.ts';
import { forgottenGroupState, newGroupState } from './group/new-state.ts';
import { memberSettings } from './group/settings.ts';
import type { ConsumerState, FetchSource } from './state.ts';

/** Consumers have no such setting; NetworkClient gets a fixed number (ClassicKafkaConsumer). */
const MAX_IN_FLIGHT = 100;

const NO_SOURCE: FetchSource = { busy: false, sessionId: 0, sessionEpoch: 0, partitions: [], moved: [] };

/**
 * A consumer whose process has not started yet.
 * @param common what the scenario sets for all consumers; the consumer's own configuration wins
 */
export function newConsumerState(
  setup: Setup,
  consumer: NewConsumer,
  common: Config = setup.clientConfig.consumer,
): ConsumerState {
  const { name, client, topics, assign, processing, commit, effect } = consumer;
  const config = layered(common, consumer.config);
  const atStart = { topics, assign };
  return bornConsumer(setup, { name, client, topics, assign, atStart, processing, config, commit, effect });
}

type Given = Pick<ConsumerState, 'name' | 'client' | 'config' | 'topics' | 'assign' | 'atStart' | 'processing'> & {
  readonly commit: CommitPolicy | undefined;
  readonly effect: string | null | undefined;
};

/** The state of a process that is about to start: nothing of an earlier life is left. What a group knows, its coordinator keeps. */
export function bornConsumer(setup: Setup, given: Given): ConsumerState {
  const { name, client, config, topics, assign, atStart, processing } = given;
  const complete = layered(...defaultConsumerConfig(client, setup.era), config);
  const preset = presetOf(client, setup.era);
  const network = networkSettings(complete, preset, MAX_IN_FLIGHT);
  const commit = given.commit ?? 'auto';
  const member = memberSettings(complete, commit, preset.group);
  return {
    name,
    client,
    config,
    settings: consumerSettings(
      complete,
      preset.readsFromBeginning && config['auto.offset.reset'] === undefined,
      preset,
    ),
    network: newNetworkState(setup, network, bootstrapOf(config, setup), member !== null),
    topics,
    assign,
    atStart,
    processing,
    paused: false,
    assigned: [],
    assignedAt: [],
    sources: setup.brokerIds.map(() => NO_SOURCE),
    ready: [],
    preferred: [],
    seeks: [],
    unsettled: false,
    metadataVersion: -1,
    busyUntil: 0,
    failed: null,
    group: member === null ? null : newGroupState(member, assign === null, commit, given.effect ?? null),
  };
}

/**
 * What is left of a consumer's process when it is gone: how it is configured, and, for who looks at it, the error that ended it. Started
 * again, its program begins from its first line: what it had subscribed to since is forgotten.
 */
export function forgottenConsumer(state: ConsumerState): ConsumerState {
  const { topics, assign } = state.atStart;
  return {
    ...state,
    topics,
    assign,
    network: forgottenNetwork(state.network),
    paused: false,
    assigned: [],
    assignedAt: [],
    sources: state.sources.map(() => NO_SOURCE),
    ready: [],
    preferred: [],
    seeks: [],
    unsettled: false,
    metadataVersion: -1,
    busyUntil: 0,
    group: state.group === null ? null : forgottenGroupState(state.group, assign === null),
  };
}
