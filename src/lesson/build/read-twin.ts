import { fieldsOf, wrong, type Read, type Spot } from '../../scenario/read/reading.ts';
import { readText } from '../../scenario/read/values.ts';
import type { Goal, TwinStep } from '../lesson.ts';
import { readDoing, readGoal, readReady } from './read-goal.ts';
import { readSentence } from './sentence.ts';

/** What a script says of the lesson's second cluster; its scenario is in a file of its own. */
export interface ScriptTwin {
  readonly here: string;
  readonly there: string;
  readonly ready: Goal | null;
  readonly at: Spot;
}

/** `twin` of a script: what the two clusters are called, and when the second one is ready. */
export const readScriptTwin: Read<ScriptTwin> = (spot) => {
  const fields = fieldsOf(spot, 'a twin', ['here', 'there', 'ready']);
  const here = fields?.required('here', readText) ?? null;
  const there = fields?.required('there', readText) ?? null;
  const ready = fields?.required('ready', readReady) ?? null;
  return here === null || there === null ? null : { here, there, ready, at: spot };
};

/** `twin` of a step: what is done there, and what is waited for. */
export const readTwinStep: Read<TwinStep> = (spot) => {
  const fields = fieldsOf(spot, "a twin's step", ['say', 'do', 'waits for', 'within']);
  if (fields === null) return null;
  const say = fields.required('say', readSentence);
  const doing = fields.optional('do', readDoing, []);
  const goal = readGoal(fields);
  return say === null || goal === null ? null : { say, doing, goal };
};

/** Script and file belong together: complains of one without the other, and of a twin in which no step is told. */
export function checkTwin(
  twin: ScriptTwin | null,
  steps: readonly { readonly twinAt: Spot | null }[],
  hasFile: boolean,
  file: string,
  script: Spot,
): void {
  const [told] = steps.flatMap(({ twinAt }) => twinAt ?? []);
  if (twin !== null && !hasFile) wrong(twin.at, 'missing-file', `twin without ${file}; its cluster stands there`);
  if (twin === null && hasFile) wrong(script, 'missing-key', `missing key twin; ${file} has its cluster`);
  if (twin === null && told !== undefined) wrong(told, 'no-twin', 'twin of a step; the lesson has none');
  if (twin !== null && told === undefined) wrong(twin.at, 'empty', 'twin without a step; nobody would see it');
}
