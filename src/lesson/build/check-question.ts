import type { Cast } from '../../scenario/check/cast.ts';
import { checkCondition } from '../../scenario/check/condition-rules.ts';
import { newFindings } from '../../scenario/check/finding.ts';
import type { Spot } from '../../scenario/read/reading.ts';
import type { ArgValue, RecordRef } from '../../sim/facts/args.ts';
import { parseFactCall, type FactCall } from '../../sim/facts/call.ts';
import { checkFactCall } from '../../sim/facts/check-call.ts';
import { argKind } from '../../sim/trace/arg-kinds.ts';
import { isEntryType } from '../../sim/trace/interest.ts';
import type { Proof, Question } from '../lesson.ts';
import { factsOf, questionOfRow } from '../rows.ts';

type Path = readonly (string | number)[];

/** Complains of what a question asks, or shows, that this scenario does not have. @param path of the question in its script */
export function checkQuestion(question: Question, cast: Cast, spot: Spot, path: Path): void {
  const problems = factsOf(question).flatMap((fact) => {
    const call = parseFactCall(fact);
    return call.ok ? [...checkFactCall(call.value, cast.known, 'lesson'), ...quotedPlaces(call.value)] : [call.problem];
  });
  for (const problem of new Set(problems)) spot.reading.complain([...path, 'answer'], 'fact', problem);
  const rows = question.table === null ? [question] : question.table.rows.map((row) => questionOfRow(question, row));
  const complained = new Set<string>();
  for (const { proof } of rows)
    for (const { at, code, problem, hint } of proof === null ? [] : problemsOf(proof, cast)) {
      if (complained.has(problem)) continue;
      complained.add(problem);
      spot.reading.complain([...path, 'show me', ...at], code, problem, hint);
    }
}

/** A record by its place stands without quotes; in quotes it is a value, and no record has such a one. */
function quotedPlaces({ fact, args }: FactCall): readonly string[] {
  return fact.args.flatMap(({ kind }, index) => {
    const ref = (kind === 'record' ? args[index] : null) as RecordRef | ArgValue;
    if (ref === null || typeof ref !== 'object' || !('by' in ref) || ref.by !== 'value') return [];
    return /^\S+-\d+@\d+$/.test(ref.value)
      ? [`"${ref.value}" in quotes is a record's value; its place is written without: ${fact.id}(${ref.value})`]
      : [];
  });
}

interface Problem {
  readonly at: Path;
  readonly code: string;
  readonly problem: string;
  readonly hint: string;
}

/** What an entry that is to be shown names and the scenario has not. */
function problemsOf({ entry, args }: Proof, cast: Cast): readonly Problem[] {
  const findings = newFindings();
  checkCondition({ kind: 'entry', entry, args, times: 1 }, cast, [], findings, 'lesson');
  const found = findings.all.map(({ path, code, message, hint }): Problem => {
    const below = path[0] === 'args' ? ['with', ...path.slice(1)] : path;
    return { at: below, code, problem: message, hint };
  });
  const told = new Set(found.map(({ at }) => String(at[1])));
  const partitions = Object.entries(args).filter(
    ([name]) => !told.has(name) && isEntryType(entry) && argKind(entry, name) === 'partition',
  );
  return [...found, ...partitions.flatMap(([name, value]) => partitionProblems(name, String(value), cast))];
}

function partitionProblems(name: string, value: string, cast: Cast): readonly Problem[] {
  // Kafka's own topics are in no scenario.
  if (value.startsWith('__')) return [];
  const call = parseFactCall(`leader(${value})`);
  const problems = call.ok ? checkFactCall(call.value, cast.known, 'lesson') : [call.problem];
  return problems.map((problem) => ({ at: ['with', name], code: 'fact', problem, hint: '' }));
}
