import { castOf, type Cast } from '../../scenario/check/cast.ts';
import { fieldsOf, listOf, wrong, type Fields, type Read, type Spot } from '../../scenario/read/reading.ts';
import { readInteger, readText } from '../../scenario/read/values.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { checkFactCall } from '../../sim/facts/check-call.ts';
import { parseFactCall } from '../../sim/facts/call.ts';
import type { Beat, Change, Doing, Goal, Moment, Question, SelfCheckItem, TwinStep } from '../lesson.ts';
import type { Inline } from '../prose.ts';
import { factsOf } from '../rows.ts';
import { checkConditions, checkDoing, readDoing, readGoal, readWhen } from './read-goal.ts';
import { QUESTION_KEYS, readPrediction, readQuestion } from './read-question.ts';
import { readScriptTwin, readTwinStep, type ScriptTwin } from './read-twin.ts';
import { readId, readSentence, readSentences } from './sentence.ts';

/** A step as its script has it; its text is in the other file. */
export interface ScriptStep {
  readonly id: string;
  /** The heading in lesson.md that it belongs to, and where the script names it. */
  readonly prose: string;
  readonly proseAt: Spot;
  readonly doing: readonly Doing[];
  readonly goal: Goal;
  readonly moments: readonly Moment[];
  readonly question: Question | null;
  readonly beats: readonly Beat[];
  readonly change: Change | null;
  readonly twin: TwinStep | null;
  readonly twinAt: Spot | null;
}

/** The whole of `script.yaml`. Parts that are wrong are left out: they have been complained of. */
export interface Script {
  readonly number: number;
  readonly slides: readonly string[];
  readonly objectives: readonly (readonly Inline[])[];
  readonly ready: Goal | null;
  readonly twin: ScriptTwin | null;
  readonly steps: readonly ScriptStep[];
  readonly selfCheck: readonly { readonly item: SelfCheckItem; readonly at: Spot }[];
}

const KEYS = ['lesson', 'slides', 'objectives', 'ready', 'twin', 'steps', 'self-check'];
const STEP_KEYS = [
  'id',
  'prose',
  'do',
  'waits for',
  'within',
  'moments',
  'predict',
  'stage',
  'change one thing',
  'twin',
];
/** How many items a self-check may have. */
const FEWEST_ITEMS = 3;
const MOST_ITEMS = 5;

/** Reads a script. */
export function readScript(spot: Spot): Script | null {
  const fields = fieldsOf(spot, 'a script', KEYS);
  if (fields === null) return null;
  const number = fields.required('lesson', readInteger);
  const slides = fields.required('slides', listOf(readSlide, 'a list of slides, as [S10, S11]'));
  const objectives = fields.required('objectives', readSentences);
  const ready = fields.required('ready', (at) => {
    const inner = fieldsOf(at, 'what must be ready', ['waits for', 'within']);
    return inner === null ? null : readGoal(inner);
  });
  const twin = fields.optional('twin', readScriptTwin, null);
  const steps = fields.required('steps', listOf(readStep, 'a list of steps'));
  const selfCheck = fields.required('self-check', listOf(readCheckItem, 'a list of three to five items'));
  if (steps?.length === 0) wrong(fields.at('steps'), 'empty', 'steps is empty; a lesson has some');
  if (Array.isArray(fields.has('self-check') ? fields.at('self-check').value : null)) {
    const found = (fields.at('self-check').value as readonly unknown[]).length;
    if (found < FEWEST_ITEMS || found > MOST_ITEMS)
      wrong(
        fields.at('self-check'),
        'self-check',
        `self-check must have ${FEWEST_ITEMS} to ${MOST_ITEMS} items; found ${found}`,
      );
  }
  noneTwice(fields, steps ?? []);
  if (number === null) return null;
  return {
    number,
    slides: slides ?? [],
    objectives: objectives ?? [],
    ready,
    twin,
    steps: steps ?? [],
    selfCheck: selfCheck ?? [],
  };
}

const readSlide: Read<string> = (spot) => {
  const text = readText(spot);
  if (text === null || /^S([1-9]|1\d|2[0-6])$/.test(text)) return text;
  return wrong(spot, 'unknown-slide', `unknown slide ${text.slice(0, 20)}; slides are S1 to S26`);
};

const readStep: Read<ScriptStep> = (spot) => {
  const fields = fieldsOf(spot, 'a step', STEP_KEYS);
  if (fields === null) return null;
  const id = fields.required('id', readId);
  const prose = fields.required('prose', readText);
  const goal = readGoal(fields);
  const moments = fields.optional('moments', listOf(readMoment, 'a list of moments'), []);
  const question = fields.optional('predict', readPrediction, null);
  const votes = (place: string): boolean => fields.has('predict') && place === 'start';
  const beats = fields.required('stage', listOf(readBeat(moments, votes), 'a list of beats')) ?? [];
  const step = {
    doing: fields.optional('do', readDoing, []),
    moments,
    question,
    beats,
    change: fields.optional('change one thing', readChange, null),
    twin: fields.optional('twin', readTwinStep, null),
    twinAt: fields.has('twin') ? fields.at('twin') : null,
  };
  if (fields.has('stage') && beats.length === 0)
    wrong(fields.at('stage'), 'empty', 'stage without a beat; a presenter has nothing to say');
  if (id === null || prose === null || goal === null) return null;
  return { id, prose, proseAt: fields.at('prose'), goal, ...step };
};

const readMoment: Read<Moment> = (spot) => {
  const fields = fieldsOf(spot, 'a moment', ['name', 'when']);
  const name = fields?.required('name', readText) ?? null;
  const when = fields?.required('when', readWhen) ?? null;
  return name === null || when === null ? null : { name, when };
};

/** @param votes does the room vote on the step's prediction at this place? Then nothing else is asked there */
function readBeat(moments: readonly Moment[], votes: (place: string) => boolean): Read<Beat> {
  const places = ['start', ...moments.map(({ name }) => name), 'end'];
  return (spot) => {
    const fields = fieldsOf(spot, 'a beat', ['at', 'say', 'ask']);
    if (fields === null) return null;
    const at = fields.optional('at', readText, 'start');
    const say = fields.required('say', readSentence);
    const ask = votes(at) ? [] : fields.required('ask', readSentence);
    if (votes(at) && fields.has('ask'))
      wrong(
        fields.at('ask'),
        'vote',
        'ask where the room votes: at the start of a step that predicts the stage asks the prediction itself',
        'leave ask out',
      );
    if (!places.includes(at))
      wrong(fields.at('at'), 'unknown-moment', `unknown moment ${at.slice(0, 60)}`, `known: ${places.join(', ')}`);
    return say === null || ask === null ? null : { at, say, ask };
  };
}

const readChange: Read<Change> = (spot) => {
  const fields = fieldsOf(spot, 'a change', ['say', 'do', 'waits for', 'within']);
  if (fields === null) return null;
  const say = fields.required('say', readSentence);
  const doing = fields.required('do', readDoing);
  const goal = fields.has('waits for') ? readGoal(fields) : null;
  return say === null || doing === null ? null : { say, doing, goal };
};

const readCheckItem: Read<Script['selfCheck'][number]> = (spot) => {
  const fields = fieldsOf(spot, 'an item', [...QUESTION_KEYS, 'do', 'waits for', 'within']);
  if (fields === null) return null;
  const question = readQuestion(fields);
  const doing = fields.optional('do', readDoing, []);
  const goal = fields.has('waits for') ? readGoal(fields) : null;
  if (doing.length > 0 && goal === null)
    wrong(fields.at('do'), 'no-goal', 'do without waits for; nothing says when the item is over');
  return question === null ? null : { item: { question, doing, goal }, at: spot };
};

function noneTwice(fields: Fields, steps: readonly ScriptStep[]): void {
  const seen = new Set<string>();
  for (const { id, proseAt } of steps) {
    if (seen.has(id))
      fields.spot.reading.complain(
        [...proseAt.path.slice(0, -1), 'id'],
        'twice',
        `step ${id} twice; each has an id of its own`,
      );
    seen.add(id);
  }
}

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
  for (const { step } of told) checkQuestion(step.question, cast, spot, step.twinAt?.path ?? []);
}

function checkOwn(script: Script, scenario: Scenario, spot: Spot): void {
  const doing = [
    ...script.steps.flatMap((step) => [...step.doing, ...(step.change?.doing ?? [])]),
    ...script.selfCheck.flatMap(({ item }) => item.doing),
  ];
  const cast = castOf(
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
    checkQuestion(question, cast, spot, [...proseAt.path.slice(0, -1), 'predict']);
  for (const { item, at } of script.selfCheck) checkQuestion(item.question, cast, spot, at.path);
}

function checkQuestion(question: Question | null, cast: Cast, spot: Spot, path: readonly (string | number)[]): void {
  const problems = (question === null ? [] : factsOf(question)).flatMap((fact) => {
    const call = parseFactCall(fact);
    return call.ok ? checkFactCall(call.value, cast.known, 'lesson') : [call.problem];
  });
  for (const problem of new Set(problems)) spot.reading.complain([...path, 'answer'], 'fact', problem);
}
