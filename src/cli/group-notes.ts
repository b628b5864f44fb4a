import { defaultOf } from '../sim/config/defaults.ts';
import type { Scenario } from '../sim/scenario.ts';

const FACTOR = 'offsets.topic.replication.factor';

/**
 * What keeps every group of a scenario from ever working: __consumer_offsets cannot be created where there are fewer brokers than copies of it
 * are wanted (AutoTopicCreationManager, ReplicationControlManager: INVALID_REPLICATION_FACTOR), so no broker becomes a coordinator.
 * @returns a sentence, or nothing
 */
export function groupNotes(scenario: Scenario): readonly string[] {
  const { brokers, config, consumers, script } = scenario;
  const joining = script.flatMap(({ interventions }) =>
    interventions.flatMap((each) => (each.type === 'addConsumer' ? [each.consumer] : [])),
  );
  const member = [...consumers, ...joining].find((each) => 'group.id' in { ...config.consumer, ...each.config });
  if (member === undefined) return [];
  const factors = brokers.map((broker) =>
    Number(broker.config[FACTOR] ?? config.broker[FACTOR] ?? defaultOf('broker', scenario.era, FACTOR) ?? '3'),
  );
  const wanted = Math.min(...factors);
  if (!(wanted > brokers.length)) return [];
  const has = brokers.length === 1 ? 'there is 1 broker' : `there are ${brokers.length} brokers`;
  return [
    `no group can work: __consumer_offsets wants ${wanted} copies (${FACTOR}), and ${has}, so it is never created and ${member.name} never reads; set config: { broker: { ${FACTOR}: ${brokers.length} } }`,
  ];
}
