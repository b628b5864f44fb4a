import { isAbout } from '../../../src/lesson/misconceptions/about.ts';
import type { Question } from '../../../src/lesson/lesson.ts';
import type { Stretch } from '../../../src/lesson/plan/compute-question.ts';
import { rowsOf, type PlannedStep } from '../../../src/lesson/plan/plan.ts';
import { questionOfRow } from '../../../src/lesson/rows.ts';
import { parseFactCall } from '../../../src/sim/facts/call.ts';

/** Entries that a question shows as a proof, or against a belief, though they are about something else than it asks. */
export function straysOf(
  question: Question,
  { run, after }: Stretch,
  computed: PlannedStep['question'],
): readonly string[] {
  return (computed === null ? [] : rowsOf(computed)).flatMap((row) => {
    const call = parseFactCall((row.name === undefined ? question : questionOfRow(question, row.name)).answer.fact);
    if (!call.ok) return [`${question.id}: ${call.problem}`];
    const topical = { fact: call.value.fact.id, args: call.value.args };
    const shown = [row.proof, ...row.options.map(({ belief }) => belief?.refutedBy ?? null)];
    return shown.flatMap((seq) => {
      if (seq === null) return [];
      const [entry] = run.entries(seq, seq + 1);
      if (entry !== undefined && isAbout(topical, after.world, entry)) return [];
      return [`${question.id} ${row.name ?? ''}: entry ${seq}, ${entry?.type ?? 'which is not there'}`];
    });
  });
}
