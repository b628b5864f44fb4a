import * as v from 'valibot';

import type { Intervention } from '../../sim/intervention.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { allRead, type Unread } from '../unread.ts';
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

/** What one of the wrong shape may have made: a client, its settings, topics. */
const SOMETHING_LOST: Unread = { cluster: false, topics: true, clients: true, settings: true };

/**
 * Interventions from a recording, in order: the shape of each, and that those of the right shape fit the scenario.
 * @param scenario null: it is wrong itself, so that nothing can be said of what fits
 */
export function interventionsFrom(
  json: readonly unknown[],
  scenario: Scenario | null,
): Checked<readonly Intervention[]> {
  const shaped: { readonly index: number; readonly one: Intervention }[] = [];
  const wrong: Finding[] = [];
  json.forEach((given, index) => {
    const result = v.safeParse(interventionShape, given);
    if (result.success) shaped.push({ index, one: result.output });
    else wrong.push(...findingsOf(result.issues, [index]));
  });
  const all = shaped.map(({ one }) => one);
  const findings = newFindings();
  if (scenario !== null) {
    const cast = castOf(scenario, all, wrong.length > 0 ? SOMETHING_LOST : allRead);
    const names = namesOf(scenario, findings);
    for (const { interventions } of scenario.script) for (const one of interventions) names.take(one, []);
    for (const { one, index } of shaped) {
      checkIntervention(one, cast, [index], findings);
      names.take(one, [index]);
    }
  }
  const found = [...wrong, ...findings.all].sort((a, b) => Number(a.path[0]) - Number(b.path[0]));
  return found.length === 0 ? { value: all, findings: [] } : { value: null, findings: found };
}
