/**
 * A copy of a state's topmost fields that one turn may write. A turn opens its node's state field by field (a spread is ten
 * times slower), replaces fields, and hands the copy on as the next state; whatever lies below the fields stays shared.
 */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Later than anything: an instant that does not come. */
export const NEVER = Number.MAX_SAFE_INTEGER;
