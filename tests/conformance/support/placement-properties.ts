import { Unreadable } from './adapter.ts';

/** Does a placement have a property, given as a sentence? */
export function placementHolds(property: string, placed: readonly (readonly number[])[]): boolean {
  const [first = -1, second = -1] = [...property.matchAll(/\d+/g)].map((match) => Number(match[0]));
  if (/^every partition has \d+ distinct brokers/.test(property))
    return placed.every((replicas) => replicas.length === first && new Set(replicas).size === first);
  if (/^leader counts over \d+ partitions are exactly \d+ per broker/.test(property)) {
    const leaders = placed.map(([leader = -1]) => leader);
    const counts = [...new Set(leaders)].map((leader) => leaders.filter((id) => id === leader).length);
    return leaders.length === first && counts.length * second === first && counts.every((count) => count === second);
  }
  if (/^all \d+ ordered pairs occur/.test(property))
    return new Set(placed.map((replicas) => replicas.slice(0, 2).join())).size === first;
  throw new Unreadable(`properties: ${property} is not known`);
}

/** Can a case be held against something? */
export function saysWhatIsWanted(one: {
  readonly expected?: unknown;
  readonly expectedError?: string | undefined;
  readonly match?: string | undefined;
  readonly properties: readonly string[];
}): boolean {
  if (one.match === 'properties') return one.properties.length > 0;
  return (one.expected ?? one.expectedError ?? one.match) !== undefined;
}
