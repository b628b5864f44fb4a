import { describe, expect, test } from 'vitest';

import { movePlayer, newPlayer, picksOf, whyNotRun, type Player } from '../../src/lesson/player/player.ts';
import { screenOf } from '../../src/lesson/player/screen.ts';
import type { PlayerEvent } from '../../src/lesson/player/machine.ts';
import { planNow } from '../../src/lesson/plan/plan-lesson.ts';
import { isTable, rightInWords, type ComputedTable, type PlannedStep } from '../../src/lesson/plan/plan.ts';
import { sayMistakes } from '../../src/scenario/mistake.ts';
import { theTableLesson, tableLesson } from './support/table-lesson.ts';
import { readTexts } from './support/small-lesson.ts';

const lesson = theTableLesson();
const plan = planNow(lesson, 1);
const asking = plan.steps[0] as PlannedStep;

function tableOf({ question }: PlannedStep): ComputedTable {
  if (question === null || !isTable(question)) throw new Error('the step asks for a pick in each row');
  return question;
}

function mistakesWith(from: string, to: string): string {
  expect(tableLesson.script).toContain(from);
  return sayMistakes(readTexts({ ...tableLesson, script: tableLesson.script.replace(from, to) }).mistakes);
}

function played(...events: readonly PlayerEvent[]): Player {
  return events.reduce((player, event) => movePlayer(player, event).player, newPlayer(lesson.steps.map(picksOf)));
}

const both = [
  { type: 'choose', option: 0, row: 1 },
  { type: 'choose', option: 1, row: 0 },
] as const;

describe('a question with rows', () => {
  test('is asked of each row by itself, and each has the same choices', () => {
    const { columns, rows } = tableOf(asking);
    expect(columns).toEqual(['leader', 'replicas']);
    expect(rows.map(({ name, cells }) => [name, ...cells])).toEqual([
      ['trips-0', 'broker 1', '1 2'],
      ['trips-1', 'broker 2', '2 1'],
    ]);
    expect(rows.map(({ options }) => options.map(({ text }) => text))).toEqual([
      ['broker 1', 'broker 2', 'nobody'],
      ['broker 1', 'broker 2', 'nobody'],
    ]);
    expect(rows.map(({ right }) => right)).toEqual([1, 1]);
    expect(rightInWords(tableOf(asking))).toBe('trips-0: broker 2; trips-1: broker 2');
  });

  test('names the first belief that gives a wrong pick, and none where none does', () => {
    const beliefs = tableOf(asking).rows.map(({ options }) => options.map(({ belief }) => belief?.id ?? null));
    expect(beliefs).toEqual([
      [null, null, 'M53'],
      [null, null, 'M108'],
    ]);
  });

  test('finds the entry that proves a row by the name of the row; where nothing was decided there is none', () => {
    expect(tableOf(asking).rows.map(({ proof }) => proof === null)).toEqual([false, true]);
  });

  test('cannot be asked when the answer of a row is no choice', () => {
    const step = lesson.steps[0] as (typeof lesson.steps)[number];
    const question = step.question as NonNullable<typeof step.question>;
    const table = { ...(question.table as NonNullable<typeof question.table>), choices: [1, -1] };
    const other = planNow({ ...lesson, steps: [{ ...step, question: { ...question, table } }] }, 1);
    expect(other.steps[0]?.question).toBeNull();
    expect(other.steps[0]?.isWhole).toBe(false);
    expect(plan.steps[0]?.isWhole).toBe(true);
  });

  test('says the same in the changed run row by row', () => {
    expect(asking.change?.answer).toBe('trips-0: nobody; trips-1: broker 2');
  });
});

describe('a learner who picks', () => {
  test('must pick in every row before the run, in any order, and may change a pick', () => {
    const one = played({ type: 'choose', option: 2, row: 1 });
    expect(whyNotRun(one)).toBe('Pick one in every row first, or skip the question.');
    expect(movePlayer(one, { type: 'run' }).changed).toBe(false);
    const all = played({ type: 'choose', option: 2, row: 1 }, ...both);
    expect(all.context.picks).toEqual([1, 0]);
    expect(whyNotRun(all)).toBeNull();
    expect(movePlayer(all, { type: 'run' }).commands).toEqual(['keepAnswer', 'startRun']);
  });

  test('is told row by row what the run gives, and the belief behind each wrong pick', () => {
    const { question, verdict } = screenOf(
      lesson,
      plan,
      played(...both, { type: 'choose', option: 2, row: 0 }, { type: 'run' }, { type: 'reached' }),
    );
    expect(question?.table?.rows.map(({ options }) => options.map(({ mark }) => mark))).toEqual([
      ['other', 'right', 'wrong'],
      ['wrong', 'right', 'other'],
    ]);
    if (verdict?.kind !== 'table') throw new Error('a table has a verdict of its own');
    expect(verdict.rows).toMatchObject([
      {
        said: 'nobody',
        runSays: 'broker 2',
        isRight: false,
        belief: 'a partition waits for its own leader to come back',
      },
      { said: 'broker 1', runSays: 'broker 2', isRight: false, belief: null },
    ]);
  });

  test('sees no answer before the run, and all of them after skipping', () => {
    const before = screenOf(lesson, plan, played(...both));
    expect(before.verdict).toBeNull();
    expect(new Set(before.question?.table?.rows.flatMap(({ options }) => options.map(({ mark }) => mark)))).toEqual(
      new Set(['open']),
    );
    const skipped = screenOf(
      lesson,
      plan,
      played({ type: 'choose', option: 0, row: 0 }, { type: 'skip' }, { type: 'reached' }),
    );
    expect(skipped.verdict).toMatchObject({ kind: 'table', skipped: true });
    expect(skipped.question?.table?.rows.map(({ choice }) => choice)).toEqual([null, null]);
  });
});

describe('what is wrong with rows', () => {
  test('a fact is read as it is asked of each row', () => {
    expect(mistakesWith('rows: [trips-0, trips-1]', 'rows: [trips-0, trips-7]')).toContain('trips-7');
    expect(mistakesWith('leader: leader({row})', 'leader: leadr({row})')).toContain(
      'unknown fact leadr; did you mean leader?',
    );
  });

  test('there are rows and choices, and none of them twice', () => {
    expect(mistakesWith('rows: [trips-0, trips-1]', 'rows: [trips-0]')).toContain(
      'rows must have 2 to 12 entries; found 1',
    );
    expect(mistakesWith('choices: [1, 2, -1]', 'choices: [1, 1]')).toContain('choices has 1 twice');
    expect(mistakesWith('      choices: [1, 2, -1]\n', '')).toContain('missing key choices');
    expect(mistakesWith('      rows: [trips-0, trips-1]\n', '')).toContain(
      'choices without rows; only a question with rows has it',
    );
  });

  test('an item of the self-check has none', () => {
    expect(mistakesWith('  - id: c1\n', '  - id: c1\n    rows: [a, b]\n')).toContain('unknown key rows');
  });
});
