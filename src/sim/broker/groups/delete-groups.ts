import { validateClassicDelete } from '../../group/classic/index.ts';
import { consumerProtocol } from '../../group/modern/part.ts';
import type { AfterCommit, Asker } from '../../group/work.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { DeleteGroupsRequest, DeleteGroupsResponse } from '../../protocol/group.ts';
import type { BrokerDraft } from '../draft.ts';
import { activeShard } from './active-shard.ts';
import { placesOf } from './entries.ts';
import { ShardWork } from './shard-work.ts';
import { writeTombstones } from './tombstones.ts';

/**
 * Deletes groups without members, with their offsets (GroupCoordinatorShard.deleteGroups). The answer leaves when the last of them is
 * deleted for good; where they are of several partitions of __consumer_offsets, Kafka waits for each of those.
 */
export function deleteGroups(d: BrokerDraft, to: Asker, request: DeleteGroupsRequest): void {
  const results = request.groupsNames.map((groupId) => ({ groupId, errorCode: deletable(d, groupId) }));
  const last = results.findLastIndex(({ errorCode }) => errorCode === 'NONE');
  const respond = (): void => d.turn.respond(to.connection, { type: 'DeleteGroupsResponse', results }, d.latest);
  if (last < 0) return respond();
  for (const [at, result] of results.entries()) {
    if (result.errorCode !== 'NONE') continue;
    const response: DeleteGroupsResponse = { type: 'DeleteGroupsResponse', results };
    result.errorCode = deleteGroup(d, result.groupId, at === last ? [{ type: 'respond', to, response }] : []);
    if (at === last && result.errorCode !== 'NONE') respond();
  }
}

function deletable(d: BrokerDraft, groupId: string): ErrorCode {
  const shard = activeShard(d, groupId);
  if (typeof shard === 'string') return shard;
  const group = new ShardWork(d, shard).group(groupId);
  if (group === null) return 'GROUP_ID_NOT_FOUND';
  return group.protocol === 'consumer' ? consumerProtocol().validateModernDelete(group) : validateClassicDelete(group);
}

function deleteGroup(d: BrokerDraft, groupId: string, after: readonly AfterCommit[]): ErrorCode {
  const shard = activeShard(d, groupId);
  if (typeof shard === 'string') return shard;
  const work = new ShardWork(d, shard);
  const error = writeTombstones(work, groupId, placesOf(work.entry(groupId)), work.group(groupId), 'deleted', after);
  work.finish();
  return error;
}
