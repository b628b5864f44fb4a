import { factCallOf } from '../../sim/facts/call.ts';
import { checkFactCall, type Asker, type KnownNames } from '../../sim/facts/check-call.ts';
import { checkComparison } from '../../sim/facts/check-comparison.ts';
import type { Condition } from '../../sim/scenario.ts';
import { argKind, argNames } from '../../sim/trace/arg-kinds.ts';
import { entryTypes, isEntryType } from '../../sim/trace/interest.ts';
import type { Path } from '../yaml-document.ts';
import { isUnknownNode, type Cast } from './cast.ts';
import { atMost } from './cluster-rules.ts';
import type { Findings } from './finding.ts';
import { checkPartition, checkTopicKnown } from './partition-rules.ts';

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
  for (const name of Object.keys(args))
    checkArgument(name === 'node' ? 'node' : argKind(entry, name), args[name], cast, [...path, 'args', name], findings);
}

/** What is named in an entry is there. */
function checkArgument(
  kind: ReturnType<typeof argKind>,
  value: string | number | boolean | undefined,
  cast: Cast,
  path: Path,
  findings: Findings,
): void {
  const { brokers, controllers } = cast.known;
  switch (kind) {
    case 'node':
      if (isUnknownNode(String(value), cast)) findings.unknown(path, 'node', String(value), cast.names);
      return;
    case 'broker':
    case 'brokers':
      if (value === -1 || [...brokers, ...controllers].some((id) => id === value)) return;
      return findings.add(
        path,
        'unknown-broker',
        `unknown broker ${String(value)}; the brokers are ${brokers.join(', ')}`,
      );
    case 'partition':
    case 'partitions': {
      const match = /^([A-Za-z0-9._-]{1,249})-(\d{1,6})$/.exec(String(value));
      if (match === null)
        return findings.add(
          path,
          'wrong-type',
          `${String(value).slice(0, 60)} is no partition`,
          'write it like orders-0',
        );
      checkTopicKnown(match[1] ?? '', cast, path, findings);
      return checkPartition(match[1] ?? '', Number(match[2]), cast, path, findings);
    }
    default:
      return;
  }
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
  if (problems.length > 0) return;
  for (const problem of checkComparison(condition, known)) findings.add([...path, 'value'], 'comparison', problem);
}
