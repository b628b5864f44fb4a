import type { AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import { topicData } from '../zookeeper/data.ts';
import { topicPath } from '../zookeeper/paths.ts';
import {
  allPartitions,
  isDeleting,
  isLive,
  isReplicaOnline,
  partitionIdOf,
  partitionOf,
  topicOf,
  withPartition,
} from './context.ts';
import { fenced, leaderAndIsrIn, newLeaderAndIsr, unfenced } from './leader-and-isr.ts';
import { stateReads, stateWrites, written } from './partition-elections.ts';
import type { Answer, Question } from './perform.ts';
import { replicaIn } from './replica-machine.ts';
import { addLeaderAndIsr, addMetadata } from './request-batch.ts';
import { sendBatch } from './send-batch.ts';
import type { ControlledPartition } from './state.ts';
import type { ElectionRefusal, ReassignmentStep, Step } from './steps.ts';
import { causesOf, keepLeaderAndIsr, next, type Work } from './work.ts';
import { isOff } from '../safety.ts';

type StepOf<D extends ReassignmentStep['do']> = Extract<ReassignmentStep, { readonly do: D }>;

/*
 * How a partition gets other replicas (KafkaController.onPartitionReassignment; KIP-455): the new ones are added and copy the log,
 * and when all that shall stay are in sync, the others leave the ISR and are deleted.
 */

/** The replicas that a partition had before the reassignment under way, and those it shall have (ReplicaAssignment). */
function originOf({ replicas, adding }: ControlledPartition): readonly number[] {
  return replicas.filter((id) => !adding.includes(id));
}
function targetOf({ replicas, removing }: ControlledPartition): readonly number[] {
  return replicas.filter((id) => !removing.includes(id));
}
export function isReassigning({ adding, removing }: ControlledPartition): boolean {
  return adding.length > 0 || removing.length > 0;
}

/** Checks each wish, and begins those that are possible (KafkaController.processApiPartitionReassignment). */
export function beginReassignments(
  work: Work,
  connection: ConnectionId,
  request: AlterPartitionReassignmentsRequest,
): void {
  const refused: ElectionRefusal[] = [];
  const steps: Step[] = [];
  for (const { name: topic, partitions } of request.topics) {
    for (const { partitionIndex, replicas } of partitions) {
      const id = partitionIdOf(work.controller, topic, partitionIndex);
      const partition = id === null || isDeleting(work.controller, topic) ? null : partitionOf(work.controller, id);
      const error = partition === null ? 'UNKNOWN_TOPIC_OR_PARTITION' : refusalOf(work, partition, replicas);
      if (partition === null || error !== 'NONE')
        refused.push({ topic, partition: partitionIndex, error, message: null });
      else
        steps.push(
          { do: 'writeReassignment', partition: partition.id, ...towards(partition, replicas ?? originOf(partition)) },
          { do: 'reassign', partition: partition.id },
        );
    }
  }
  next(work, ...steps, { do: 'answerReassignments', connection, request, refused });
}

function refusalOf(work: Work, partition: ControlledPartition, replicas: readonly number[] | null): ErrorCode {
  if (replicas === null) return isReassigning(partition) ? 'NONE' : 'NO_REASSIGNMENT_IN_PROGRESS';
  const twice = replicas.some((id, at) => id < 0 || replicas.indexOf(id) !== at);
  if (replicas.length === 0 || twice) return 'INVALID_REPLICA_ASSIGNMENT';
  const { adding } = towards(partition, replicas);
  return adding.every((id) => isLive(work.controller, id)) ? 'NONE' : 'INVALID_REPLICA_ASSIGNMENT';
}

/** ReplicaAssignment.reassignTo: what shall be there first, then what was. */
function towards(
  partition: ControlledPartition,
  target: readonly number[],
): { readonly replicas: readonly number[]; readonly adding: readonly number[]; readonly removing: readonly number[] } {
  const origin = originOf(partition);
  const replicas = [...target, ...origin.filter((id) => !target.includes(id))];
  return {
    replicas,
    adding: replicas.filter((id) => !origin.includes(id)),
    removing: origin.filter((id) => !target.includes(id)),
  };
}

/** The wish is written first, so that another controller goes on with it. Replicas of an earlier wish that are in neither go. */
export function writeReassignment(work: Work, step: StepOf<'writeReassignment'>, answer: Answer): Question {
  const before = partitionOf(work.controller, step.partition);
  if (before === null) return null;
  const { replicas, adding, removing } = step;
  const after: ControlledPartition = { ...before, replicas, adding, removing };
  if (answer === null) return [topicWrite(work, after)];
  const result = answer[0] === undefined ? null : unfenced(answer[0]);
  if (result === null) work.moved = true;
  if (result?.error !== 'Ok') return null;
  const added = replicas.filter((broker) => !before.replicaStates.some((each) => each.broker === broker));
  const fresh = added.map((broker) => ({ broker, state: replicaIn('NonExistentReplica') }));
  work.controller = withPartition(work.controller, { ...after, replicaStates: [...before.replicaStates, ...fresh] });
  const unneeded = before.replicas.filter((broker) => !replicas.includes(broker));
  if (unneeded.length > 0) next(work, ...removal(step.partition, unneeded));
  return null;
}

function topicWrite(work: Work, changed: ControlledPartition): ReturnType<typeof fenced> {
  const { topic } = work.turn.partitionName(changed.id);
  const { topicId = '', partitions: ids = [] } = topicOf(work.controller, topic) ?? {};
  const all = ids.map((id) =>
    id === changed.id ? changed : (partitionOf(work.controller, id) as ControlledPartition),
  );
  const data = topicData(
    topicId,
    all.map(({ replicas }) => replicas),
    all,
  );
  return fenced(work.controller.epochZkVersion, { op: 'setData', path: topicPath(topic), data, version: -1 });
}

/** Out of the ISR, deleted on their brokers, and forgotten (stopRemovedReplicasOfReassignedPartition). */
function removal(partition: PartitionId, brokers: readonly number[]): readonly Step[] {
  const replicas = brokers.map((broker) => ({ partition, broker }));
  return [
    { do: 'changeReplicas', replicas, target: 'OfflineReplica' },
    { do: 'changeReplicas', replicas, target: 'ReplicaDeletionStarted' },
    { do: 'changeReplicas', replicas, target: 'ReplicaDeletionSuccessful' },
    { do: 'changeReplicas', replicas, target: 'NonExistentReplica' },
    { do: 'dropReplicas', partition, brokers },
  ];
}

export function dropReplicas(work: Work, { partition: id, brokers }: StepOf<'dropReplicas'>): Question {
  const partition = partitionOf(work.controller, id);
  if (partition === null) return null;
  const replicaStates = partition.replicaStates.filter((each) => !brokers.includes(each.broker));
  work.controller = withPartition(work.controller, { ...partition, replicaStates });
  return null;
}

/** The next phase: the replicas that shall stay are in sync, and it is concluded; or the new ones begin to copy. */
export function reassign(work: Work, { partition: id }: StepOf<'reassign'>): Question {
  const partition = partitionOf(work.controller, id);
  if (partition === null) return null;
  const target = targetOf(partition);
  const inSync = target.every((broker) => partition.isr.includes(broker));
  if (!inSync) {
    const replicas = partition.adding.map((broker) => ({ partition: id, broker }));
    next(work, { do: 'readToBump', partition: id }, { do: 'changeReplicas', replicas, target: 'NewReplica' });
    return null;
  }
  const replicas = target.map((broker) => ({ partition: id, broker }));
  const leads = target.includes(partition.leader) && isReplicaOnline(work.controller, partition.leader);
  next(
    work,
    { do: 'changeReplicas', replicas, target: 'OnlineReplica' },
    { do: 'adoptTarget', partition: id },
    leads
      ? { do: 'readToBump', partition: id }
      : {
          do: 'changePartitions',
          partitions: [id],
          target: 'OnlinePartition',
          strategy: { name: 'reassign', allowUnclean: false },
        },
    ...removal(id, partition.removing),
    { do: 'writeReassignment', partition: id, replicas: target, adding: [], removing: [] },
    { do: 'tellReassigned', partition: id },
  );
  return null;
}

/** Every replica hears of the others in a new leader epoch (updateLeaderEpochAndSendRequest). */
export function readToBump(work: Work, { partition }: StepOf<'readToBump'>, answer: Answer): Question {
  if (answer === null) return stateReads(work, [partition]);
  const found = answer[0] === undefined ? null : leaderAndIsrIn(answer[0]);
  if (found === null || found.controllerEpoch > work.controller.epoch) return null;
  next(work, {
    do: 'writeBumped',
    partition,
    state: newLeaderAndIsr(
      found,
      found.leader,
      found.isr,
      work.controller.epoch,
      isOff(work.turn.setup, 'newLeaderEpochs'),
    ),
  });
  return null;
}

export function writeBumped(work: Work, step: StepOf<'writeBumped'>, answer: Answer): Question {
  const { partition: id, state } = step;
  if (answer === null) return stateWrites(work, [{ partition: id, state }]);
  const outcome = written(work, state, answer, 0);
  if (outcome === 'again') next(work, { do: 'readToBump', partition: id });
  if (typeof outcome === 'string') return null;
  keepLeaderAndIsr(work, id, outcome, -1);
  const partition = partitionOf(work.controller, id);
  if (partition === null) return null;
  // A new replica hears of it when it becomes one; a broker that is away hears nothing.
  const known = partition.replicaStates.filter(({ state: { value } }) => value !== 'NonExistentReplica');
  addLeaderAndIsr(
    work.batch,
    known.map(({ broker }) => broker),
    id,
    false,
  );
  sendBatch(work);
  return null;
}

/** From now on the partition has the replicas that it was to have. */
export function adoptTarget(work: Work, { partition: id }: StepOf<'adoptTarget'>): Question {
  const partition = partitionOf(work.controller, id);
  if (partition === null) return null;
  const replicas = targetOf(partition);
  work.controller = withPartition(work.controller, { ...partition, replicas, adding: [], removing: [] });
  return null;
}

export function tellReassigned(work: Work, { partition: id }: StepOf<'tellReassigned'>): Question {
  const replicas = partitionOf(work.controller, id)?.replicas ?? [];
  work.turn.emit('PartitionReassigned', { partition: id, replicas }, causesOf(work));
  addMetadata(work.batch, 'all', [id]);
  sendBatch(work);
  return null;
}

/** A leader's ISR has changed: reassignments that waited for just that go on (PartitionReassignmentIsrChange). */
export function reassignmentsInSync(work: Work, ids: readonly PartitionId[]): readonly Step[] {
  const steps: Step[] = [];
  for (const id of ids) {
    const partition = partitionOf(work.controller, id);
    if (partition === null || !isReassigning(partition)) continue;
    if (targetOf(partition).every((broker) => partition.isr.includes(broker)))
      steps.push({ do: 'reassign', partition: id });
  }
  return steps;
}

/** A new controller, or brokers that are back (`brokers`): reassignments under way are taken up (maybeResumeReassignments). */
export function resumedReassignments(work: Work, brokers: readonly number[] | null): readonly Step[] {
  return allPartitions(work.controller)
    .filter(
      (partition) =>
        isReassigning(partition) && (brokers === null || targetOf(partition).some((id) => brokers.includes(id))),
    )
    .map(({ id }) => ({ do: 'reassign', partition: id }));
}

/** The operator hears that it has begun, not that it is done. */
export function answerReassignments(work: Work, step: StepOf<'answerReassignments'>): Question {
  const responses = step.request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(
      ({ partitionIndex }): AlterPartitionReassignmentsResponse['responses'][number]['partitions'][number] => {
        const refusal = step.refused.find((each) => each.topic === name && each.partition === partitionIndex);
        return { partitionIndex, errorCode: refusal?.error ?? 'NONE', errorMessage: null };
      },
    ),
  }));
  const { connection } = step;
  work.turn.respond(connection, { type: 'AlterPartitionReassignmentsResponse', errorCode: 'NONE', responses });
  return null;
}
