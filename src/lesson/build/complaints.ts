import type { Mistake } from '../../scenario/mistake.ts';
import type { Place } from '../../scenario/yaml-document.ts';

/** Collects the mistakes of one file. */
export interface Complaints {
  readonly file: string;
  add(place: Place, code: string, message: string, hint?: string): void;
}

/** Complaints about a file that end up in `mistakes`. */
export function complaintsAbout(file: string, mistakes: Mistake[]): Complaints {
  return {
    file,
    add(place, code, message, hint = '') {
      mistakes.push({ code, file, line: place.line, column: place.column, message, hint });
    },
  };
}
