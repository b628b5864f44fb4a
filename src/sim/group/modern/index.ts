import type { ConsumerGroupHeartbeatRequest } from '../../protocol/group.ts';
import type { Asker, GroupWork } from '../work.ts';
import { requestError } from './check-request.ts';
import { heartbeat } from './heartbeat.ts';
import { leave } from './leave.ts';
import { refused } from './response.ts';

/*
 * The consumer protocol, KIP-848: everything that others may use of it. It can be loaded when a cluster first needs it, so nobody else imports
 * the files beside this one but for types (`state.ts`).
 */

export { serverAssignorNamed } from './assignor/index.ts';
export { modernTombstones } from './removal.ts';
export { replayModern } from './store.ts';
export { modernLoaded, modernTimeUp } from './timers.ts';
export { modernSubscribes, validateModernCommit, validateModernDelete, validateModernFetch } from './validate.ts';

/** ConsumerGroupHeartbeat, the one request of the protocol: to join, to stay, to say what one owns, to leave. */
export function handleConsumerHeartbeat(work: GroupWork, to: Asker, request: ConsumerGroupHeartbeatRequest): void {
  const { groupId: group, memberId: member } = request;
  const wrong = requestError(request, work.settings);
  const perform = request.memberEpoch < 0 ? leave : heartbeat;
  const error = wrong === 'NONE' ? perform(work, to, request) : wrong;
  if (error === 'NONE') return;
  work.turn.emit('GroupRequestRefused', { group, member, api: 'ConsumerGroupHeartbeat', error });
  work.respond(to, refused(error));
}
