import type { PartitionsByTopic } from '../state.ts';
import { byCodeUnits } from '../partitions.ts';
import {
  hasUnknownTopic,
  type GroupAssignment,
  type GroupSpec,
  type MemberSpec,
  type ServerAssignor,
} from './assignor.ts';

interface TopicShare {
  readonly count: number;
  members: number;
  next: number;
  served: number;
}

/**
 * The server's range assignor (org.apache.kafka.coordinator.group.assignor.RangeAssignor): of every topic each subscriber gets a run of
 * neighbouring partitions, the first ones one more when they do not divide. Static members come first, by their instance ids, then the
 * others by member ids; what somebody had before plays no part.
 */
export const rangeAssignor: ServerAssignor = { name: 'range', assign };

function assign(spec: GroupSpec): GroupAssignment {
  if (hasUnknownTopic(spec)) return null;
  const members = [...spec.members].sort(byInstanceThenId);
  const shares = Object.create(null) as Record<string, TopicShare>;
  for (const { topics } of members) {
    for (const topic of topics) {
      const share = shares[topic];
      if (share === undefined)
        shares[topic] = { count: spec.partitionCounts[topic] ?? 0, members: 1, next: 0, served: 0 };
      else share.members += 1;
    }
  }
  const assignment: Record<string, PartitionsByTopic> = {};
  for (const { memberId, topics } of members) {
    const own: Record<string, readonly number[]> = {};
    for (const topic of [...topics].sort(byCodeUnits)) {
      const share = shares[topic];
      if (share === undefined) continue;
      const run = nextRun(share);
      if (run.length > 0) own[topic] = run;
    }
    assignment[memberId] = own;
  }
  return assignment;
}

function nextRun(share: TopicShare): readonly number[] {
  const extra = share.served < share.count % share.members ? 1 : 0;
  const length = Math.floor(share.count / share.members) + extra;
  const first = share.next;
  share.next += length;
  share.served += 1;
  return Array.from({ length }, (_, index) => first + index);
}

function byInstanceThenId(a: MemberSpec, b: MemberSpec): number {
  if (a.instanceId !== null && b.instanceId !== null) return byCodeUnits(a.instanceId, b.instanceId);
  if (a.instanceId !== null) return -1;
  if (b.instanceId !== null) return 1;
  return byCodeUnits(a.memberId, b.memberId);
}
