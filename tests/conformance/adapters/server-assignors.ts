import { present } from '../../../src/lib/assert.ts';
import { serverAssignorNamed } from '../../../src/sim/group/modern/index.ts';
import { adapter, eraSince, type Check } from '../support/adapter.ts';
import {
  ASSIGNED_GROUP,
  assignedGroupSchema,
  heartbeatOf,
  isHomogeneous,
  judge,
  recordsOf,
  type AssignedGroup,
} from '../support/assigned-group.ts';
import { LoadedGroup } from '../support/loaded-group.ts';

/** What a real coordinator assigns to the members of a group that it has read from its log, when one of them sends its heartbeat. */
export const playServerAssignor = adapter(assignedGroupSchema, (data, vector): Check => {
  eraSince('4.0', vector);
  if (data.expectedError !== undefined) return refusal(data);
  const stranger = data.subscriptionType === 'heterogeneous' && isHomogeneous(data);
  const asked = stranger ? withStranger(data) : data;
  const group = new LoadedGroup(ASSIGNED_GROUP, asked.topics, recordsOf(asked));
  return judge(data, group.heartbeat(heartbeatOf(asked)).targetAssignment);
});

/** Members with equal subscriptions are to be treated like others: one more, with a topic of its own, makes the subscriptions differ. */
function withStranger(data: AssignedGroup): AssignedGroup {
  const stranger = {
    memberId: '~',
    subscription: [STRANGE],
    previousTarget: { [STRANGE]: [0] },
    groupInstanceId: null,
  };
  return { ...data, topics: { ...data.topics, [STRANGE]: 1 }, members: [...data.members, stranger] };
}

const STRANGE = 'of-the-stranger';

/** A topic that nobody has metadata of: a coordinator leaves it out, so the assignor alone can be asked, and gives no assignment. */
function refusal({ assignor: name, subscriptionType, members, topics, expectedError = '' }: AssignedGroup): Check {
  const specs = members.map(({ memberId, groupInstanceId, subscription, previousTarget }) => ({
    memberId,
    instanceId: groupInstanceId,
    topics: subscription,
    previous: previousTarget,
  }));
  const assignor = present(serverAssignorNamed(name), `an assignor called ${name} exists`);
  const homogeneous = subscriptionType === 'homogeneous';
  const assigned = assignor.assign({ members: specs, homogeneous, partitionCounts: topics });
  const expected = /^assignment fails \((\w+)/.exec(expectedError)?.[1] ?? expectedError;
  return { expected, got: assigned ?? 'PartitionAssignorException' };
}
