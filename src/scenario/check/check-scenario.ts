import * as v from 'valibot';

import type { Intervention } from '../../sim/intervention.ts';
import type { Scenario } from '../../sim/scenario.ts';
import type { Path } from '../yaml-document.ts';
import { castOf } from './cast.ts';
import { checkClients } from './client-rules.ts';
import { checkCluster, checkTopics } from './cluster-rules.ts';
import { newFindings, type Finding } from './finding.ts';
import { checkIntervention, checkScript, namesOf } from './intervention-rules.ts';
import { checkPartitions } from './partition-rules.ts';
import { checkRebalanceProtocols } from './protocol-rules.ts';
import { checkRacks } from './rack-rules.ts';
import { findingsOf } from './shape-findings.ts';
import { interventionShape, scenarioShape } from './shape.ts';

/** What a value from outside turned out to be. */
export type Checked<T> =
  | { readonly value: T; readonly findings: readonly [] }
  | { readonly value: null; readonly findings: readonly Finding[] };

/**
 * Holds a scenario against the rules that hold for every scenario: names, limits, settings of its era.
 * @param scenario of the right shape already
 * @returns every mistake
 */
export function checkScenario(scenario: Scenario): readonly Finding[] {
  const findings = newFindings();
  checkCluster(scenario, findings);
  checkTopics(scenario, findings);
  checkRacks(scenario, findings);
  checkRebalanceProtocols(scenario, findings);
  checkClients(scenario, findings);
  const cast = castOf(scenario);
  checkPartitions(cast, findings);
  checkScript(cast, findings);
  return findings.all;
}

/** A scenario from a recording, a link or anywhere else outside: its shape, then its rules. */
export function scenarioFrom(json: unknown): Checked<Scenario> {
  const result = v.safeParse(scenarioShape, json);
  if (!result.success) return { value: null, findings: findingsOf(result.issues, []) };
  const findings = checkScenario(result.output);
  return findings.length === 0 ? { value: result.output, findings: [] } : { value: null, findings };
}

/**
 * Interventions from a recording, in order: their shape, then that they fit the scenario.
 * @param path where they stand, for the messages
 */
export function interventionsFrom(
  json: readonly unknown[],
  scenario: Scenario,
  path: Path = [],
): Checked<readonly Intervention[]> {
  const shaped: Intervention[] = [];
  const wrong: Finding[] = [];
  json.forEach((one, index) => {
    const result = v.safeParse(interventionShape, one);
    if (result.success) shaped.push(result.output);
    else wrong.push(...findingsOf(result.issues, [...path, index]));
  });
  if (wrong.length > 0) return { value: null, findings: wrong };
  const cast = castOf(scenario, shaped);
  const findings = newFindings();
  const names = namesOf(scenario, findings);
  for (const { interventions } of scenario.script) for (const one of interventions) names.take(one, path);
  shaped.forEach((one, index) => {
    checkIntervention(one, cast, [...path, index], findings);
    names.take(one, [...path, index]);
  });
  return findings.all.length === 0 ? { value: shaped, findings: [] } : { value: null, findings: findings.all };
}
