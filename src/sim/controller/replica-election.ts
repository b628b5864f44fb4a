import type { ElectLeadersRequest } from '../protocol/cluster.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import { awaitLeaders } from './admin/elect-leaders.ts';
import { allPartitions, isDeleting, onlineBrokers, partitionIdOf, partitionOf } from './context.ts';
import { electLeader } from './election-algorithms.ts';
import type { Question } from './perform.ts';
import { isReassigning } from './reassignment.ts';
import { ascending } from './request-batch.ts';
import type { ControlledPartition } from './state.ts';
import type { ElectionRefusal, RequestStep, Step } from './steps.ts';
import { CONTROLLER_SLOTS } from './timers.ts';
import { next, type Work } from './work.ts';

type StepOf<D extends RequestStep['do']> = Extract<RequestStep, { readonly do: D }>;

/* Elections that somebody asks for, and the automatic one that gives leadership back to preferred replicas. */

/** Tries the partitions that need an election (KafkaController.processReplicaLeaderElection). */
export function beginElectLeaders(work: Work, connection: ConnectionId, request: ElectLeadersRequest): void {
  const refused: ElectionRefusal[] = [];
  const partitions: PartitionId[] = [];
  for (const { topic, partitions: indexes } of request.topicPartitions) {
    for (const index of indexes) {
      const id = partitionIdOf(work.controller, topic, index);
      const partition = id === null ? null : partitionOf(work.controller, id);
      if (partition === null)
        refused.push({
          topic,
          partition: index,
          error: 'UNKNOWN_TOPIC_OR_PARTITION',
          message: 'partition is unknown to the controller',
        });
      else if (isDeleting(work.controller, topic))
        refused.push({
          topic,
          partition: index,
          error: 'INVALID_TOPIC_EXCEPTION',
          message: `topic ${topic} is being deleted`,
        });
      else if (needsElection(work, partition, request.electionType)) partitions.push(partition.id);
      else refused.push({ topic, partition: index, error: 'ELECTION_NOT_NEEDED', message: null });
    }
  }
  const strategy =
    request.electionType === 'PREFERRED'
      ? ({ name: 'preferred', allowUnclean: false } as const)
      : ({ name: 'offline', allowUnclean: true } as const);
  next(
    work,
    { do: 'changePartitions', partitions, target: 'OnlinePartition', strategy },
    { do: 'answerElectLeaders', connection, request, refused },
  );
}

function needsElection(work: Work, partition: ControlledPartition, type: ElectLeadersRequest['electionType']): boolean {
  if (type === 'PREFERRED') return partition.leader !== partition.replicas[0];
  return partition.leader === -1 || !onlineBrokers(work.controller).includes(partition.leader);
}

/** Partitions without success are answered for as they are; the answer waits until this broker itself knows the new leaders. */
export function answerElectLeaders(work: Work, step: StepOf<'answerElectLeaders'>): Question {
  const error =
    step.request.electionType === 'PREFERRED' ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE';
  const refused = step.refused.slice();
  const expected: { partition: PartitionId; leader: number }[] = [];
  for (const outcome of work.outcomes) {
    const { topic, partition } = work.turn.partitionName(outcome.partition);
    if (outcome.error !== null) refused.push({ topic, partition, error, message: outcome.error });
    else
      expected.push({
        partition: outcome.partition,
        leader: partitionOf(work.controller, outcome.partition)?.leader ?? -1,
      });
  }
  work.controller = awaitLeaders(
    work.turn,
    work.broker,
    work.controller,
    step.connection,
    step.request,
    refused,
    expected,
    work.reason,
  );
  return null;
}

/**
 * Leadership goes back to the preferred replicas of each broker that leads too few of the partitions it should, in per cent
 * (KafkaController.checkAndTriggerAutoLeaderRebalance). The one event that looks at all partitions of an idle cluster: every
 * leader.imbalance.check.interval.seconds.
 */
export function beginAutoElection(work: Work): void {
  const { interval, imbalancePercentage } = work.broker.config.autoLeaderRebalance;
  work.turn.setTimer(CONTROLLER_SLOTS.rebalance, work.turn.now + interval);
  const all = allPartitions(work.controller);
  // Later releases elect while replicas move.
  if (work.turn.setup.era === '2.8' && all.some(isReassigning)) return;
  const partitions = all.filter(
    ({ id, partitionEpoch }) => partitionEpoch >= 0 && !isDeleting(work.controller, work.turn.partitionName(id).topic),
  );
  const live = onlineBrokers(work.controller);
  const steps: Step[] = [];
  for (const broker of ascending(partitions.map((partition) => partition.replicas[0] as number))) {
    const preferred = partitions.filter((partition) => partition.replicas[0] === broker);
    const elsewhere = preferred.filter((partition) => partition.leader !== broker);
    if (elsewhere.length * 100 <= imbalancePercentage * preferred.length) continue;
    const possible = elsewhere.filter(
      ({ replicas, isr }) =>
        electLeader('preferred', { assignment: replicas, isr, live, shuttingDown: [], unclean: false }) !== null,
    );
    if (possible.length === 0) continue;
    const ids = possible.map((partition) => partition.id);
    steps.push({
      do: 'changePartitions',
      partitions: ids,
      target: 'OnlinePartition',
      strategy: { name: 'preferred', allowUnclean: false },
    });
  }
  if (steps.length > 0) next(work, ...steps);
}
