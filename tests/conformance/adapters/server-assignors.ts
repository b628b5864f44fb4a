import { present } from '../../../src/lib/assert.ts';
import { serverAssignorNamed } from '../../../src/sim/group/modern/index.ts';
import { adapter, type Check } from '../support/adapter.ts';
import { assignedGroupSchema, judge } from '../support/assigned-group.ts';

/** What the server's assignor makes of members, in the order of their ids, and of what they had. */
export const playServerAssignor = adapter(assignedGroupSchema, (data): Check => {
  const assignor = present(serverAssignorNamed(data.assignor), `an assignor called ${data.assignor} exists`);
  const members = data.members.map(({ memberId, groupInstanceId, subscription, previousTarget }) => ({
    memberId,
    instanceId: groupInstanceId,
    topics: subscription,
    previous: previousTarget,
  }));
  const homogeneous = data.subscriptionType === 'homogeneous';
  const assignment = assignor.assign({ members, homogeneous, partitionCounts: data.topics });
  if (data.expectedError !== undefined) return { expected: null, got: assignment };
  return judge(data, present(assignment, 'an assignment'));
});
