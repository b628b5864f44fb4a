import { shortJson, stableStringify } from '../../lib/json.ts';
import { noProgress, type Answer, type LessonProgress, type Progress } from './progress.ts';

const FORMAT = 'highwater-progress';
const VERSION = 1;

/** What could not be read in a stored or imported progress: where, why, and what was done about it. */
export interface ProgressComplaint {
  /** Path within the file: `lessons 02-a-log-not-a-queue answers[3] confidence`. */
  readonly place: string;
  readonly reason: string;
  readonly remedy: string;
}

export interface ReadProgress {
  readonly progress: Progress;
  readonly complaints: readonly ProgressComplaint[];
}

/** The text that is stored, and written to a file. */
export function progressToText(progress: Progress): string {
  return stableStringify({ format: FORMAT, version: VERSION, lessons: progress.lessons });
}

/** Longer texts are no progress of ours, and reading them would stop the page. */
const LONGEST = 4_000_000;

/**
 * Reads a stored or imported text. What is broken is left out with a complaint; the rest goes on.
 * @param text null: nothing has been stored yet
 */
export function progressFromText(text: string | null): ReadProgress {
  if (text === null) return { progress: noProgress, complaints: [] };
  if (text.length > LONGEST)
    return refuse(`the text has ${text.length} characters`, 'choose a file that Highwater has exported');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(
      `it is not JSON; ${error instanceof Error ? error.message : String(error)}`,
      'choose a file that Highwater has exported',
    );
  }
  if (!isObject(value) || value['format'] !== FORMAT)
    return refuse(`its format is not ${FORMAT}`, 'choose a file that Highwater has exported');
  if (value['version'] !== VERSION)
    return refuse(
      `its version is ${say(value['version'])}, not ${VERSION}`,
      'open it with the Highwater that wrote it',
    );
  if (!isObject(value['lessons']))
    return refuse('its lessons are missing', 'choose a file that Highwater has exported');
  return readLessons(value['lessons']);
}

function refuse(reason: string, remedy: string): ReadProgress {
  return { progress: noProgress, complaints: [{ place: 'the file', reason, remedy }] };
}

function readLessons(lessons: Fields): ReadProgress {
  const complaints: ProgressComplaint[] = [];
  const read: [string, LessonProgress][] = [];
  for (const [id, lesson] of Object.entries(lessons)) {
    const place = `lessons ${id.slice(0, 60)}`;
    if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(id)) {
      complaints.push({ place, reason: 'the id is not that of a lesson', remedy: 'this lesson is left out' });
      continue;
    }
    const known = readLesson(lesson, place, complaints);
    if (known !== null) read.push([id, known]);
  }
  return { progress: { lessons: Object.fromEntries(read) }, complaints };
}

function readLesson(value: unknown, place: string, complaints: ProgressComplaint[]): LessonProgress | null {
  const leaveOut = (key: string, reason: string): null => {
    complaints.push({ place: `${place} ${key}`.trim(), reason, remedy: 'this lesson is left out' });
    return null;
  };
  if (!isObject(value)) return leaveOut('', `${say(value)} stands where a lesson should`);
  const { hash, step, done, answers } = value;
  if (typeof hash !== 'string' || hash.length > 64) return leaveOut('hash', `it is ${say(hash)}, not a text`);
  if (step !== null && (typeof step !== 'string' || step.length > 100))
    return leaveOut('step', `it is ${say(step)}, not the id of a step`);
  if (typeof done !== 'boolean') return leaveOut('done', `it is ${say(done)}, not true or false`);
  if (!Array.isArray(answers)) return leaveOut('answers', `it is ${say(answers)}, not a list`);
  const kept: Answer[] = [];
  (answers as readonly unknown[]).forEach((answer, index) => {
    const at = `${place} answers[${index + 1}]`;
    const wrong = wrongIn(answer);
    if (wrong === null) kept.push(copyOf(answer as Answer));
    else
      complaints.push({ place: `${at} ${wrong.key}`.trim(), reason: wrong.reason, remedy: 'this answer is left out' });
  });
  return { hash, step, done, answers: kept };
}

type Fields = { readonly [key: string]: unknown };

const checks: { readonly [K in keyof Answer]: (value: unknown) => boolean } = {
  question: isText,
  seed: (value) => Number.isSafeInteger(value),
  attempt: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  choice: isText,
  belief: (value) => value === null || isText(value),
  correct: (value) => typeof value === 'boolean',
  confidence: (value) => value === null || value === 'guess' || value === 'likely' || value === 'certain',
  at: (value) => Number.isSafeInteger(value),
};

function wrongIn(answer: unknown): { readonly key: string; readonly reason: string } | null {
  if (!isObject(answer)) return { key: '', reason: `${say(answer)} stands where an answer should` };
  for (const key of Object.keys(checks) as (keyof Answer)[]) {
    if (!checks[key](answer[key])) return { key, reason: `${say(answer[key])} is not what it can be` };
  }
  return null;
}

function copyOf({ question, seed, attempt, choice, belief, correct, confidence, at }: Answer): Answer {
  return { question, seed, attempt, choice, belief, correct, confidence, at };
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 1000;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function say(value: unknown): string {
  return shortJson(value, 40);
}
