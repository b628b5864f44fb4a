import { vecGet } from '../../../lib/vec.ts';
import type { AlterPartitionRequest, AlterPartitionResponse } from '../../protocol/cluster.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import { isOff } from '../../safety.ts';
import type { PartitionRegistration } from '../image/image.ts';
import { brokerIn, isActive, topicIn } from '../image/lookups.ts';
import { mergePartition } from '../image/replay-topics.ts';
import { brokerEpochError } from './broker-heartbeat.ts';
import { addChange, electionOf, type Decision } from './decision.ts';

type Proposal = AlterPartitionRequest['topics'][number]['partitions'][number];
type Verdict = AlterPartitionResponse['topics'][number]['partitions'][number];

/** A leader proposes an ISR (ReplicationControlManager.alterPartition). */
export function alterPartition(decision: Decision, request: AlterPartitionRequest): AlterPartitionResponse {
  const errorCode = brokerEpochError(decision, request.brokerId, request.brokerEpoch);
  if (errorCode !== 'NONE') return { type: 'AlterPartitionResponse', errorCode, topics: [] };
  const topics = request.topics.map(({ topicName, topicId = '', partitions }) => {
    const named = topicIn(decision.image, topicName);
    // A leader that has not heard of a deletion may not be taken for that of a topic made anew under the old name.
    const topic = topicId === '' || named?.topicId === topicId ? named : null;
    return {
      topicName,
      topicId,
      partitions: partitions.map((proposal) => {
        if (topic === null) return refused(proposal, 'UNKNOWN_TOPIC_ID');
        const partition = vecGet(topic.partitions, proposal.partitionIndex);
        if (partition === undefined) return refused(proposal, 'UNKNOWN_TOPIC_OR_PARTITION');
        return decide(decision, request.brokerId, topicName, partition, proposal);
      }),
    };
  });
  return { type: 'AlterPartitionResponse', errorCode: 'NONE', topics };
}

function decide(
  decision: Decision,
  leader: number,
  topic: string,
  partition: PartitionRegistration,
  proposal: Proposal,
): Verdict {
  const error = proposalError(decision, leader, partition, proposal);
  if (error !== 'NONE') return refused(proposal, error);
  const target = { isr: proposal.newIsr, leaderRecoveryState: proposal.leaderRecoveryState };
  const election = electionOf(decision, topic);
  const change = addChange(decision, topic, proposal.partitionIndex, partition, target, { election });
  // An ISR that completes a reassignment may take the leadership from the one who proposes it.
  if (change !== null && change.leader !== null && change.leader !== leader)
    return refused(proposal, 'NEW_LEADER_ELECTED');
  return accepted(proposal, change === null ? partition : mergePartition(partition, change));
}

function proposalError(
  { image, setup }: Decision,
  leader: number,
  partition: PartitionRegistration,
  { leaderEpoch, partitionEpoch, newIsr, newIsrEpochs = [], leaderRecoveryState }: Proposal,
): ErrorCode {
  // A leader that is ahead of the controller shows that this one is no longer the controller.
  if (leaderEpoch > partition.leaderEpoch || partitionEpoch > partition.partitionEpoch) return 'NOT_CONTROLLER';
  if (leaderEpoch < partition.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  if (leader !== partition.leader) return 'INVALID_REQUEST';
  if (partitionEpoch < partition.partitionEpoch && !isOff(setup, 'partitionEpoch')) return 'INVALID_UPDATE_VERSION';
  const isIsr =
    newIsr.length > 0 && newIsr.every((id, at) => partition.replicas.includes(id) && newIsr.indexOf(id) === at);
  if (!isIsr || !newIsr.includes(leader)) return 'INVALID_REQUEST';
  if (leaderRecoveryState === 'RECOVERING' && (newIsr.length > 1 || partition.leaderRecoveryState === 'RECOVERED'))
    return 'INVALID_REQUEST';
  const isEligible = (id: number, at: number): boolean => {
    const epoch = newIsrEpochs[at] ?? -1;
    return isActive(image, id) && (epoch === -1 || brokerIn(image, id)?.epoch === epoch);
  };
  return newIsr.every(isEligible) ? 'NONE' : 'INELIGIBLE_REPLICA';
}

function refused({ partitionIndex }: Proposal, errorCode: ErrorCode): Verdict {
  const unknown = {
    leaderId: -1,
    leaderEpoch: -1,
    isr: [],
    leaderRecoveryState: 'RECOVERED',
    partitionEpoch: -1,
  } as const;
  return { partitionIndex, errorCode, ...unknown };
}

function accepted({ partitionIndex }: Proposal, partition: PartitionRegistration): Verdict {
  const { leader: leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch } = partition;
  return { partitionIndex, errorCode: 'NONE', leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch };
}
