import * as v from 'valibot';

import { stableStringify } from '../../../src/lib/json.ts';
import type { AssignorMember } from '../../../src/sim/client/assignor/index.ts';
import { adapter, eraOf, Unreadable, type Adapter, type Check } from '../support/adapter.ts';
import { propertiesOf } from '../support/assignment-properties.ts';
import { shareOut } from '../support/share-out.ts';

const partition = v.pipe(v.string(), v.regex(/^.+-\d+$/, 'a topic and the number of a partition are wanted'));
const lists = v.record(v.string(), v.array(partition));
const fields = v.object({
  topics: v.record(v.string(), v.pipe(v.number(), v.integer())),
  members: v.array(
    v.object({
      memberId: v.string(),
      groupInstanceId: v.optional(v.nullable(v.string()), null),
      subscription: v.array(v.string()),
      ownedPartitions: v.optional(v.array(partition), []),
      generation: v.optional(v.number(), -1),
    }),
  ),
  match: v.picklist(['exact-set', 'exact-ordered', 'properties']),
  expected: v.optional(lists),
  reference: v.optional(lists),
  properties: v.optional(v.array(v.string()), []),
  keptFromPrevious: v.optional(v.number()),
  withheldThisRound: v.optional(v.array(partition)),
  revokedFrom: v.optional(v.record(partition, v.array(v.string()))),
  followUpRebalanceNeeded: v.optional(v.boolean()),
});
const schema = v.pipe(
  fields,
  v.check(({ match, expected }) => match === 'properties' || expected !== undefined, 'expected is wanted'),
  v.check(({ match, properties }) => match !== 'properties' || properties.length > 0, 'properties are wanted'),
);

type Case = v.InferOutput<typeof schema>;

/** What the leader of a group sends in its SyncGroupRequest when these members have joined. */
function playAssignor(name: string): Adapter {
  return adapter(schema, (data, vector): Check => {
    const assigned = shareOut(name, data.topics, data.members.map(memberOf), eraOf(vector));
    const found = propertiesOf(data, assigned);
    const { match, expected, reference, properties, keptFromPrevious, revokedFrom, followUpRebalanceNeeded } = data;
    const exact = match === 'properties' ? undefined : match === 'exact-ordered' ? expected : sorted(expected ?? {});
    const wanted = {
      properties,
      keptFromPrevious,
      exact,
      // What is withheld and from whom hangs on who keeps what: where that is open, these are, too.
      ...(match === 'properties' ? {} : { withheld: data.withheldThisRound?.sort(), revokedFrom }),
      followUpRebalanceNeeded,
    };
    const got = {
      properties: properties.filter((property) => found.holds(property)),
      keptFromPrevious: keptFromPrevious === undefined ? undefined : found.kept,
      exact: exact === undefined ? undefined : match === 'exact-ordered' ? assigned : sorted(assigned),
      ...(match === 'properties'
        ? {}
        : {
            withheld: data.withheldThisRound === undefined ? undefined : found.withheld,
            revokedFrom: revokedFrom === undefined ? undefined : found.revokedFrom,
          }),
      followUpRebalanceNeeded: followUpRebalanceNeeded === undefined ? undefined : found.withheld.length > 0,
    };
    if (reference !== undefined) checkReference(data, reference);
    return { expected: wanted, got };
  });
}

/** A reference is one of the right answers, and what the case says of who gives what up is said of it. */
function checkReference(data: Case, reference: v.InferOutput<typeof lists>): void {
  const { properties, keptFromPrevious, withheldThisRound, revokedFrom, followUpRebalanceNeeded } = data;
  const { holds, kept, withheld, revokedFrom: from } = propertiesOf(data, reference);
  const said = [
    properties.every(holds),
    (keptFromPrevious ?? kept) === kept,
    String(withheldThisRound?.sort() ?? withheld) === String(withheld),
    stableStringify(revokedFrom ?? from) === stableStringify(from),
    (followUpRebalanceNeeded ?? withheld.length > 0) === withheld.length > 0,
  ];
  if (said.includes(false)) throw new Unreadable('reference: it is not what the case says of it');
}

export const playRange = playAssignor('range');
export const playRoundRobin = playAssignor('roundrobin');
export const playSticky = playAssignor('sticky');
export const playCooperativeSticky = playAssignor('cooperative-sticky');

function memberOf({ memberId, groupInstanceId, subscription, ownedPartitions, generation }: Case['members'][number]) {
  const owned = new Map<string, number[]>();
  for (const partition of ownedPartitions) {
    const at = partition.lastIndexOf('-');
    const topic = partition.slice(0, at);
    owned.set(topic, [...(owned.get(topic) ?? []), Number(partition.slice(at + 1))]);
  }
  const member: AssignorMember = {
    memberId,
    groupInstanceId,
    subscription: {
      topics: subscription,
      ownedPartitions: [...owned].map(([topic, partitions]) => ({ topic, partitions })),
      generationId: generation,
      rackId: null,
    },
  };
  return member;
}

function sorted(lists: { readonly [member: string]: readonly string[] }): { [member: string]: readonly string[] } {
  return Object.fromEntries(Object.entries(lists).map(([member, list]) => [member, [...list].sort()]));
}
