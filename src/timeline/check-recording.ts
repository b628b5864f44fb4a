import { shortJson } from '../lib/json.ts';
import { interventionsFrom, scenarioFrom } from '../scenario/check/check-scenario.ts';
import type { Finding } from '../scenario/check/finding.ts';
import { sayPath } from '../scenario/check/finding.ts';
import { LARGEST_SEED, LONGEST_TIME, MOST_INTERVENTIONS, MOST_MISTAKES } from '../scenario/limits.ts';
import type { Micros } from '../sim/time.ts';
import { sizeProblem, type RecordingProblem } from './recording-file.ts';
import { RECORDING_FORMAT, type RecordedIntervention, type Recording } from './recording.ts';

export interface CheckedRecording {
  /** Null when there is a problem: nothing is half-applied. */
  readonly recording: Recording | null;
  readonly problems: readonly RecordingProblem[];
  /** A sentence for the student when the recording may run differently here; null: it will not. */
  readonly warning: string | null;
}

/** What helps where nobody can say what was meant. */
const AS_SAVED = 'open it as Highwater saved it, or save it again';

/** Reads a recording from its text. */
export function parseRecording(text: string, engine: string): CheckedRecording {
  const tooLarge = sizeProblem(text.length, 'characters');
  if (tooLarge !== null) return { recording: null, problems: [tooLarge], warning: null };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('the whole', 'recording not understood; it is no JSON', 'save it again, or copy the whole link');
  }
  return checkRecording(json, engine);
}

/**
 * Holds a value against everything a recording must be.
 * @param engine the rules in force here; a recording of others is played, with a warning
 */
export function checkRecording(json: unknown, engine: string): CheckedRecording {
  if (!isRecord(json)) return refused('the whole', 'recording must be an object', 'choose a file that Highwater saved');
  if (json.format !== RECORDING_FORMAT) {
    return refused(
      'format',
      `unknown format ${shortJson(json.format, 60)}; ${RECORDING_FORMAT} is wanted`,
      'choose a file that Highwater saved',
    );
  }
  const problems: RecordingProblem[] = [];
  const unknown = Object.keys(json).filter((key) => !KEYS.includes(key));
  for (const key of unknown)
    problems.push({
      place: key.slice(0, 60),
      reason: `unknown key ${key.slice(0, 60)}`,
      remedy: `known: ${KEYS.join(', ')}`,
    });
  if (typeof json.engine !== 'string' || json.engine.length > 100) {
    problems.push({ place: 'engine', reason: 'engine must be a text', remedy: `this one is ${engine}` });
  }
  const seed = integerIn(json.seed, 0, LARGEST_SEED);
  if (seed === null)
    problems.push({
      place: 'seed',
      reason: `seed must be a whole number from 0 to ${LARGEST_SEED}; found ${shortJson(json.seed, 60)}`,
      remedy: AS_SAVED,
    });
  const until = integerIn(json.until, 0, LONGEST_TIME);
  if (until === null) {
    problems.push({
      place: 'until',
      reason: `until must be microseconds from 0 to ${LONGEST_TIME}; found ${shortJson(json.until, 60)}`,
      remedy: AS_SAVED,
    });
  }
  const scenario = scenarioFrom(json.scenario);
  problems.push(...scenario.findings.map((finding) => problemOf('scenario', finding)));
  const interventions = interventionsOf(json.interventions, problems);
  const done = (interventions ?? []).map(({ intervention }) => intervention);
  const { value, findings } = interventionsFrom(done, scenario.value);
  problems.push(...findings.map((finding) => problemOf('interventions', finding)));
  if (scenario.value === null || value === null || interventions === null || problems.length > 0)
    return { recording: null, problems: problems.slice(0, MOST_MISTAKES), warning: null };
  const recording: Recording = {
    format: RECORDING_FORMAT,
    engine: json.engine as string,
    scenario: scenario.value,
    seed: seed ?? 0,
    interventions: interventions.flatMap(({ at, step }, index): RecordedIntervention[] => {
      const intervention = value[index];
      return intervention === undefined ? [] : [{ at, step, intervention }];
    }),
    until: until ?? 0,
  };
  return { recording, problems: [], warning: warningAbout(recording.engine, engine) };
}

const KEYS: readonly string[] = ['format', 'engine', 'scenario', 'seed', 'interventions', 'until'];

function warningAbout(made: string, here: string): string | null {
  return made === here ? null : `This recording was made with ${made}; here is ${here}, so it may run differently.`;
}

interface Unchecked {
  readonly at: Micros;
  readonly step: number;
  readonly intervention: unknown;
}

/** Instants and steps, which must not run backwards; what was done is checked later. */
function interventionsOf(json: unknown, problems: RecordingProblem[]): readonly Unchecked[] | null {
  if (!Array.isArray(json)) {
    problems.push({ place: 'interventions', reason: 'interventions must be a list', remedy: AS_SAVED });
    return null;
  }
  if (json.length > MOST_INTERVENTIONS) {
    problems.push({
      place: 'interventions',
      reason: `interventions are ${json.length}; the limit is ${MOST_INTERVENTIONS}`,
      remedy: AS_SAVED,
    });
    return null;
  }
  const all: Unchecked[] = [];
  let last = { at: 0, step: -1 };
  json.forEach((item: unknown, index) => {
    const place = `interventions[${index}]`;
    if (!isRecord(item)) {
      // It is told once, as no intervention.
      all.push({ ...last, intervention: item });
      return;
    }
    const fields = item;
    const at = integerIn(fields.at, last.at, LONGEST_TIME);
    const step = integerIn(fields.step, last.step + 1, Number.MAX_SAFE_INTEGER);
    if (at === null)
      problems.push({
        place: `${place}.at`,
        reason: `at must be microseconds from ${last.at} to ${LONGEST_TIME}`,
        remedy: AS_SAVED,
      });
    if (step === null)
      problems.push({
        place: `${place}.step`,
        reason: `step must be a whole number from ${last.step + 1}`,
        remedy: AS_SAVED,
      });
    last = { at: at ?? last.at, step: step ?? last.step };
    // Each at its own index, also where it cannot be dated: what was done is checked all the same.
    all.push({ ...last, intervention: fields.intervention });
  });
  return all;
}

function problemOf(place: string, { path, message, hint }: Finding): RecordingProblem {
  const inside = path.length === 0 ? '' : sayPath(path);
  const dot = inside === '' || inside.startsWith('[') ? '' : '.';
  return { place: `${place}${dot}${inside}`, reason: message, remedy: hint === '' ? AS_SAVED : hint };
}

function refused(place: string, reason: string, remedy: string): CheckedRecording {
  return { recording: null, problems: [{ place, reason, remedy }], warning: null };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function integerIn(value: unknown, least: number, most: number): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most ? value : null;
}
