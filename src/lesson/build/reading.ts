import type { Mistake } from '../../scenario/mistake.ts';
import { readYaml, type Path, type Place } from '../../scenario/yaml-document.ts';
import { readingOf, type Spot } from '../../scenario/read/reading.ts';

/** Collects the mistakes of one file by their places. */
export interface Complaints {
  add(place: Place, code: string, message: string, hint?: string): void;
}

/** Complaints about a file that end up in `mistakes`. */
export function complaintsAbout(file: string, mistakes: Mistake[]): Complaints {
  return {
    add(place, code, message, hint = '') {
      mistakes.push({ code, file, line: place.line, column: place.column, message, hint });
    },
  };
}

/**
 * Opens a YAML file that is to be read.
 * @param hear learns where each mistake in it is
 * @returns the whole; null when the text is no YAML, which has then been complained of
 */
export function openYaml(file: string, text: string, mistakes: Mistake[], hear?: (path: Path) => void): Spot | null {
  const document = readYaml(file, text);
  mistakes.push(...document.mistakes);
  if (document.mistakes.length > 0) return null;
  return { value: document.value, path: [], reading: readingOf(file, document, mistakes, hear) };
}
