import { didYouMean } from '../did-you-mean.ts';
import type { Path } from '../yaml-document.ts';

/** A mistake in a value: where in it, what, why, and what would have been right. */
export interface Finding {
  readonly path: Path;
  /** Is it the key that is wrong, not what it holds? */
  readonly key: boolean;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Collects findings. */
export interface Findings {
  readonly all: readonly Finding[];
  add(path: Path, code: string, message: string, hint?: string): void;
  addKey(path: Path, code: string, message: string, hint?: string): void;
  /** A name that is not among those that are known. */
  unknown(path: Path, what: string, name: string, known: readonly string[]): void;
}

export function newFindings(): Findings {
  const all: Finding[] = [];
  const add = (path: Path, code: string, message: string, hint = ''): void => {
    all.push({ path, key: false, code, message, hint });
  };
  return {
    all,
    add,
    addKey(path, code, message, hint = '') {
      all.push({ path, key: true, code, message, hint });
    },
    unknown(path, what, name, known) {
      add(path, `unknown-${what}`, `unknown ${what} ${name.slice(0, 60)}`, didYouMean(name, known));
    },
  };
}

/** A path as a reader would say it: `topics[0].config`. */
export function sayPath(path: Path): string {
  let said = '';
  for (const key of path) said += typeof key === 'number' ? `[${key}]` : `${said === '' ? '' : '.'}${key}`;
  return said === '' ? 'the whole' : said;
}
