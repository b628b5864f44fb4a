import { castOf, type Cast } from '../../scenario/check/cast.ts';
import type { Spot } from '../../scenario/read/reading.ts';
import type { ParsedScenario } from '../../scenario/parse-scenario.ts';
import { unreadOf, type Unread } from '../../scenario/unread.ts';
import type { Doing } from '../lesson.ts';
import { checkQuestion } from './check-question.ts';
import { checkConditions, checkDoing } from './read-goal.ts';
import type { Script } from './read-script.ts';

/**
 * Complains of everything in a script that does not fit its scenario.
 * @param unread what may be missing in the script itself
 */
export function checkScript(script: Script, parsed: ParsedScenario, unread: readonly Unread[], spot: Spot): void {
  const doing = [
    ...script.steps.flatMap((step) => [...step.doing, ...(step.change?.doing ?? [])]),
    ...script.selfCheck.flatMap(({ item }) => item.doing),
  ];
  const cast = castFor(parsed, doing, unread);
  if (cast === null) return;
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

/** The same of what is done and waited for on the lesson's second cluster. */
export function checkTwinScript(script: Script, parsed: ParsedScenario, unread: readonly Unread[], spot: Spot): void {
  const told = script.steps.flatMap((step) => (step.twin === null ? [] : [{ ...step.twin, step }]));
  const doing = told.flatMap((one) => one.doing);
  const cast = castFor(parsed, doing, unread);
  if (script.twin === null || cast === null) return;
  checkDoing(doing, cast, spot);
  checkConditions([...(script.twin.ready?.all ?? []), ...told.flatMap(({ goal }) => goal.all)], cast, spot);
  // What proves an answer is looked for in the lesson's own run alone.
  for (const { step } of told)
    if (step.question !== null) checkQuestion({ ...step.question, proof: null }, cast, spot, step.twinAt?.path ?? []);
}

/** Everything that there is a name for. Null: nobody knows what cluster it is, so nothing can be said of it. */
function castFor({ draft, unread }: ParsedScenario, doing: readonly Doing[], inScript: readonly Unread[]): Cast | null {
  const all = unreadOf([unread, ...inScript]);
  const interventions = doing.map(({ intervention }) => intervention);
  return draft === null || all.cluster ? null : castOf(draft, interventions, all);
}
