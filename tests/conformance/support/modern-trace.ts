import * as v from 'valibot';

import type { ConsumerGroup } from '../../../src/sim/group/modern/state.ts';
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
  TopicPartitions,
} from '../../../src/sim/protocol/group.ts';

/** Whoever coordinates the group of a trace: a broker, or what a test has instead. Times are in milliseconds. */
export interface TracedCoordinator {
  readonly now: () => number;
  readonly ask: (request: ConsumerGroupHeartbeatRequest) => ConsumerGroupHeartbeatResponse;
  readonly group: (groupId: string) => ConsumerGroup | null;
  /** Lets time pass; `look` is to be called where something may have changed. */
  readonly sleep: (ms: number, look: () => void) => void;
}

const owned = v.record(v.string(), v.array(v.number()));
const heartbeat = v.object({
  op: v.literal('consumerGroupHeartbeat'),
  member: v.string(),
  epoch: v.optional(v.number()),
  subscribe: v.optional(v.array(v.string())),
  rebalanceTimeoutMs: v.optional(v.number()),
  owned: v.optional(owned),
  ownAll: v.optional(v.boolean(), false),
  instanceId: v.optional(v.string()),
  assignor: v.optional(v.string()),
});
const sleep = v.object({ op: v.literal('sleep'), ms: v.number() });

export const modernTraceSchema = v.object({
  topics: v.record(v.string(), v.number()),
  settings: v.record(v.string(), v.number()),
  ops: v.array(v.variant('op', [heartbeat, sleep])),
  expectedTrace: v.array(v.record(v.string(), v.unknown())),
});
export type ModernTrace = v.InferOutput<typeof modernTraceSchema>;
type Heartbeat = v.InferOutput<typeof heartbeat>;

export const GROUP = 'g';

interface Member {
  epoch: number;
  assignment: readonly TopicPartitions[];
  instanceId: string | null;
}

/** What members with these letters do, and what comes of it, in the words of the vectors. */
export function playModernTrace({ ops }: ModernTrace, coordinator: TracedCoordinator): readonly unknown[] {
  const trace: unknown[] = [];
  const members = new Map<string, Member>();
  let last = '';
  const look = (): void => {
    const seen = snapshot(coordinator.group(GROUP));
    const text = JSON.stringify(seen);
    if (text === last) return;
    last = text;
    trace.push({ t: coordinator.now(), event: 'group', ...seen });
  };
  for (const op of ops) {
    if (op.op === 'sleep') coordinator.sleep(op.ms, look);
    else trace.push({ t: coordinator.now(), event: 'heartbeat', ...beat(op, members, coordinator) });
    look();
  }
  return trace;
}

function beat(op: Heartbeat, members: Map<string, Member>, coordinator: TracedCoordinator): object {
  const known = members.get(op.member) ?? { epoch: 0, assignment: [], instanceId: null };
  const member = { ...known, instanceId: op.instanceId ?? known.instanceId };
  const memberEpoch = op.epoch ?? member.epoch;
  const joins = memberEpoch === 0;
  const said = op.ownAll ? member.assignment : op.owned === undefined ? null : wire(op.owned);
  const topicPartitions = joins ? [] : said;
  const answer = coordinator.ask({
    type: 'ConsumerGroupHeartbeatRequest',
    groupId: GROUP,
    memberId: op.member,
    memberEpoch,
    instanceId: member.instanceId,
    rackId: null,
    rebalanceTimeoutMs: joins ? (op.rebalanceTimeoutMs ?? 300_000) : -1,
    subscribedTopicNames: op.subscribe ?? null,
    serverAssignor: op.assignor ?? null,
    topicPartitions,
    clientId: op.member,
  });
  const sent = {
    member: op.member,
    sentEpoch: memberEpoch,
    ...(topicPartitions && { sentOwned: plain(topicPartitions) }),
  };
  if (answer.errorCode !== 'NONE') return { ...sent, error: answer.errorCode };
  const assignment = answer.assignment;
  members.set(op.member, { ...member, epoch: answer.memberEpoch, assignment: assignment ?? member.assignment });
  return {
    ...sent,
    error: 'NONE',
    memberEpoch: answer.memberEpoch,
    // Who leaves is told none.
    ...(answer.heartbeatIntervalMs > 0 && { heartbeatIntervalMs: answer.heartbeatIntervalMs }),
    assignment: assignment === null ? null : plain(assignment),
  };
}

function snapshot(group: ConsumerGroup | null): object {
  if (group === null) return { state: '(no group)' };
  const { state, groupEpoch, targetAssignmentEpoch: assignmentEpoch } = group;
  const members = Object.values(group.members).map(({ memberId, memberEpoch, state: own }) => [
    memberId,
    { epoch: memberEpoch, state: own },
  ]);
  return { state, groupEpoch, assignmentEpoch, members: Object.fromEntries(members) as object };
}

function plain(partitions: readonly TopicPartitions[]): object {
  return Object.fromEntries(partitions.map(({ topic, partitions: list }) => [topic, list]));
}

function wire(partitions: Readonly<Record<string, readonly number[]>>): TopicPartitions[] {
  return Object.entries(partitions).map(([topic, list]) => ({ topic, partitions: list }));
}
