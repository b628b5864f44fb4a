import type { AlterPartitionRequest, AlterPartitionResponse } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import { isReplicaOnline, partitionIdOf, partitionOf, topicOf } from './context.ts';
import { leaderAndIsrIn, type LeaderAndIsr } from './leader-and-isr.ts';
import { stateReads, stateWrites, written } from './partition-elections.ts';
import type { Answer, Question } from './perform.ts';
import { reassignmentsInSync } from './reassignment.ts';
import { addMetadata } from './request-batch.ts';
import { sendBatch } from './send-batch.ts';
import type { ControlledPartition } from './state.ts';
import type { AlterAnswer, FoundState, RequestStep } from './steps.ts';
import { causesOf, keepLeaderAndIsr, next, type Work } from './work.ts';
import { isOff } from '../safety.ts';

type StepOf<D extends RequestStep['do']> = Extract<RequestStep, { readonly do: D }>;

/*
 * A leader proposes an ISR, the controller decides (KafkaController.tryProcessAlterPartition; AlterIsr in 2.8). What it accepts it
 * writes conditionally, tells everybody, and answers.
 */

/** Checks who asks, then each proposal. */
export function beginAlterPartition(work: Work, connection: ConnectionId, request: AlterPartitionRequest): void {
  const sender = work.controller.liveBrokers.find((broker) => broker.id === request.brokerId);
  if (sender === undefined || sender.epoch !== request.brokerEpoch) {
    work.turn.respond(connection, { type: 'AlterPartitionResponse', errorCode: 'STALE_BROKER_EPOCH', topics: [] });
    return;
  }
  const answers: AlterAnswer[] = [];
  const accepted: FoundState[] = [];
  for (const { topicName: topic, topicId = '', partitions } of request.topics) {
    // A topic that was deleted, even if there is one of the same name again (ControllerContext.topicName).
    const unknown = topicId !== '' && topicOf(work.controller, topic)?.topicId !== topicId;
    for (const proposal of partitions) {
      if (unknown) {
        answers.push({ topic, topicId, partition: proposal.partitionIndex, error: 'UNKNOWN_TOPIC_ID', id: null });
        continue;
      }
      const id = partitionIdOf(work.controller, topic, proposal.partitionIndex);
      const partition = id === null ? null : partitionOf(work.controller, id);
      const known = partition !== null && partition.partitionEpoch >= 0 ? partition : null;
      const proposed: LeaderAndIsr = {
        leader: request.brokerId,
        isr: proposal.newIsr,
        leaderEpoch: proposal.leaderEpoch,
        controllerEpoch: work.controller.epoch,
        leaderRecoveryState: proposal.leaderRecoveryState,
        partitionEpoch: proposal.partitionEpoch,
      };
      const verdict = known === null ? 'UNKNOWN_TOPIC_OR_PARTITION' : judge(work, known, proposed);
      answers.push({
        topic,
        topicId,
        partition: proposal.partitionIndex,
        error: verdict === 'accept' ? 'NONE' : verdict,
        id: known === null ? null : known.id,
      });
      if (verdict === 'accept' && known !== null) accepted.push({ partition: known.id, state: proposed });
    }
  }
  next(work, { do: 'writeAltered', connection, request, answers, accepted });
}

/** What the controller says to a proposal; NONE: it is so already. */
function judge(work: Work, now: ControlledPartition, proposed: LeaderAndIsr): ErrorCode | 'accept' {
  const modern = work.turn.setup.era !== '2.8';
  // A leader that is ahead of the controller shows that this one is no longer the controller.
  if (modern && (proposed.partitionEpoch > now.partitionEpoch || proposed.leaderEpoch > now.leaderEpoch))
    return 'NOT_CONTROLLER';
  if (proposed.leaderEpoch < now.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  if (isThere(now, proposed)) return 'NONE';
  if (!modern) return 'accept';
  if (proposed.partitionEpoch < now.partitionEpoch && !isOff(work.turn.setup, 'partitionEpoch'))
    return 'INVALID_UPDATE_VERSION';
  if (
    proposed.leaderRecoveryState === 'RECOVERING' &&
    (proposed.isr.length > 1 || now.leaderRecoveryState === 'RECOVERED')
  )
    return 'INVALID_REQUEST';
  return proposed.isr.every((replica) => isReplicaOnline(work.controller, replica)) ? 'accept' : 'INELIGIBLE_REPLICA';
}

/** The state may be as proposed already, whatever version it has (LeaderAndIsr.equalsAllowStalePartitionEpoch). */
function isThere(now: ControlledPartition, proposed: LeaderAndIsr): boolean {
  const sameIsr =
    now.isr.length === proposed.isr.length && now.isr.every((replica, at) => replica === proposed.isr[at]);
  return (
    sameIsr &&
    now.leader === proposed.leader &&
    now.leaderEpoch === proposed.leaderEpoch &&
    now.leaderRecoveryState === proposed.leaderRecoveryState &&
    proposed.partitionEpoch <= now.partitionEpoch
  );
}

export function writeAltered(work: Work, step: StepOf<'writeAltered'>, answer: Answer): Question {
  if (answer === null) return stateWrites(work, step.accepted);
  const altered: PartitionId[] = [];
  const doubtful: FoundState[] = [];
  const failed: PartitionId[] = [];
  step.accepted.forEach(({ partition, state }, at) => {
    const outcome = written(work, state, answer, at);
    if (outcome === 'again') doubtful.push({ partition, state });
    else if (outcome === 'failed') failed.push(partition);
    else if (outcome !== 'moved') {
      keepAltered(work, partition, outcome);
      altered.push(partition);
    }
  });
  const { connection } = step;
  if (work.moved) {
    work.turn.respond(connection, { type: 'AlterPartitionResponse', errorCode: 'UNKNOWN_SERVER_ERROR', topics: [] });
    return null;
  }
  const answers = step.answers.map((each): AlterAnswer => {
    if (each.id !== null && failed.includes(each.id)) return { ...each, error: 'UNKNOWN_SERVER_ERROR' };
    const refused = doubtful.some((doubt) => doubt.partition === each.id);
    return refused ? { ...each, error: 'INVALID_UPDATE_VERSION' } : each;
  });
  next(work, { do: 'readAltered', connection, answers, altered, doubtful });
  return null;
}

function keepAltered(work: Work, id: PartitionId, state: LeaderAndIsr): void {
  const { isr, leaderEpoch, partitionEpoch } = state;
  const changed = work.turn.emit(
    'IsrUpdated',
    { partition: id, isr, leaderEpoch, partitionEpoch, by: 'leader' },
    causesOf(work),
  );
  keepLeaderAndIsr(work, id, state, changed);
}

/** The controller reads what it has written, tells all brokers, and answers the leader. */
export function readAltered(work: Work, step: StepOf<'readAltered'>, answer: Answer): Question {
  const doubts = step.doubtful.map((doubt) => doubt.partition);
  if (answer === null) return stateReads(work, [...step.altered, ...doubts]);
  const states = answer.map(leaderAndIsrIn);
  step.altered.forEach((id, at) => {
    const state = states[at] ?? null;
    if (state !== null) keepLeaderAndIsr(work, id, state, -1);
  });
  // A write whose answer was lost is tried again, and refused because it was done. Kafka tells the leader so, which then waits
  // for a word that never comes; here the controller recognises its own write.
  const mine: PartitionId[] = [];
  step.doubtful.forEach(({ partition, state: proposed }, at) => {
    const state = states[step.altered.length + at] ?? null;
    if (state === null || !isOwnWrite(state, proposed)) return;
    keepAltered(work, partition, state);
    mine.push(partition);
  });
  const { connection } = step;
  const answers = step.answers.map((each): AlterAnswer =>
    each.id !== null && mine.includes(each.id) ? { ...each, error: 'NONE' } : each,
  );
  const told = answers.map((each) => each.id).filter((id) => id !== null);
  addMetadata(work.batch, 'all', told);
  sendBatch(work);
  work.turn.respond(connection, { type: 'AlterPartitionResponse', errorCode: 'NONE', topics: topicsOf(work, answers) });
  next(work, ...reassignmentsInSync(work, told));
  return null;
}

function isOwnWrite(found: LeaderAndIsr, proposed: LeaderAndIsr): boolean {
  const sameIsr = found.isr.length === proposed.isr.length && found.isr.every((id, at) => id === proposed.isr[at]);
  const sameEpochs = found.leaderEpoch === proposed.leaderEpoch && found.controllerEpoch === proposed.controllerEpoch;
  return (
    sameIsr && sameEpochs && found.leader === proposed.leader && found.partitionEpoch === proposed.partitionEpoch + 1
  );
}

function topicsOf(work: Work, answers: readonly AlterAnswer[]): AlterPartitionResponse['topics'] {
  type Partition = AlterPartitionResponse['topics'][number]['partitions'][number];
  const topics: { topicName: string; topicId: string; partitions: Partition[] }[] = [];
  for (const { topic, topicId, partition: partitionIndex, error, id } of answers) {
    let entry = topics.find((each) => each.topicName === topic && each.topicId === topicId);
    if (entry === undefined) {
      entry = { topicName: topic, topicId, partitions: [] };
      topics.push(entry);
    }
    const known = error === 'NONE' && id !== null ? partitionOf(work.controller, id) : null;
    entry.partitions.push({
      partitionIndex,
      errorCode: error,
      leaderId: known?.leader ?? -1,
      leaderEpoch: known?.leaderEpoch ?? -1,
      isr: known?.isr ?? [],
      leaderRecoveryState: known?.leaderRecoveryState ?? 'RECOVERED',
      partitionEpoch: known?.partitionEpoch ?? -1,
    });
  }
  return topics;
}
