import { progressFromText, progressToText, type ReadProgress } from './file.ts';
import type { Progress } from './progress.ts';

/** Where progress is kept. The page gives one over its own storage; both may fail, and nothing is lost but the keeping. */
export interface ProgressStore {
  /** The stored text; null when there is none, or when storage cannot be read. */
  read(): string | null;
  /** Keeps the text. @returns false when storage is full or forbidden */
  write(text: string): boolean;
  /** Forgets it. */
  clear(): void;
}

/** The key under which a page keeps progress. */
export const PROGRESS_KEY = 'highwater:1';

/** What is stored, with what of it could not be read. */
export function loadProgress(store: ProgressStore): ReadProgress {
  return progressFromText(store.read());
}

/** Stores progress. @returns false when it could not be kept */
export function saveProgress(store: ProgressStore, progress: Progress): boolean {
  return store.write(progressToText(progress));
}
