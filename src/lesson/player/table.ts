import type { Seq } from '../../sim/world.ts';
import type { Question } from '../lesson.ts';
import type { ComputedRow, ComputedTable } from '../plan/plan.ts';
import type { Inline } from '../prose.ts';
import type { OptionScreen } from './screen.ts';

/** The rows of a question with one pick in each. */
export interface TableScreen {
  /** Headings of what is shown of a row, then the words of what may be picked. */
  readonly columns: readonly string[];
  readonly choices: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly name: string;
  readonly cells: readonly string[];
  readonly options: readonly OptionScreen[];
  readonly choice: number | null;
}

/** What is said of a table once the run has answered: each row that was picked otherwise, with the belief behind it. */
export interface TableVerdict {
  readonly kind: 'table';
  readonly skipped: boolean;
  readonly rows: readonly RowVerdict[];
  readonly because: readonly Inline[];
  /** The entry that proves the answers; null: no entry does. */
  readonly show: Seq | null;
}

export interface RowVerdict {
  readonly name: string;
  /** Null: nothing was picked. */
  readonly said: string | null;
  readonly runSays: string;
  readonly isRight: boolean;
  /** Null where no belief of the lesson gives this pick, or where it is right. */
  readonly belief: string | null;
  readonly show: Seq | null;
}

/** What to show of a table. @param hasRun may the answers be shown? */
export function tableScreen(
  { columns, rows }: ComputedTable,
  picks: readonly (number | null)[],
  hasRun: boolean,
): TableScreen {
  return {
    columns,
    choices: (rows[0]?.options ?? []).map(({ text }) => text),
    rows: rows.map(({ name, cells, options, right }, row) => {
      const choice = picks[row] ?? null;
      const mark = (at: number): OptionScreen['mark'] => (at === right ? 'right' : at === choice ? 'wrong' : 'other');
      return {
        name,
        cells,
        options: options.map(({ text }, at) => ({ text, mark: hasRun ? mark(at) : 'open' })),
        choice,
      };
    }),
  };
}

/** What is said to someone who has picked so. @param skipped nothing was picked: the question does not count */
export function tableVerdict(
  { because }: Question,
  { rows }: ComputedTable,
  picks: readonly (number | null)[],
  skipped: boolean,
): TableVerdict {
  const proof = rows.find((row) => row.proof !== null)?.proof ?? null;
  return {
    kind: 'table',
    skipped,
    rows: rows.map((row, at) => rowVerdict(row, picks[at] ?? null)),
    because,
    show: proof,
  };
}

function rowVerdict({ name, options, right, proof }: ComputedRow, choice: number | null): RowVerdict {
  const chosen = choice === null ? undefined : options[choice];
  const belief = chosen?.belief ?? null;
  return {
    name,
    said: chosen?.text ?? null,
    runSays: options[right]?.text ?? '',
    isRight: choice === right,
    belief: belief?.text ?? null,
    show: proof ?? belief?.refutedBy ?? null,
  };
}
