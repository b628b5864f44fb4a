import type { TableVerdict } from '../../lesson/player/table.ts';

/** How many rows were picked as the run gives them; of a skipped table what the run gives. */
export function rightRows({ rows, skipped }: TableVerdict): string {
  if (skipped) return `The run gives ${rows.map(({ name, runSays }) => `${name}: ${runSays}`).join('; ')}.`;
  const right = rows.filter(({ isRight }) => isRight).length;
  if (right === rows.length) return `All ${rows.length} rows as you predicted.`;
  return right === 0
    ? `None of the ${rows.length} rows as you predicted.`
    : `${right} of ${rows.length} rows as you predicted.`;
}

/** A table's verdict, for the announcer: the number, and each row that is otherwise. */
export function sayTable(verdict: TableVerdict): string {
  const wrong = verdict.skipped ? [] : verdict.rows.filter(({ isRight }) => !isRight);
  const said = wrong.map(({ name, said, runSays }) => `${name}: you picked ${said ?? ''}, the run gives ${runSays}.`);
  return [rightRows(verdict), ...said].join(' ');
}
