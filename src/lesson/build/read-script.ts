import { fieldsOf, isMap, listOf, wrong, type Fields, type Read, type Spot } from '../../scenario/read/reading.ts';
import { readInteger, readText } from '../../scenario/read/values.ts';
import type { Beat, Change, Doing, Goal, Moment, Question, SelfCheckItem, TwinStep } from '../lesson.ts';
import type { Inline } from '../prose.ts';
import { readDoing, readGoal, readReady, readWhen } from './read-goal.ts';
import { QUESTION_KEYS, readPrediction, readQuestion } from './read-question.ts';
import { readStage } from './read-stage.ts';
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
  /** The headings that its steps name, those steps too that are wrong; null: a step names none. */
  readonly headings: readonly string[] | null;
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
/** A lesson says at least so many things that a learner can do afterwards. */
const FEWEST_OBJECTIVES = 3;
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
  const ready = fields.required('ready', readReady);
  const twin = fields.optional('twin', readScriptTwin, null);
  const steps = fields.required('steps', listOf(readStep, 'a list of steps'));
  const selfCheck = fields.required('self-check', listOf(readCheckItem, 'a list of three to five items'));
  const count = (key: string): number | null => (fields.has(key) ? lengthOf(fields.at(key)) : null);
  if (count('steps') === 0) wrong(fields.at('steps'), 'empty', 'steps is empty; a lesson has some');
  if (count('slides') === 0)
    wrong(fields.at('slides'), 'empty', 'slides is empty; a lesson covers some of the recitation', 'write [S10]');
  const said = count('objectives') ?? FEWEST_OBJECTIVES;
  if (said < FEWEST_OBJECTIVES)
    wrong(
      fields.at('objectives'),
      'objectives',
      `objectives must have ${FEWEST_OBJECTIVES} entries or more; found ${said}`,
      'each says in a sentence what a learner can do afterwards',
    );
  const items = count('self-check') ?? FEWEST_ITEMS;
  if (items < FEWEST_ITEMS || items > MOST_ITEMS)
    wrong(
      fields.at('self-check'),
      'self-check',
      `self-check must have ${FEWEST_ITEMS} to ${MOST_ITEMS} items; found ${items}`,
    );
  noneTwice(fields, steps ?? []);
  if (number === null) return null;
  return {
    number,
    slides: slides ?? [],
    objectives: objectives ?? [],
    ready,
    twin,
    steps: steps ?? [],
    headings: fields.has('steps') ? headingsIn(fields.at('steps')) : null,
    selfCheck: selfCheck ?? [],
  };
}

/** How many entries a list has as it is written, those that are wrong too; null: it is no list. */
function lengthOf({ value }: Spot): number | null {
  return Array.isArray(value) ? value.length : null;
}

function headingsIn({ value }: Spot): readonly string[] | null {
  const all = (Array.isArray(value) ? value : []).map((step: unknown) => (isMap(step) ? step.prose : undefined));
  return all.length > 0 && all.every((one) => typeof one === 'string') ? all : null;
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
  const places = ['start', ...moments.map(({ name }) => name), 'end'];
  const votes = (place: string): boolean => fields.has('predict') && place === 'start';
  const beats = fields.required('stage', readStage(places, votes)) ?? [];
  const step = {
    doing: fields.optional('do', readDoing, []),
    moments,
    question,
    beats,
    change: fields.optional('change one thing', readChange, null),
    twin: fields.optional('twin', readTwinStep, null),
    twinAt: fields.has('twin') ? fields.at('twin') : null,
  };
  if (id === null || prose === null || goal === null) return null;
  return { id, prose, proseAt: fields.at('prose'), goal, ...step };
};

const readMoment: Read<Moment> = (spot) => {
  const fields = fieldsOf(spot, 'a moment', ['name', 'when']);
  const name = fields?.required('name', readText) ?? null;
  const when = fields?.required('when', readWhen) ?? null;
  return name === null || when === null ? null : { name, when };
};

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
