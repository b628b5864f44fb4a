import fc from 'fast-check';

import type { CommitPolicy, NewConsumer } from '../../src/sim/intervention.ts';
import type { Scenario } from '../../src/sim/scenario.ts';

/** Times that let a member fall out, and come back, several times in a run; the defaults would need minutes. */
const BROKER = {
  'group.initial.rebalance.delay.ms': '500',
  'offsets.topic.num.partitions': '3',
};
const MODERN_BROKER = {
  'group.consumer.min.session.timeout.ms': '1000',
  'group.consumer.session.timeout.ms': '6000',
  'group.consumer.min.heartbeat.interval.ms': '1000',
  'group.consumer.heartbeat.interval.ms': '1000',
};
const MEMBER = {
  'auto.offset.reset': 'earliest',
  'max.poll.interval.ms': '8000',
  'auto.commit.interval.ms': '1000',
  'max.poll.records': '40',
};
const CLASSIC_MEMBER = { 'session.timeout.ms': '6000', 'heartbeat.interval.ms': '1000' };

/** As partition.assignment.strategy names them. */
const ASSIGNORS = {
  range: 'org.apache.kafka.clients.consumer.RangeAssignor',
  roundrobin: 'org.apache.kafka.clients.consumer.RoundRobinAssignor',
  sticky: 'org.apache.kafka.clients.consumer.StickyAssignor',
  'cooperative-sticky': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
};

export interface DrawnGroup {
  readonly id: string;
  /** With KIP-848's protocol, where there is one. */
  readonly modern: boolean;
  readonly assignor: keyof typeof ASSIGNORS;
  readonly isStatic: boolean;
  readonly members: number;
  readonly commit: CommitPolicy;
  /** Microseconds for each record. */
  readonly processing: number;
}

/**
 * Groups that share a run's topics, at most two of at most four members.
 * @param grows topics get more partitions in the run. What is added while the static leader of a classic group is away stays without an owner
 * in Kafka: when it comes back it takes what there is by then for what it has shared out (ConsumerCoordinator.onLeaderElected; up to 3.1 it
 * does not even lead, KAFKA-13435)
 */
export function drawGroups(scenario: Scenario, grows: boolean): fc.Arbitrary<readonly DrawnGroup[]> {
  return fc
    .array(
      fc.record({
        modern: fc.boolean(),
        assignor: fc.constantFrom(...(Object.keys(ASSIGNORS) as (keyof typeof ASSIGNORS)[])),
        isStatic: fc.integer({ min: 0, max: 2 }).map((n) => n === 0),
        members: fc.integer({ min: 1, max: 4 }),
        commit: fc.constantFrom<CommitPolicy>('auto', 'auto', 'after', 'before', 'each'),
        processing: fc.constantFrom(0, 1_000, 5_000),
      }),
      { minLength: 1, maxLength: 2, size: 'max' },
    )
    .map((drawn) =>
      drawn.map((group, index) => ({
        ...group,
        id: `g${index}`,
        modern: group.modern && scenario.era === '4.0',
        isStatic: group.isStatic && !(grows && !(group.modern && scenario.era === '4.0')),
      })),
    );
}

/** The scenario with these groups' members; whoever reads by itself stays. */
export function withGroups(scenario: Scenario, groups: readonly DrawnGroup[]): Scenario {
  const broker = scenario.era === '4.0' ? { ...BROKER, ...MODERN_BROKER } : BROKER;
  const members = groups.flatMap((group, at) =>
    Array.from({ length: group.members }, (_, n) => ({
      ...memberOf(group, `${group.id}-m${n}`, scenario),
      startAt: 3_000_000 + at * 700_000 + n * 450_000,
    })),
  );
  return {
    ...scenario,
    config: { ...scenario.config, broker: { ...scenario.config.broker, ...broker } },
    consumers: [...scenario.consumers, ...members],
  };
}

/** A member as the others of its group are. */
export function memberOf(group: DrawnGroup, name: string, scenario: Scenario): NewConsumer {
  const own: Record<string, string> = { ...MEMBER, 'group.id': group.id };
  if (group.isStatic) own['group.instance.id'] = name;
  if (group.modern) own['group.protocol'] = 'consumer';
  else Object.assign(own, CLASSIC_MEMBER, { 'partition.assignment.strategy': ASSIGNORS[group.assignor] });
  return {
    name,
    client: 'java',
    config: own,
    topics: scenario.topics.map((topic) => topic.name),
    assign: null,
    processing: group.processing,
    commit: group.commit,
  };
}
