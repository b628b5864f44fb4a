import { MS } from '../time.ts';
import type { AlterPartitionRequest, AlterPartitionResponse } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { PartitionId, Seq } from '../world.ts';
import { askController } from './controller-channel.ts';
import type { BrokerDraft } from './draft.ts';
import { withProposal } from './isr.ts';
import { maybeRaiseHighWatermark } from './leader-high-watermark.ts';
import type { IsrProposal, LeaderDuties, Replica } from './state.ts';
import { ALTER_PARTITION_RETRY } from './timer-slots.ts';
import { tellWatchers } from './watch.ts';

type PartitionAnswer = AlterPartitionResponse['topics'][number]['partitions'][number];

/** AlterPartitionManager waits so long after a request that failed as a whole. */
const RETRY_BACKOFF = 50 * MS;

/** May a change of this partition's ISR be proposed? Not while an earlier one is unanswered (OPERATION_NOT_ATTEMPTED). */
export function mayPropose(d: BrokerDraft, partition: PartitionId): boolean {
  const { unsent, inFlight } = d.base.isrProposals;
  const same = (other: IsrProposal): boolean => other.partition === partition;
  return !unsent.some(same) && !inFlight.some(same);
}

/** Hands an ISR change to the manager, which has one request under way at a time (kafka.server.AlterPartitionManager; KIP-497). */
export function submitProposal(d: BrokerDraft, proposal: IsrProposal, cause: Seq): void {
  const { unsent, inFlight } = d.base.isrProposals;
  d.set({ isrProposals: { unsent: [...unsent, proposal], inFlight } });
  sendProposals(d, cause);
}

/** Sends what has gathered, unless a request is under way. */
export function sendProposals(d: BrokerDraft, cause: Seq): void {
  const { unsent, inFlight } = d.base.isrProposals;
  if (inFlight.length > 0 || unsent.length === 0) return;
  d.set({ isrProposals: { unsent: [], inFlight: unsent } });
  askController(d, 'alterPartition', requestFor(d, unsent), cause);
}

/** From 3.0 on a leadership change leaves the manager's queue alone; in 2.8 it withdraws the partition's change (clearPending). */
export function withdrawProposal(d: BrokerDraft, partition: PartitionId): void {
  if (d.turn.setup.era !== '2.8') return;
  const { unsent, inFlight } = d.base.isrProposals;
  const left = unsent.filter((proposal) => proposal.partition !== partition);
  if (left.length < unsent.length) d.set({ isrProposals: { unsent: left, inFlight } });
}

/** AlterPartitionManager.buildRequest: by topic ids. 2.8 knows topics by their names alone. */
function requestFor(d: BrokerDraft, proposals: readonly IsrProposal[]): AlterPartitionRequest {
  type Proposed = AlterPartitionRequest['topics'][number]['partitions'][number];
  const topics: { topicName: string; topicId: string; partitions: Proposed[] }[] = [];
  for (const proposal of proposals) {
    const { topic, partition } = d.turn.partitionName(proposal.partition);
    const topicId = topicIdOf(d, proposal);
    let group = topics.find((other) => other.topicName === topic && other.topicId === topicId);
    if (group === undefined) {
      group = { topicName: topic, topicId, partitions: [] };
      topics.push(group);
    }
    group.partitions.push({
      partitionIndex: partition,
      leaderEpoch: proposal.leaderEpoch,
      newIsr: proposal.newIsr,
      ...(d.base.kraft === null ? {} : { newIsrEpochs: proposal.newIsrEpochs }),
      leaderRecoveryState: 'RECOVERED',
      partitionEpoch: proposal.partitionEpoch,
    });
  }
  return { type: 'AlterPartitionRequest', brokerId: d.base.brokerId, brokerEpoch: d.base.brokerEpoch, topics };
}

function topicIdOf(d: BrokerDraft, { topicId }: IsrProposal): string {
  return d.turn.setup.era === '2.8' ? '' : topicId;
}

/** The controller has answered. An error of the whole request (a stale broker epoch) is tried again shortly after. */
export function alterPartitionAnswered(d: BrokerDraft, response: AlterPartitionResponse): void {
  const { unsent, inFlight } = d.base.isrProposals;
  if (response.errorCode !== 'NONE') {
    d.set({ isrProposals: { unsent: [...inFlight, ...unsent], inFlight: [] } });
    d.turn.setTimer(ALTER_PARTITION_RETRY, d.turn.now + RETRY_BACKOFF);
    return;
  }
  const answers: { proposal: IsrProposal; answer: PartitionAnswer }[] = [];
  const unanswered: IsrProposal[] = [];
  for (const proposal of inFlight) {
    const { topic, partition } = d.turn.partitionName(proposal.partition);
    const topicId = topicIdOf(d, proposal);
    const group = response.topics.find((other) => other.topicName === topic && (other.topicId ?? '') === topicId);
    const answer = group?.partitions.find((other) => other.partitionIndex === partition);
    if (answer === undefined) unanswered.push(proposal);
    else answers.push({ proposal, answer });
  }
  d.set({ isrProposals: { unsent: [...unanswered, ...unsent], inFlight: [] } });
  for (const { proposal, answer } of answers) proposalAnswered(d, proposal, answer);
  sendProposals(d, d.turn.cause);
}

function proposalAnswered(d: BrokerDraft, proposal: IsrProposal, answer: PartitionAnswer): void {
  const replica = d.replica(proposal.partition);
  // A new election has overtaken the proposal: what became of it is no concern of this leader any more.
  if (replica === null || !isCurrent(replica, proposal)) return;
  if (answer.errorCode !== 'NONE') refused(d, replica, proposal, answer.errorCode);
  else accepted(d, replica, answer);
}

/** Is this the change that the leader waits for? */
function isCurrent(replica: Replica, proposal: IsrProposal): boolean {
  const { duties } = replica;
  if (duties === null || duties.proposed === null || replica.leaderEpoch !== proposal.leaderEpoch) return false;
  // In 2.8 a log may get its id while the answer is on its way.
  if (proposal.topicId !== '' && replica.topicId !== proposal.topicId) return false;
  const { proposed } = duties;
  const { newIsr } = proposal;
  return proposed.length === newIsr.length && proposed.every((id, at) => id === newIsr[at]);
}

/** Partition.handleAlterPartitionUpdate. */
function accepted(d: BrokerDraft, replica: Replica, answer: PartitionAnswer): void {
  if (answer.leaderEpoch !== replica.leaderEpoch || answer.partitionEpoch < replica.partitionEpoch) return;
  const seq = d.turn.emit('IsrChanged', {
    partition: replica.partition,
    broker: d.base.brokerId,
    isr: answer.isr,
    partitionEpoch: answer.partitionEpoch,
  });
  const committed: Replica = {
    ...replica,
    isr: answer.isr,
    partitionEpoch: answer.partitionEpoch,
    duties: withProposal(replica.duties as LeaderDuties, null, -1),
  };
  // A follower that has fetched since the proposal to drop it is idle: nothing but this would have it looked at again.
  const told = tellWatchers(d, committed, 'isr', seq);
  // 2.8 does not look at the high watermark here (KAFKA-13091): it moves with the next append or fetch.
  d.setReplica(d.turn.setup.era === '2.8' ? told : maybeRaiseHighWatermark(d, told, seq));
}

/**
 * Partition.handleAlterPartitionError. INELIGIBLE_REPLICA says that nothing was changed, so the leader may propose again;
 * after a refusal for an old epoch or version it waits for the controller's word; anything else is tried again.
 */
function refused(d: BrokerDraft, replica: Replica, proposal: IsrProposal, error: ErrorCode): void {
  const seq = d.turn.emit('IsrChangeRefused', { partition: replica.partition, broker: d.base.brokerId, error });
  switch (error) {
    case 'INELIGIBLE_REPLICA':
      d.setReplica({ ...replica, duties: withProposal(replica.duties as LeaderDuties, null, -1) });
      return;
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'UNKNOWN_TOPIC_ID':
    case 'FENCED_LEADER_EPOCH':
    case 'INVALID_UPDATE_VERSION':
    case 'INVALID_REQUEST':
    case 'NEW_LEADER_ELECTED':
      return;
    default:
      submitProposal(d, proposal, seq);
  }
}
