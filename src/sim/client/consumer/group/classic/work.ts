import { assert } from '../../../../../lib/assert.ts';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { TopicPartitions } from '../../../../protocol/group.ts';
import type { PartitionId } from '../../../../world.ts';
import type { ConsumerWork } from '../../work.ts';
import { changeGroup, groupOf } from '../work.ts';
import type { ClassicMember } from './state.ts';

/** The member of a consumer whose group.protocol is classic. */
export function classicOf(work: ConsumerWork): ClassicMember {
  const { member } = groupOf(work);
  assert(member.protocol === 'classic', () => 'a classic member must be one');
  return member;
}

export function changeClassic(work: ConsumerWork, change: Partial<ClassicMember>): void {
  changeGroup(work, { member: { ...classicOf(work), ...change } });
}

/** It will join again with the next poll() (AbstractCoordinator.requestRejoin). */
export function requestRejoin(work: ConsumerWork, rejoinReason: string): void {
  changeClassic(work, { rejoinNeeded: true, rejoinReason });
}

/** A join has failed: the next poll() tries again, after retry.backoff.ms where waiting may help. */
export function joinFailed(work: ConsumerWork, reason: string, wait: boolean): void {
  const retryAt = wait ? work.turn.now + groupOf(work).settings.retryBackoff : work.turn.now;
  changeClassic(work, { joining: false, leading: null, unread: null, received: null, retryAt });
  requestRejoin(work, reason);
}

/**
 * No longer in the group as far as it knows (AbstractCoordinator.resetStateAndGeneration): heartbeats stop, the next poll() calls its
 * partitions lost and joins again. After ILLEGAL_GENERATION newer clients keep their member id.
 */
export function resetGeneration(work: ConsumerWork, reason: string, error: ErrorCode | null): void {
  const keeps = error === 'ILLEGAL_GENERATION' && groupOf(work).settings.switches.keepsMemberId;
  changeClassic(work, {
    state: 'UNJOINED',
    generationId: -1,
    memberId: keeps ? classicOf(work).memberId : '',
    protocolName: null,
    joining: false,
    leading: null,
    unread: null,
    received: null,
    needsJoinPrepare: true,
  });
  requestRejoin(work, reason);
}

/** Partitions by topic, in the order given. */
export function byTopic(work: ConsumerWork, ids: readonly PartitionId[]): readonly TopicPartitions[] {
  const topics: { topic: string; partitions: number[] }[] = [];
  for (const id of ids) {
    const { topic, partition } = work.turn.partitionName(id);
    const last = topics.at(-1);
    if (last?.topic === topic) last.partitions.push(partition);
    else topics.push({ topic, partitions: [partition] });
  }
  return topics;
}
