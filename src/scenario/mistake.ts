/** An author's or a user's mistake: where, what, why, and what would have been right. Collected, never thrown one by one. */
export interface Mistake {
  /** Kind of mistake, for tests and filters: `unknown-key`. */
  readonly code: string;
  /** As the author knows it. */
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** Lower case, the noun first, a semicolon, the reason. */
  readonly message: string;
  /** What would have been right; empty when the message says it. */
  readonly hint: string;
}

/** Every mistake on a line of its own, in the order of places, with a line that counts them. */
export function sayMistakes(mistakes: readonly Mistake[]): string {
  const sorted = [...mistakes].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  );
  const lines = sorted.map(
    ({ file, line, column, message, hint }) => `${file}:${line}:${column} ${withHint(message, hint)}`,
  );
  return [...lines, mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`].join('\n');
}

/** A message and its hint as one sentence. */
export function withHint(message: string, hint: string): string {
  return hint === '' ? message : `${message}; ${hint}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
