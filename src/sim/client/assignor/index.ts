import type { Assignor } from './assignor.ts';
import { cooperativeStickyAssignor, stickyAssignor } from './sticky.ts';
import { rangeAssignor } from './range.ts';
import { roundRobinAssignor } from './round-robin.ts';

export type { Assignor, AssignorMember, GroupAssignment } from './assignor.ts';
export type { TopicRacks } from './racks.ts';

const PACKAGE = 'org.apache.kafka.clients.consumer.';
const CLASSES: { readonly [name: string]: Assignor } = {
  RangeAssignor: rangeAssignor,
  RoundRobinAssignor: roundRobinAssignor,
  StickyAssignor: stickyAssignor,
  CooperativeStickyAssignor: cooperativeStickyAssignor,
};
const ASSIGNORS: readonly Assignor[] = Object.values(CLASSES);

/** The short names of all assignors, as JoinGroup has them. */
export const assignorNames: readonly string[] = ASSIGNORS.map((assignor) => assignor.name);

/**
 * An assignor by its short name (`range`), its class name (`RangeAssignor`) or its full class name, as `partition.assignment.strategy` has them.
 * @returns null for any other name
 */
export function assignorNamed(name: string): Assignor | null {
  const short = name.startsWith(PACKAGE) ? name.slice(PACKAGE.length) : name;
  if (Object.hasOwn(CLASSES, short)) return CLASSES[short] ?? null;
  return ASSIGNORS.find((assignor) => assignor.name === short) ?? null;
}

/**
 * The assignors of `partition.assignment.strategy`, a list with commas, in the member's order of preference.
 * @returns unknown names are left out; they are refused at the edge
 */
export function assignorsOf(strategy: string): readonly Assignor[] {
  return strategy
    .split(',')
    .map((name) => assignorNamed(name.trim()))
    .filter((assignor) => assignor !== null);
}

/**
 * The protocol by which a consumer rebalances: the highest that all its assignors know (ConsumerCoordinator's constructor), so one assignor
 * that is eager only makes it eager.
 */
export function rebalanceProtocol(assignors: readonly Assignor[]): 'eager' | 'cooperative' {
  return assignors.some((assignor) => assignor.eager) ? 'eager' : 'cooperative';
}
