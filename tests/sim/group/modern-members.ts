import { handleConsumerHeartbeat, modernTimeUp } from '../../../src/sim/group/modern/index.ts';
import type { ConsumerGroup } from '../../../src/sim/group/modern/state.ts';
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
  TopicPartitions,
} from '../../../src/sim/protocol/group.ts';
import { fromMs } from '../../../src/sim/time.ts';
import type { FakeGroupWork } from './fake-group-work.ts';

export const GROUP = 'g';

/** A heartbeat that says nothing but that the member lives. */
export function heartbeatOf(
  memberId: string,
  memberEpoch: number,
  said: Partial<ConsumerGroupHeartbeatRequest> = {},
): ConsumerGroupHeartbeatRequest {
  return {
    type: 'ConsumerGroupHeartbeatRequest',
    groupId: GROUP,
    memberId,
    memberEpoch,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: null,
    serverAssignor: null,
    topicPartitions: null,
    clientId: memberId,
    ...said,
  };
}

/** The heartbeat of who joins. */
export function joinOf(
  memberId: string,
  topics: readonly string[],
  said: Partial<ConsumerGroupHeartbeatRequest> = {},
): ConsumerGroupHeartbeatRequest {
  const joins = { rebalanceTimeoutMs: 60_000, subscribedTopicNames: topics, topicPartitions: [] };
  return heartbeatOf(memberId, 0, { ...joins, ...said });
}

/** Asks, and gives the answer, which must leave at once. */
export function ask(work: FakeGroupWork, request: ConsumerGroupHeartbeatRequest): ConsumerGroupHeartbeatResponse {
  handleConsumerHeartbeat(work, { connection: 1, peer: 1 }, request);
  const { response } = work.answers.splice(0)[0] ?? {};
  if (response?.type !== 'ConsumerGroupHeartbeatResponse') throw new Error('no answer to a heartbeat');
  return response;
}

/** The group, which must be there. */
export function groupOf(work: FakeGroupWork): ConsumerGroup {
  const group = work.group(GROUP);
  if (group?.protocol !== 'consumer') throw new Error('no group of the consumer protocol');
  return group;
}

/** Lets time pass. */
export function sleep(work: FakeGroupWork, ms: number): void {
  work.sleep(fromMs(ms), (groupId, name) => {
    modernTimeUp(work, groupId, name);
  });
}

/** A client that does what it is told: it takes what it is assigned, and gives back what it is not. */
export class Member {
  epoch = 0;
  owned: readonly TopicPartitions[] = [];
  private readonly work: FakeGroupWork;
  readonly id: string;
  private readonly instanceId: string | null;

  constructor(work: FakeGroupWork, id: string, instanceId: string | null = null) {
    this.work = work;
    this.id = id;
    this.instanceId = instanceId;
  }

  join(topics: readonly string[], said: Partial<ConsumerGroupHeartbeatRequest> = {}): this {
    this.take(ask(this.work, joinOf(this.id, topics, { instanceId: this.instanceId, ...said })));
    return this;
  }

  /** @returns the error */
  beat(said: Partial<ConsumerGroupHeartbeatRequest> = {}): string {
    const own = { instanceId: this.instanceId, topicPartitions: this.owned };
    const answer = ask(this.work, heartbeatOf(this.id, this.epoch, { ...own, ...said }));
    this.take(answer);
    return answer.errorCode;
  }

  leave(epoch = -1): string {
    return ask(this.work, heartbeatOf(this.id, epoch, { instanceId: this.instanceId })).errorCode;
  }

  private take(answer: ConsumerGroupHeartbeatResponse): void {
    if (answer.errorCode !== 'NONE') return;
    this.epoch = answer.memberEpoch;
    if (answer.assignment !== null) this.owned = answer.assignment;
  }
}
