import * as v from 'valibot';

import type { CoordinatorRecord } from '../../../src/sim/group/records.ts';
import type { PartitionsByTopic } from '../../../src/sim/group/modern/state.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../../src/sim/protocol/group.ts';
import { Unreadable, type Check } from './adapter.ts';

const partitions = v.record(v.string(), v.array(v.number()));

const fields = v.object({
  assignor: v.picklist(['uniform', 'range']),
  subscriptionType: v.picklist(['homogeneous', 'heterogeneous']),
  topics: v.record(v.string(), v.number()),
  members: v.array(
    v.object({
      memberId: v.string(),
      subscription: v.array(v.string()),
      previousTarget: partitions,
      groupInstanceId: v.optional(v.nullable(v.string()), null),
    }),
  ),
  match: v.optional(v.picklist(['exact-set', 'properties']), 'exact-set'),
  expected: v.optional(v.record(v.string(), partitions)),
  reference: v.optional(v.record(v.string(), partitions)),
  properties: v.optional(v.array(v.string()), []),
  expectedError: v.optional(v.string()),
});
/** One case of the server's assignors. */
export const assignedGroupSchema = v.pipe(
  fields,
  v.check(
    ({ match, expected, expectedError }) => match === 'properties' || (expected ?? expectedError) !== undefined,
    'expected or expectedError is wanted',
  ),
  v.check(({ match, properties }) => match !== 'properties' || properties.length > 0, 'properties are wanted'),
  v.check(
    ({ properties, reference }) =>
      reference !== undefined || !properties.some((property) => property.startsWith('member')),
    'reference is wanted',
  ),
);
export type AssignedGroup = v.InferOutput<typeof assignedGroupSchema>;

export const ASSIGNED_GROUP = 'assigned';
const EPOCH = 1;
/** The group epoch that the first heartbeat makes a target for. */
export const NEXT_EPOCH = 2;

/** What a coordinator reads of a group whose members have these targets, and whose group epoch is ahead of them: it will make new ones. */
export function recordsOf({ assignor, topics, members }: AssignedGroup): readonly CoordinatorRecord[] {
  const [group, groupId] = [ASSIGNED_GROUP, ASSIGNED_GROUP];
  const known = Object.entries(topics).map(([topicName, numPartitions]) => ({ topicName, numPartitions }));
  const subscribed = new Set(members.flatMap(({ subscription }) => subscription));
  return [
    ...members.map(({ memberId, subscription, groupInstanceId }): CoordinatorRecord => ({
      type: 'ConsumerGroupMemberMetadata',
      key: { groupId, memberId },
      value: {
        instanceId: groupInstanceId,
        rackId: null,
        clientId: memberId,
        clientHost: '/test',
        subscribedTopicNames: [...subscription].sort(),
        rebalanceTimeoutMs: 300_000,
        serverAssignor: assignor,
      },
    })),
    {
      type: 'ConsumerGroupPartitionMetadata',
      key: { group },
      value: { topics: known.filter(({ topicName }) => subscribed.has(topicName)) },
    },
    { type: 'ConsumerGroupMetadata', key: { group }, value: { epoch: NEXT_EPOCH } },
    ...members.map(({ memberId, previousTarget }): CoordinatorRecord => ({
      type: 'ConsumerGroupTargetAssignmentMember',
      key: { groupId, memberId },
      value: { topicPartitions: Object.entries(previousTarget).map(([topic, list]) => ({ topic, partitions: list })) },
    })),
    { type: 'ConsumerGroupTargetAssignmentMetadata', key: { group }, value: { assignmentEpoch: EPOCH } },
    ...members.map(({ memberId }): CoordinatorRecord => ({
      type: 'ConsumerGroupCurrentMemberAssignment',
      key: { groupId, memberId },
      value: {
        memberEpoch: EPOCH,
        previousMemberEpoch: 0,
        state: 'STABLE',
        assignedPartitions: [],
        partitionsPendingRevocation: [],
      },
    })),
  ];
}

/** The first member's next heartbeat: it says nothing new, and makes the coordinator assign. */
export function heartbeatOf({ members }: AssignedGroup): ConsumerGroupHeartbeatRequest {
  const [member] = members;
  const memberId = member?.memberId ?? '';
  return {
    type: 'ConsumerGroupHeartbeatRequest',
    groupId: ASSIGNED_GROUP,
    memberId,
    memberEpoch: EPOCH,
    instanceId: member?.groupInstanceId ?? null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: null,
    serverAssignor: null,
    topicPartitions: [],
    clientId: memberId,
  };
}

/** What the case says of an assignment, and what of it holds. */
export function judge(data: AssignedGroup, targets: Targets): Check {
  const got = Object.fromEntries(data.members.map(({ memberId }) => [memberId, targets[memberId] ?? {}]));
  if (data.match === 'exact-set') return { expected: data.expected, got };
  const { properties, reference } = data;
  const heldBy = (targets: Targets): readonly string[] =>
    properties.filter((property) => PROPERTIES[property.split(/[ :]/)[0] ?? '']?.(data, targets) ?? false);
  // A reference is one of the right answers.
  if (reference !== undefined && heldBy(reference).length < properties.length)
    throw new Unreadable('reference: it does not have the properties that are wanted');
  return { expected: properties, got: heldBy(got) };
}

/** Do all members subscribe to the same topics? Some cases ask for the way of groups that differ though their members do not. */
export function isHomogeneous({ members }: AssignedGroup): boolean {
  return new Set(members.map(({ subscription }) => String([...subscription].sort()))).size <= 1;
}

type Targets = Readonly<Record<string, PartitionsByTopic>>;

const PROPERTIES: { readonly [begins: string]: (data: AssignedGroup, got: Targets) => boolean } = {
  valid: isValid,
  member: (data, got) => String(sizes(got)) === String(sizes(data.reference ?? {})),
  sticky: isSticky,
};

/** Every partition of a topic that somebody subscribes to has one member, which subscribes to it; nobody has another. */
function isValid({ topics, members }: AssignedGroup, got: Targets): boolean {
  const subscribed = new Set(members.flatMap(({ subscription }) => subscription));
  const wanted = [...subscribed].flatMap((topic) =>
    range(topics[topic] ?? 0).map((partition) => `${topic}-${partition}`),
  );
  const given: string[] = [];
  for (const { memberId, subscription } of members) {
    for (const [topic, list] of Object.entries(got[memberId] ?? {})) {
      if (!subscription.includes(topic)) return false;
      given.push(...list.map((partition) => `${topic}-${partition}`));
    }
  }
  return String(wanted.sort()) === String(given.sort());
}

/** Nobody who has room for it loses what it had and still subscribes to. */
function isSticky({ members }: AssignedGroup, got: Targets): boolean {
  const most = Math.max(...Object.values(got).map(sizeOf));
  return members.every(({ memberId, subscription, previousTarget }) => {
    const lost = Object.entries(previousTarget)
      .filter(([topic]) => subscription.includes(topic))
      .flatMap(([topic, list]) => list.filter((partition) => got[memberId]?.[topic]?.includes(partition) !== true));
    return lost.length === 0 || sizeOf(got[memberId] ?? {}) >= most - 1;
  });
}

function sizes(targets: Targets): number[] {
  return Object.values(targets)
    .map(sizeOf)
    .sort((a, b) => a - b);
}

function sizeOf(target: PartitionsByTopic): number {
  return Object.values(target).reduce((sum, list) => sum + list.length, 0);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
