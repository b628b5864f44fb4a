import { isNewCoordinator } from '../../group/classic/era.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Setup } from '../../world.ts';

/**
 * What members are told when the coordinator could not write, or could not get it committed: they asked for no partition of
 * __consumer_offsets, so they get an error that a coordinator's client knows. Up to 3.9 it depends on what was written
 * (GroupMetadataManager.storeGroup, storeOffsets), in 4.0 not (CoordinatorOperationExceptionHelper.handleOperationException).
 * @param error what the append said, or what became of it afterwards
 * @param what a group's own record, or committed offsets
 */
export function toldOfWrite(setup: Setup, error: ErrorCode, what: 'group' | 'offsets'): ErrorCode {
  const older = !isNewCoordinator(setup);
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'KAFKA_STORAGE_ERROR':
      return 'NOT_COORDINATOR';
    case 'REQUEST_TIMED_OUT':
      if (!older) return 'COORDINATOR_NOT_AVAILABLE';
      return what === 'group' ? 'REBALANCE_IN_PROGRESS' : 'REQUEST_TIMED_OUT';
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
      return older && what === 'offsets' ? 'INVALID_COMMIT_OFFSET_SIZE' : 'UNKNOWN_SERVER_ERROR';
    default:
      return error;
  }
}
