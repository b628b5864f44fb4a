/** A bug of ours: something the code relies on does not hold. Never thrown for Kafka's errors or for a user's mistakes. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

/**
 * Throws a {@link Bug} when `condition` is false. Stays on in production: a wrong picture is worse than none.
 * @param condition what must hold
 * @param what a sentence that says what was expected, or a function that builds one (called only on failure)
 */
export function assert(condition: boolean, what: string | (() => string)): asserts condition {
  if (!condition) throw new Bug(typeof what === 'string' ? what : what());
}

/** Returns `value`, which must be present. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Bug(`${what}; nothing is there`);
  return value;
}

/** Marks a branch that cannot be reached, so the compiler checks that every case is handled. */
export function never(value: never, what: string): never {
  throw new Bug(`${what}; unexpected ${JSON.stringify(value)}`);
}

/** Asserts that a number is a safe integer; numbers are checked where they enter a World. */
export function safeInteger(value: number, what: string): number {
  if (!Number.isSafeInteger(value)) throw new Bug(`${what}; ${String(value)} is not a safe integer`);
  return value;
}
