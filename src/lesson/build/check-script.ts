import { castOf, type Cast } from '../../scenario/check/cast.ts';
import type { Spot } from '../../scenario/read/reading.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { checkQuestion } from './check-question.ts';
import { checkConditions, checkDoing } from './read-goal.ts';
import type { Script } from './read-script.ts';

/** Complains of everything in a script that does not fit its scenarios. @param twin null: the lesson has no second one */
export function checkScript(script: Script, scenario: Scenario, twin: Scenario | null, spot: Spot): void {
  checkOwn(script, scenario, spot);
  if (twin === null || script.twin === null) return;
  const told = script.steps.flatMap((step) => (step.twin === null ? [] : [{ ...step.twin, step }]));
  const doing = told.flatMap((one) => one.doing);
  const cast = castOf(
    twin,
    doing.map(({ intervention }) => intervention),
  );
  checkDoing(doing, cast, spot);
  checkConditions([...(script.twin.ready?.all ?? []), ...told.flatMap(({ goal }) => goal.all)], cast, spot);
  // What proves an answer is looked for in the lesson's own run alone.
  for (const { step } of told)
    if (step.question !== null) checkQuestion({ ...step.question, proof: null }, cast, spot, step.twinAt?.path ?? []);
}

function checkOwn(script: Script, scenario: Scenario, spot: Spot): void {
  const doing = [
    ...script.steps.flatMap((step) => [...step.doing, ...(step.change?.doing ?? [])]),
    ...script.selfCheck.flatMap(({ item }) => item.doing),
  ];
  const cast: Cast = castOf(
    scenario,
    doing.map(({ intervention }) => intervention),
  );
  checkDoing(doing, cast, spot);
  const conditions = [
    script.ready,
    ...script.steps.flatMap((step) => [step.goal, step.change?.goal ?? null]),
    ...script.selfCheck.map(({ item }) => item.goal),
  ].flatMap((goal) => goal?.all ?? []);
  checkConditions(
    [...conditions, ...script.steps.flatMap((step) => step.moments.flatMap(({ when }) => when))],
    cast,
    spot,
  );
  for (const { question, proseAt } of script.steps)
    if (question !== null) checkQuestion(question, cast, spot, [...proseAt.path.slice(0, -1), 'predict']);
  for (const { item, at } of script.selfCheck) checkQuestion(item.question, cast, spot, at.path);
}
