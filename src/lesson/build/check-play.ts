import { stableStringify } from '../../lib/json.ts';
import type { Mistake } from '../../scenario/mistake.ts';
import { readYaml, type Path } from '../../scenario/yaml-document.ts';
import type { Goal, Lesson, Question } from '../lesson.ts';
import { accountOf, sayAccount, type Account } from '../plan/account.ts';
import { planNow } from '../plan/plan-lesson.ts';
import { isTable, rowsOf, type Plan, type PlannedStep } from '../plan/plan.ts';
import { hasWords } from '../plan/wording.ts';

/** A prediction may be a choice between two; an item of the self-check is tried twice. */
const FEWEST_OPTIONS = 2;
const FEWEST_OF_ITEM = 3;
/** So many beliefs are proposed. */
const ENOUGH = 8;

/** @param head what is wrong, with this seed; `reason` and `hint` may be empty */
type Complain = (path: Path, head: string, reason: string, hint?: string) => void;

/**
 * What a run shows to be wrong with a lesson: goals that hold too early or are never reached, moments that do not come, questions that cannot
 * be asked. Each with its place in the script.
 * @param file the script, as its author knows it
 * @param script its text
 */
export function checkPlay(lesson: Lesson, plan: Plan, file: string, script: string): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const document = readYaml(file, script);
  const complain: Complain = (path, head, reason, hint = '') => {
    const { line, column } = document.keyAt(path);
    const message = [`${head} with seed ${plan.seed}`, reason].filter((part) => part !== '').join('; ');
    mistakes.push({ code: 'play', file, line, column, message, hint });
  };
  if (!plan.isReady)
    complain(['ready', 'waits for'], `the cluster is not ready within ${seconds(lesson.ready)}`, 'see `within`');
  plan.steps.forEach((step, index) => checkStep(lesson, step, ['steps', index], complain));
  checkQuestions(lesson, plan, complain);
  plan.checks.forEach(({ id, reached }, index) => {
    if (!reached)
      complain(['self-check', index, 'waits for'], `what item ${id} waits for does not come`, 'see `within`');
  });
  return mistakes;
}

function checkStep(lesson: Lesson, planned: PlannedStep, path: Path, complain: Complain): void {
  const step = lesson.steps[Number(path[1])];
  if (step === undefined) return;
  const { id, goalBefore, goalAfter, moments, change, twin } = planned;
  if (goalBefore)
    complain(
      [...path, 'waits for'],
      `what step ${id} waits for holds before anything is done`,
      'wait for what it brings about',
    );
  if (!goalAfter)
    complain(
      [...path, 'waits for'],
      `what step ${id} waits for does not come within ${seconds(step.goal)}`,
      'see `within`',
    );
  step.moments.forEach(({ name }, index) => {
    if (goalAfter && !moments.some((moment) => moment.name === name))
      complain(
        [...path, 'moments', index, 'name'],
        `moment ${name} does not come before what step ${id} waits for`,
        '',
      );
  });
  if (change !== null && !change.reached)
    complain(
      [...path, 'change one thing'],
      `step ${id} with one thing changed does not come to its end`,
      'give it `waits for`',
    );
  if (twin !== null && !twin.reached)
    complain([...path, 'twin'], `step ${id} does not come to its end on the twin`, '');
}

/** Options are fewer than a question needs, or are no words: then the beliefs are asked once more, to say why. */
function checkQuestions(lesson: Lesson, plan: Plan, complain: Complain): void {
  const computed = new Map<
    Question,
    { readonly path: Path; readonly planned: PlannedStep['question']; readonly fewest: number }
  >();
  lesson.steps.forEach(({ question }, index) => {
    const planned = plan.steps[index]?.question ?? null;
    if (question !== null)
      computed.set(question, { path: ['steps', index, 'predict', 'wrong'], planned, fewest: FEWEST_OPTIONS });
  });
  lesson.selfCheck.forEach(({ question }, index) => {
    const planned = plan.checks[index]?.question ?? null;
    computed.set(question, { path: ['self-check', index, 'wrong'], planned, fewest: FEWEST_OF_ITEM });
  });
  if ([...computed.values()].every(({ planned, fewest }) => isFit(planned, fewest))) return;
  planNow(lesson, plan.seed, (question, stretch) => {
    const { path, planned, fewest } = computed.get(question) ?? { path: [], planned: null, fewest: 0 };
    if (isFit(planned, fewest)) return;
    const at = [...path.slice(0, -1), 'answer'];
    if (planned === null && question.table !== null) {
      const rows = question.table.rows.map(
        (row) => `${row}: ${stableStringify(accountOf(question, row, stretch).right ?? null)}`,
      );
      return complain(at, `question ${question.id} has a row whose answer is none of its choices`, rows.join(', '));
    }
    const account = accountOf(question, null, stretch);
    if (planned === null || account.right === undefined)
      return complain(at, `question ${question.id} has no answer`, `the run gives none to ${question.answer.fact}`);
    if (!hasWords(account.right, question.wording))
      return complain(
        at,
        `${question.answer.fact} is null`,
        'there is no such thing in this run',
        "ask for something else, or give it words: { 'null': nothing }",
      );
    const found = rowsOf(planned)[0]?.options.length ?? 0;
    const given = `the run gives ${stableStringify(account.right)}`;
    const reason = [given, sayAccount(account)].filter((part) => part !== '').join('; ');
    complain(path, sayFew(question, found, fewest), reason, found < fewest ? sayOthers(account) : '');
  });
}

function isFit(planned: PlannedStep['question'], fewest: number): boolean {
  if (planned === null) return false;
  if (isTable(planned)) return true;
  return (
    planned.options.length >= fewest && planned.options.every(({ text }) => !/\b(null|undefined|NaN)\b/.test(text))
  );
}

function sayFew({ id }: Question, found: number, fewest: number): string {
  if (found >= fewest) return `question ${id} has an option that is not in words`;
  return `question ${id} has ${found} ${found === 1 ? 'option' : 'options'} where ${fewest} are needed`;
}

function sayOthers({ others }: Account): string {
  if (others.length === 0) return 'no other misconception answers this question otherwise; ask for another fact';
  return `these would give another answer: ${others.slice(0, ENOUGH).join(', ')}`;
}

function seconds({ within }: Goal): string {
  return `${within / 1_000_000}s`;
}
