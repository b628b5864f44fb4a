import type { ErrorCode } from '../../protocol/errors.ts';
import type { BrokerDraft } from '../draft.ts';
import { partitionFor } from './partition-for.ts';
import { shardOf } from './shard-work.ts';
import type { Shard } from './state.ts';

/** The shard of a group, or why it cannot be served (GroupCoordinator.validateGroupStatus). */
export function activeShard(d: BrokerDraft, groupId: string): Shard | ErrorCode {
  const shard = shardOf(d.base.groups, partitionFor(d, groupId));
  if (shard === null) return 'NOT_COORDINATOR';
  return shard.state === 'LOADING' ? 'COORDINATOR_LOAD_IN_PROGRESS' : shard;
}
