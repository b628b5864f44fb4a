import { presetOf } from '../../sim/client/presets.ts';
import type { Config, Scenario } from '../../sim/scenario.ts';
import type { Era } from '../../sim/world.ts';
import type { Findings } from './finding.ts';

/** Settings of the classic protocol: with the consumer protocol the brokers decide them (group.consumer.*). */
const CLASSIC_ONLY = ['session.timeout.ms', 'heartbeat.interval.ms', 'partition.assignment.strategy'];

export interface ProtocolProblem {
  readonly setting: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * Settings that contradict the group protocol. Java's client refuses them (ConsumerConfig: group.remote.assignor beside the classic protocol
 * from 3.7 on, the classic protocol's own beside the consumer protocol from 4.0 on; 3.9 takes those and does not use them).
 * What the scenario sets for all consumers is for those it fits.
 * @param own what was set for this consumer
 * @param shared what the scenario sets for all
 */
export function protocolProblems(own: Config, shared: Config, era: Era, client: string): readonly ProtocolProblem[] {
  const { software, release } = presetOf(client, era);
  if (software !== 'apache-kafka-java' || release === '2.8') return [];
  if ((own['group.protocol'] ?? shared['group.protocol']) !== 'consumer') {
    if ((own['group.remote.assignor'] ?? '') === '') return [];
    const message = 'group.remote.assignor cannot be set with the classic protocol; there a member assigns';
    return [{ setting: 'group.remote.assignor', message, hint: 'set group.protocol to consumer, or leave it out' }];
  }
  if (release !== '4.0') return [];
  const given = shared['group.protocol'] === 'consumer' ? { ...shared, ...own } : own;
  return CLASSIC_ONLY.filter((setting) => Object.hasOwn(given, setting)).map((setting) => ({
    setting,
    message: `${setting} cannot be set with group.protocol=consumer; the brokers decide it`,
    hint: 'leave it out',
  }));
}

/** ZooKeeper's brokers do not start with the consumer protocol (KafkaConfig.groupCoordinatorRebalanceProtocols: only in KRaft mode). */
export function checkRebalanceProtocols({ mode, config, brokers }: Scenario, findings: Findings): void {
  if (mode !== 'zookeeper') return;
  const setting = 'group.coordinator.rebalance.protocols';
  const asks = (one: Config): boolean => (one[setting] ?? '').split(',').some((word) => word.trim() === 'consumer');
  const complain = (path: readonly (string | number)[]): void =>
    findings.add(
      [...path, setting],
      'rebalance-protocol',
      `${setting} has consumer; in mode zookeeper brokers have the classic protocol alone`,
      'write mode: kraft, or leave it out',
    );
  if (asks(config.broker)) complain(['config', 'broker']);
  brokers.forEach((broker, index) => {
    if (asks(broker.config)) complain(['brokers', index, 'config']);
  });
}
