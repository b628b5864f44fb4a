import { newFindings } from '../../scenario/check/finding.ts';
import { checkCondition } from '../../scenario/check/condition-rules.ts';
import { checkIntervention } from '../../scenario/check/intervention-rules.ts';
import type { Cast } from '../../scenario/check/cast.ts';
import { readCondition } from '../../scenario/read/condition.ts';
import { interventionWords, readUnder } from '../../scenario/read/interventions.ts';
import {
  below,
  fieldsOf,
  listOf,
  sayKey,
  wrong,
  type Fields,
  type Read,
  type Spot,
} from '../../scenario/read/reading.ts';
import { readTime } from '../../scenario/read/values.ts';
import { isOfStandIn } from '../../scenario/stand-in.ts';
import type { Condition } from '../../sim/scenario.ts';
import { SECOND } from '../../sim/time.ts';
import type { Doing, Goal } from '../lesson.ts';

/** A goal that is not reached in so much virtual time is a mistake of the lesson; a step may say otherwise. */
const WITHIN = 60 * SECOND;

/** One condition, or a list of them that must all hold. */
export const readWhen: Read<Condition[]> = (spot) => {
  const list = Array.isArray(spot.value) ? spot.value.map((_, index) => below(spot, index)) : [spot];
  if (list.length === 0)
    return wrong(spot, 'empty', `${String(spot.path.at(-1))} is empty; a step waits for something`);
  const all = list.map((one) => (isTime(one) ? noTime(one) : readCondition(one)));
  return all.every((one) => one !== null) ? all : null;
};

function isTime({ value }: Spot): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?\s*(us|ms|s|m|h)?$/.test(value));
}

function noTime(spot: Spot): null {
  return wrong(
    spot,
    'time',
    `${sayKey(spot.path)} is a time, ${String(spot.value)}; nobody can say when a run has come so far`,
    'wait for a fact or an entry, never for a time; `after` delays what is done',
  );
}

/** What a step waits for: `waits for`, and `within`. Null when it is missing or wrong. */
export function readGoal(fields: Fields): Goal | null {
  const all = fields.required('waits for', readWhen);
  const within = fields.optional('within', readTime, WITHIN);
  return all === null ? null : { all, within };
}

/** What a cluster must have come to before the first step: a goal under a key of its own. */
export const readReady: Read<Goal> = (spot) => {
  const fields = fieldsOf(spot, 'what must be ready', ['waits for', 'within']);
  return fields === null ? null : readGoal(fields);
};

/** The interventions under `do`; each may have an `after`, counted from the step's beginning. */
export const readDoing: Read<Doing[]> = (spot) => {
  const one: Read<Doing[]> = (at) => {
    const fields = fieldsOf(at, 'an intervention', ['after', ...interventionWords]);
    if (fields === null) return null;
    const delay = fields.optional('after', readTime, 0);
    const words = fields.keys().filter((word) => interventionWords.includes(word));
    if (words.length === 0)
      return wrong(at, 'nothing-to-do', 'entry without an intervention', `known: ${interventionWords.join(', ')}`);
    return words
      .flatMap((word) => [...readUnder(word, fields.at(word))])
      .map(({ after, intervention }) => ({ after: delay + after, intervention }));
  };
  return (listOf(one, 'a list of interventions')(spot) ?? []).flat();
};

/** Complains of conditions that cannot come true in this scenario. */
export function checkConditions(conditions: readonly Condition[], cast: Cast, spot: Spot): void {
  for (const condition of conditions) {
    const findings = newFindings();
    checkCondition(condition, cast, [], findings, 'lesson');
    for (const { path, code, message, hint } of findings.all) {
      spot.reading.complain(spot.reading.origins.find(condition, path), code, message, hint);
    }
  }
}

/** Complains of interventions that do not fit this scenario. */
export function checkDoing(doing: readonly Doing[], cast: Cast, spot: Spot): void {
  for (const { intervention } of doing) {
    const findings = newFindings();
    checkIntervention(intervention, cast, [], findings);
    for (const finding of findings.all) {
      const { path, key, code, message, hint } = finding;
      const origin = spot.reading.origins.find(intervention, path);
      if (isOfStandIn(finding, intervention, spot.value, origin)) continue;
      if (key) spot.reading.complainKey(origin, code, message, hint);
      else spot.reading.complain(origin, code, message, hint);
    }
  }
}
