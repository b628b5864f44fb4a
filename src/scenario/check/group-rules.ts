import type { NewConsumer } from '../../sim/intervention.ts';
import type { Scenario } from '../../sim/scenario.ts';
import type { Path } from '../yaml-document.ts';
import type { Cast } from './cast.ts';
import type { Findings } from './finding.ts';

const REMEDY = "give the consumer a group.id in its config, or all of them in the scenario's";

/** What a consumer's program does with commits and records needs a group: without one nothing is committed. */
export function checkProgramOfConsumer(
  consumer: NewConsumer,
  scenario: Scenario,
  path: Path,
  findings: Findings,
): void {
  if (hasGroup(consumer, scenario)) return;
  for (const key of ['commit', 'effect'] as const)
    if (consumer[key] !== undefined && consumer[key] !== null)
      findings.add([...path, key], 'no-group', `${key} needs a group.id; ${consumer.name} has none`, REMEDY);
}

/** An intervention that only a consumer with a group can carry out: one that has it, or is given it by another intervention. */
export function checkHasGroup(
  name: string,
  { scenario, interventions, unread }: Cast,
  path: Path,
  findings: Findings,
): void {
  const added = interventions.flatMap((each) => (each.type === 'addConsumer' ? [each.consumer] : []));
  const consumer = [...scenario.consumers, ...added].find((each) => each.name === name);
  const isGivenOne = interventions.some(
    (each) => each.type === 'configureClient' && each.node === name && (each.config['group.id'] ?? '') !== '',
  );
  if (consumer === undefined || hasGroup(consumer, scenario) || isGivenOne || unread.settings) return;
  findings.add(path, 'no-group', `${name} has no group.id`, REMEDY);
}

function hasGroup(consumer: NewConsumer, scenario: Scenario): boolean {
  return ({ ...scenario.config.consumer, ...consumer.config }['group.id'] ?? '') !== '';
}
