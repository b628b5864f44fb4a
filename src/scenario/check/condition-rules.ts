import { factCallOf } from '../../sim/facts/call.ts';
import { checkFactCall, type Asker, type KnownNames } from '../../sim/facts/check-call.ts';
import type { Condition } from '../../sim/scenario.ts';
import { argNames } from '../../sim/trace/arg-kinds.ts';
import { entryTypes, isEntryType } from '../../sim/trace/interest.ts';
import type { Path } from '../yaml-document.ts';
import type { Cast } from './cast.ts';
import { atMost } from './cluster-rules.ts';
import type { Findings } from './finding.ts';

/**
 * What is waited for can happen: the entry exists and says such things, or the fact exists and can be asked of this cluster.
 * @param asker a script asks the World alone; a lesson also what is remembered of the past
 */
export function checkCondition(
  condition: Condition,
  cast: Cast,
  path: Path,
  findings: Findings,
  asker: Asker = 'script',
): void {
  if (condition.kind === 'fact') return checkFact(condition, cast.known, path, findings, asker);
  const { entry, args } = condition;
  atMost(findings, [...path, 'times'], 'times', condition.times, 1, 1_000_000_000);
  if (!isEntryType(entry)) return findings.unknown([...path, 'entry'], 'entry', entry, entryTypes);
  const known = [...argNames(entry), 'node'];
  for (const name of Object.keys(args)) {
    if (!known.includes(name)) findings.unknown([...path, 'args', name], 'key', name, known);
  }
  const { node } = args;
  if (node !== undefined && !cast.kinds.has(String(node)))
    findings.unknown([...path, 'args', 'node'], 'node', String(node), cast.names);
}

function checkFact(
  condition: Extract<Condition, { readonly kind: 'fact' }>,
  known: KnownNames,
  path: Path,
  findings: Findings,
  asker: Asker,
): void {
  const call = factCallOf(condition.fact, condition.args);
  const problems = call.ok ? checkFactCall(call.value, known, asker) : [call.problem];
  for (const problem of problems) findings.add(path, 'fact', problem);
}
