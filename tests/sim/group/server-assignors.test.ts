import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { serverAssignorNamed } from '../../../src/sim/group/modern/assignor/index.ts';
import type { MemberSpec } from '../../../src/sim/group/modern/assignor/assignor.ts';
import { handleConsumerHeartbeat, replayModern } from '../../../src/sim/group/modern/index.ts';
import {
  ASSIGNED_GROUP,
  NEXT_EPOCH,
  assignedGroupSchema,
  heartbeatOf,
  isHomogeneous,
  judge,
  recordsOf,
} from '../../conformance/support/assigned-group.ts';
import { readFolder } from '../../conformance/support/vector.ts';
import { FakeGroupWork } from './fake-group-work.ts';

const { vectors } = readFolder(fileURLToPath(new URL('../../conformance/vectors', import.meta.url)));
const cases = vectors
  .filter(({ file }) => file === 'kip848-assignors.json')
  .map(({ id, data }) => ({ id, data: v.parse(assignedGroupSchema, data) }));

describe("Kafka's cases of the server's assignors, in a group that was read from the log", () => {
  const answered = cases.filter(
    ({ data }) => data.expectedError === undefined && isHomogeneous(data) === (data.subscriptionType === 'homogeneous'),
  );
  it.each(answered)('$id', ({ data }) => {
    const work = new FakeGroupWork(data.topics);
    for (const record of recordsOf(data)) replayModern(work, record);
    handleConsumerHeartbeat(work, { connection: 1, peer: 1 }, heartbeatOf(data));
    const group = work.group(ASSIGNED_GROUP);
    if (group?.protocol !== 'consumer') throw new Error('no group');
    const { expected, got } = judge(data, group.targetAssignment);
    expect(got).toEqual(expected);
    expect(group.targetAssignmentEpoch).toBe(NEXT_EPOCH);
  });

  it('are all but two that a group cannot meet, and two that take equal subscriptions for different ones', () => {
    expect(cases.length - answered.length).toBe(4);
  });
});

describe('an assignment of 2,000 partitions to 200 members', () => {
  const counts = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`topic-${100 + index}`, 40]));
  const topics = Object.keys(counts);
  const specs = (subscribe: (member: number) => readonly string[]): readonly MemberSpec[] =>
    Array.from({ length: 200 }, (_, index) => ({
      memberId: `member-${1000 + index}`,
      instanceId: null,
      topics: subscribe(index),
      previous: {},
    }));

  it.each([
    ['uniform', true],
    ['range', true],
    ['uniform', false],
    ['range', false],
  ] as const)(
    '%s with equal subscriptions: %s gives every partition to one member, from nothing and with one member less',
    (name, equal) => {
      const subscribe = (member: number): readonly string[] =>
        equal ? topics : topics.filter((_, index) => (index * 7 + member * 3) % 5 < 2 + (member % 3));
      const assignor = serverAssignorNamed(name);
      if (assignor === null) throw new Error(name);
      const fresh = specs(subscribe);
      const run = (members: readonly MemberSpec[]): ReturnType<typeof assignor.assign> =>
        assignor.assign({ members, homogeneous: equal, partitionCounts: counts });
      const given = (targets: ReturnType<typeof run>): readonly string[] =>
        Object.values(targets ?? {}).flatMap((target) =>
          Object.entries(target).flatMap(([topic, partitions]) => partitions.map((number) => `${topic}-${number}`)),
        );
      const first = run(fresh) ?? {};
      const later = fresh.slice(1).map((member) => ({ ...member, previous: first[member.memberId] ?? {} }));
      for (const partitions of [given(first), given(run(later))]) {
        expect(partitions.length).toBe(2000);
        expect(new Set(partitions).size).toBe(2000);
      }
    },
  );
});
