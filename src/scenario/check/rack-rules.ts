import type { Scenario } from '../../sim/scenario.ts';
import type { Findings } from './finding.ts';

/**
 * ZooKeeper's controller places replicas only when it knows the racks of all live brokers, or of none (AdminUtils.assignReplicasToBrokers with
 * RackAwareMode.Enforced): it refuses every topic that comes without an assignment, groups' own __consumer_offsets among them. KRaft's
 * controller places them all the same (StripedReplicaPlacer).
 */
export function checkRacks(scenario: Scenario, findings: Findings): void {
  const { brokers, mode, topics, consumers, config } = scenario;
  const without = brokers.filter(({ rack }) => rack === null).map(({ id }) => id);
  if (mode !== 'zookeeper' || without.length === 0 || without.length === brokers.length) return;
  const placed = topics.find(({ assignment }) => assignment === null);
  const group = consumers.find(({ config: own }) => ({ ...config.consumer, ...own })['group.id'] !== undefined);
  if (placed === undefined && group === undefined) return;
  const whom =
    placed === undefined ? `the topic that keeps the offsets of ${group?.name ?? ''}'s group` : `topic ${placed.name}`;
  const who = `${without.length === 1 ? 'broker' : 'brokers'} ${without.join(', ').slice(0, 100)}`;
  findings.add(
    ['brokers'],
    'racks',
    `${who} without a rack, others have one; in mode zookeeper Kafka then refuses to place ${whom.slice(0, 100)}`,
    placed === undefined
      ? 'give every broker a rack, or none'
      : 'give every broker a rack, or none; or give every topic an assignment',
  );
}
