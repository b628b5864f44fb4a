/**
 * How a table of defaults is written. A setting has one default for every release, or a list of `[since, default]`, oldest
 * first; before the first `since` the setting does not exist. Values are Kafka's own strings.
 */
export type DefaultValue = string | null | typeof ABSENT;
export type Default = DefaultValue | readonly (readonly [since: string, value: DefaultValue])[];
export type Defaults = { readonly [name: string]: Default };

/** The setting does not exist in these releases. (`null`: it exists and has no default.) */
export const ABSENT = 0;

/** Orders releases by their numbers, as `2.8`, `3.9`, `0.10`; negative when `a` is the earlier one. */
export function compareReleases(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor === bMajor ? aMinor - bMinor : aMajor - bMajor;
}

/** What a default is in one release: Kafka's string, null where it has none, ABSENT where there is no such setting. */
export function valueIn(entry: Default | undefined, release: string): DefaultValue {
  if (entry === undefined) return ABSENT;
  if (entry === null || typeof entry !== 'object') return entry;
  let value: DefaultValue = ABSENT;
  for (const [since, then] of entry) {
    if (compareReleases(since, release) > 0) break;
    value = then;
  }
  return value;
}
