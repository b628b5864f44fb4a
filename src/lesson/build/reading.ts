import type { Mistake } from '../../scenario/mistake.ts';
import { readYaml, type Place, type YamlDocument } from '../../scenario/yaml-document.ts';
import { newOrigins } from '../../scenario/read/origins.ts';
import type { Reading, Spot } from '../../scenario/read/reading.ts';

/** Collects the mistakes of one file by their places. */
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

/** A YAML file that is being read: its value, with the way back to every place in it. */
export interface OpenYaml {
  readonly document: YamlDocument;
  readonly reading: Reading;
  readonly complaints: Complaints;
  /** The whole; null when the text is no YAML, which has then been complained of. */
  readonly spot: Spot | null;
}

/** Opens a YAML file. */
export function openYaml(file: string, text: string, mistakes: Mistake[]): OpenYaml {
  const document = readYaml(file, text);
  mistakes.push(...document.mistakes);
  const complaints = complaintsAbout(file, mistakes);
  const reading: Reading = {
    origins: newOrigins(),
    complain: (path, code, message, hint) => complaints.add(document.valueAt(path), code, message, hint),
    complainKey: (path, code, message, hint) => complaints.add(document.keyAt(path), code, message, hint),
  };
  const spot = document.mistakes.length > 0 ? null : { value: document.value, path: [], reading };
  return { document, reading, complaints, spot };
}
