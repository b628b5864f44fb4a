import { handleClassic } from '../../group/classic/index.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import type { Asker } from '../../group/work.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { GroupRequest } from '../../protocol/group.ts';
import type { BrokerDraft } from '../draft.ts';
import { activeShard } from './active-shard.ts';
import { deleteGroups } from './delete-groups.ts';
import { refusal, tellRefusal } from './error-answer.ts';
import { commitOffsetsOf } from './offset-commit.ts';
import { fetchOffsetsOf } from './offset-fetch.ts';
import { ShardWork } from './shard-work.ts';

/** What is said to one group. */
type Addressed = Exclude<GroupRequest, { readonly type: 'DeleteGroupsRequest' }>;

/** Serves a request of a group's member, if this broker is the group's coordinator and has read all of its partition. */
export function serveGroup(d: BrokerDraft, to: Asker, request: GroupRequest, apiVersion: number): void {
  if (request.type === 'DeleteGroupsRequest') return deleteGroups(d, to, request);
  const error = invalid(d, request);
  if (error !== 'NONE') return refuse(d, to, request, error);
  const shard = activeShard(d, request.groupId);
  if (typeof shard === 'string') return refuse(d, to, request, shard);
  const work = new ShardWork(d, shard);
  switch (request.type) {
    case 'OffsetCommitRequest':
      commitOffsetsOf(work, to, request, apiVersion);
      break;
    case 'OffsetFetchRequest':
      fetchOffsetsOf(work, to, request);
      break;
    case 'ConsumerGroupHeartbeatRequest':
      consumerProtocol().handleConsumerHeartbeat(work, to, request);
      break;
    default:
      handleClassic(work, to, request);
  }
  work.finish();
}

function refuse(d: BrokerDraft, to: Asker, request: Addressed, error: ErrorCode): void {
  // While its group is loaded, a member's heartbeat is answered as if all were well: its session begins anew afterwards.
  const passes = request.type === 'HeartbeatRequest' && error === 'COORDINATOR_LOAD_IN_PROGRESS';
  if (!passes) d.latest = tellRefusal(d.turn, request, error);
  d.turn.respond(to.connection, refusal(request, passes ? 'NONE' : error), d.latest);
}

/**
 * Members must name their group; offsets may be those of a group without a name (GroupCoordinator.isValidGroupId). The consumer
 * protocol is there from 4.0, in KRaft mode.
 */
function invalid(d: BrokerDraft, request: Addressed): ErrorCode {
  switch (request.type) {
    case 'OffsetCommitRequest':
    case 'OffsetFetchRequest':
      return 'NONE';
    case 'ConsumerGroupHeartbeatRequest':
      if (!d.base.config.groups.consumerProtocol || d.base.kraft === null) return 'UNSUPPORTED_VERSION';
      return request.groupId.trim() === '' ? 'INVALID_REQUEST' : 'NONE';
    default:
      return request.groupId === '' ? 'INVALID_GROUP_ID' : 'NONE';
  }
}
