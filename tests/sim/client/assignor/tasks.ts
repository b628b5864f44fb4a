import { drawn, nextState } from '../../../../src/lib/rng.ts';
import type { AssignorMember, GroupAssignment } from '../../../../src/sim/client/assignor/index.ts';
import type { TopicPartitions } from '../../../../src/sim/protocol/group.ts';

export interface Task {
  readonly topics: { readonly [topic: string]: number };
  readonly members: readonly AssignorMember[];
}

export function member(
  memberId: string,
  topics: readonly string[],
  ownedPartitions: readonly TopicPartitions[] = [],
  generationId = -1,
): AssignorMember {
  return {
    memberId,
    groupInstanceId: null,
    subscription: { topics, ownedPartitions, generationId, rackId: null },
  };
}

/** The same members after they have taken over what they were given. */
export function after(members: readonly AssignorMember[], given: GroupAssignment, generationId: number) {
  return members.map((one) => {
    const found = given.find(({ memberId }) => memberId === one.memberId);
    const ownedPartitions = found?.assignment.assignedPartitions ?? [];
    return { ...one, subscription: { ...one.subscription, ownedPartitions, generationId } };
  });
}

/** Numbers drawn one after another, the same for the same seed. */
export function draws(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    const number = drawn(state, bound);
    state = nextState(state);
    return number;
  };
}

/** Some topics and members; each wants each topic with the given chance in a hundred, and at least one. */
export function randomTask(seed: number, chance: number, maxTopics = 5, maxMembers = 7): Task {
  const draw = draws(seed * 7919 + 1);
  const names = Array.from({ length: 1 + draw(maxTopics) }, (_, at) => `t${at}`);
  const topics = Object.fromEntries(names.map((name) => [name, 1 + draw(9)]));
  const members = Array.from({ length: 1 + draw(maxMembers) }, (_, at) => {
    const wanted = names.filter(() => draw(100) < chance);
    return member(`m${at}`, wanted.length === 0 ? [names[draw(names.length)] ?? ''] : wanted);
  });
  return { topics, members };
}

/** 2,000 partitions of 20 topics to 200 members. */
export function largeTask(equal: boolean): Task {
  const draw = draws(17);
  const names = Array.from({ length: 20 }, (_, at) => `topic-${at}`);
  const topics = Object.fromEntries(names.map((name) => [name, 100]));
  const members = Array.from({ length: 200 }, (_, at) => {
    const wanted = equal ? names : names.filter(() => draw(100) < 30);
    return member(`member-${1000 + at}`, wanted.length === 0 ? ['topic-0'] : wanted);
  });
  return { topics, members };
}

/** Each member's partitions as `topic-partition`. */
export function listed(given: GroupAssignment): { readonly [member: string]: readonly string[] } {
  return Object.fromEntries(
    given.map(({ memberId, assignment }) => [
      memberId,
      assignment.assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((one) => `${topic}-${one}`)),
    ]),
  );
}

export function owned(
  task: Task,
): readonly { memberId: string; subscription: readonly string[]; ownedPartitions: readonly string[] }[] {
  return task.members.map(({ memberId, subscription }) => ({
    memberId,
    subscription: subscription.topics,
    ownedPartitions: subscription.ownedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((one) => `${topic}-${one}`),
    ),
  }));
}
