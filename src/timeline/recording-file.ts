import { utf8Length } from '../lib/bytes.ts';
import { MOST_INTERVENTIONS } from '../scenario/limits.ts';
import { recordingText, type Recording } from './recording.ts';

/** What is wrong with a recording: where, what, and what would have been right. */
export interface RecordingProblem {
  readonly place: string;
  readonly reason: string;
  readonly remedy: string;
}

/** A recording in a file, in bytes of UTF-8: one that is saved can be opened again. */
export const LARGEST_RECORDING = 8_000_000;

/**
 * Why a recording of this size is none that can be kept; null: it can.
 * @param unit characters are never more than bytes, so what is small enough as a file is small enough as a text
 */
export function sizeProblem(size: number, unit: 'bytes' | 'characters'): RecordingProblem | null {
  if (size <= LARGEST_RECORDING) return null;
  return {
    place: 'the whole',
    reason: `recording of ${size} ${unit}; the limit is ${LARGEST_RECORDING}`,
    remedy: "let a program send what one send with many or large records does, or keep the scenario's own file",
  };
}

/** A recording as the text of a file, or why it could not be opened again. */
export type RecordingFile = { readonly text: string } | { readonly problem: RecordingProblem };

/** The file of a recording: within the limits that it is held against when it is opened. */
export function recordingFile(recording: Recording): RecordingFile {
  const text = recordingText(recording);
  const { length } = recording.interventions;
  if (length > MOST_INTERVENTIONS) {
    const reason = `interventions are ${length}; the limit is ${MOST_INTERVENTIONS}`;
    return { problem: { place: 'interventions', reason, remedy: 'go back to an earlier instant, and save it there' } };
  }
  // No character has more than three bytes.
  const problem = text.length * 3 <= LARGEST_RECORDING ? null : sizeProblem(utf8Length(text), 'bytes');
  return problem === null ? { text } : { problem };
}
