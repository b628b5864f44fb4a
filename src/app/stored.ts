import { progressFromText, progressToText } from '../lesson/progress/file.ts';
import type { Progress } from '../lesson/progress/progress.ts';
import { defaultSettings, settingsFrom, type Complaint, type Settings } from '../view/settings/settings.ts';

/** What the browser keeps of a reader: the choices about the page, and what has been done in the lessons. */
export interface Kept {
  readonly settings: Settings;
  readonly progress: Progress;
}

/** The key under which the browser keeps it. */
export const KEPT_KEY = 'highwater:1';

/** The text that is stored: the progress file with the settings beside the lessons. */
export function keptToText({ settings, progress }: Kept): string {
  return JSON.stringify({ ...(JSON.parse(progressToText(progress)) as object), settings });
}

/**
 * Reads what was stored. What is broken is left out piece by piece with a complaint; the rest stands.
 * @param text null: nothing has been stored yet
 */
export function keptFromText(text: string | null): { readonly kept: Kept; readonly complaints: readonly Complaint[] } {
  const read = progressFromText(text);
  const { settings, complaints } = settingsFrom(settingsIn(text));
  return { kept: { settings, progress: read.progress }, complaints: [...read.complaints, ...complaints] };
}

/** The progress reader has said what there is to say about a text that is no JSON. */
function settingsIn(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as { readonly settings?: unknown }).settings
      : undefined;
  } catch {
    return undefined;
  }
}

export const nothingKept: Kept = { settings: defaultSettings, progress: { lessons: {} } };
