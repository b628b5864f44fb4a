import type { BaseIssue } from 'valibot';

import { safetyRules } from '../../sim/safety.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Path } from '../yaml-document.ts';
import { sayPath, type Finding } from './finding.ts';

/*
 * What a recording's scenario or intervention of the wrong shape is told. Nobody writes these by hand, so the remedy is mostly to save the
 * recording again; what stands where, and what should, is said all the same.
 */

type Issue = BaseIssue<unknown>;

const SAVE_AGAIN = 'save the recording again, or copy the whole link';

/**
 * In words what is wrong with a shape; all that is missing in one place is one finding.
 * @param base where the value stands, for the messages
 */
export function findingsOf(issues: readonly Issue[], base: Path): readonly Finding[] {
  const findings: Finding[] = [];
  const lacks = new Map<string, { readonly path: Path; readonly keys: string[] }>();
  for (const issue of issues) {
    const path = [...base, ...(issue.path ?? []).map(({ key }) => key as string | number)];
    if (isMissing(issue)) {
      const parent = path.slice(0, -1);
      const known = lacks.get(sayPath(parent)) ?? { path: parent, keys: [] };
      known.keys.push(String(path.at(-1)));
      lacks.set(sayPath(parent), known);
    } else findings.push(findingOf(issue, path));
  }
  for (const { path, keys } of lacks.values()) {
    const message = `${nounOf(path)} lacks ${keys.join(', ')}`;
    findings.push({ path, key: false, code: 'missing-key', message, hint: SAVE_AGAIN });
  }
  return findings;
}

/** A key of a map that is not there. */
function isMissing({ type, expected, received }: Issue): boolean {
  return type === 'strict_object' && expected !== 'never' && expected !== 'Object' && received === 'undefined';
}

function findingOf(issue: Issue, path: Path): Finding {
  if (path[0] === 'without' && issue.type === 'picklist') return unknownRule(issue, path);
  if (issue.type === 'variant' && issue.expected !== 'Object') return unknownVariant(issue, path);
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const message = `unknown key ${String(path.at(-1)).slice(0, 60)}`;
    return { path, key: true, code: 'unknown-key', message, hint: 'leave it out' };
  }
  const message = `${nounOf(path)} must be ${wantedBy(issue)}; found ${foundIn(issue)}`;
  return { path, key: false, code: 'wrong-type', message, hint: SAVE_AGAIN };
}

/** What is wrong, seen from the scenario, or from the intervention that it stands in. */
function nounOf(path: Path): string {
  if (typeof path[0] !== 'number') return path.length === 0 ? 'the scenario' : sayPath(path);
  return path.length === 1 ? 'the intervention' : sayPath(path.slice(1));
}

/** What would have been right: `a text`, `a whole number`, `"2.8", "3.9" or "4.0"`. */
function wantedBy({ type, expected, requirement }: Issue & { readonly requirement?: unknown }): string {
  switch (type) {
    case 'string':
      return 'a text';
    case 'number':
    case 'safe_integer':
      return 'a whole number';
    case 'min_value':
      return `at least ${String(requirement)}`;
    case 'max_value':
      return `at most ${String(requirement)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'strict_object':
    case 'variant':
    case 'record':
      return 'an object';
    default:
      return (expected ?? 'of another kind')
        .replace(/^\(|\)$/g, '')
        .replace(/ \| (?=[^|]*$)/, ' or ')
        .replaceAll(' | ', ', ');
  }
}

/** What stands there, as whoever opens the file sees it. */
function foundIn({ input, received }: Pick<Issue, 'input' | 'received'>): string {
  if (input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object' && input !== null) return 'an object';
  return received.slice(0, 60);
}

/** An intervention or a condition that there is not: the nearest one is named, not all thirty. */
function unknownVariant({ expected, input, received }: Issue, path: Path): Finding {
  const known = [...(expected ?? '').matchAll(/"(\w+)"/g)].map(([, name]) => name ?? '');
  const what = path.at(-1) === 'kind' ? 'condition' : 'intervention';
  const name = typeof input === 'string' ? input : foundIn({ input, received });
  const message = `unknown ${what} ${name.slice(0, 60)}`;
  return { path, key: false, code: `unknown-${what}`, message, hint: didYouMean(name, known) || SAVE_AGAIN };
}

/** A rule that no cluster has cannot be switched off. */
function unknownRule({ input }: Issue, path: Path): Finding {
  const name = typeof input === 'string' ? input.slice(0, 60) : typeof input;
  const hint = didYouMean(name, safetyRules);
  return { path, key: false, code: 'unknown-rule', message: `unknown rule ${name}`, hint };
}
