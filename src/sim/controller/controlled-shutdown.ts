import type { ControlledShutdownRequest } from '../protocol/cluster.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ConnectionId, PartitionId } from '../world.ts';
import { allPartitions, isDeleting } from './context.ts';
import type { Question } from './perform.ts';
import { addStopReplica } from './request-batch.ts';
import { sendBatch } from './send-batch.ts';
import type { RequestStep } from './steps.ts';
import { next, type Work } from './work.ts';

type StepOf<D extends RequestStep['do']> = Extract<RequestStep, { readonly do: D }>;

/* A broker that wants to stop asks the controller to move what it leads elsewhere first (KafkaController.doControlledShutdown). */

/** Partitions without another replica, and those of topics that are to be deleted, stay where they are. */
export function beginControlledShutdown(
  work: Work,
  connection: ConnectionId,
  request: ControlledShutdownRequest,
): void {
  const { controller } = work;
  const id = request.brokerId;
  const error = refusalOf(work, request);
  if (error !== null) {
    work.turn.respond(connection, { type: 'ControlledShutdownResponse', errorCode: error, remainingPartitions: [] });
    return;
  }
  if (!controller.shuttingDown.includes(id))
    work.controller = { ...controller, shuttingDown: [...controller.shuttingDown, id].sort((a, b) => a - b) };
  const movable = allPartitions(controller).filter(
    (partition) =>
      partition.replicas.includes(id) &&
      partition.replicas.length > 1 &&
      partition.partitionEpoch >= 0 &&
      !isQueuedForDeletion(work, partition.id),
  );
  const led = movable.filter((partition) => partition.leader === id).map((partition) => partition.id);
  const followed = movable.filter((partition) => partition.leader !== id).map((partition) => partition.id);
  next(
    work,
    {
      do: 'changePartitions',
      partitions: led,
      target: 'OnlinePartition',
      strategy: { name: 'controlledShutdown', allowUnclean: false },
    },
    { do: 'stopFollowers', broker: id, partitions: followed },
    {
      do: 'changeReplicas',
      replicas: followed.map((partition) => ({ partition, broker: id })),
      target: 'OfflineReplica',
    },
    { do: 'answerControlledShutdown', connection, request },
  );
}

function isQueuedForDeletion({ controller, turn }: Work, id: PartitionId): boolean {
  return controller.deletions.length > 0 && isDeleting(controller, turn.partitionName(id).topic);
}

function refusalOf(work: Work, request: ControlledShutdownRequest): ErrorCode | null {
  const live = work.controller.liveBrokers.find((broker) => broker.id === request.brokerId);
  if (live === undefined) return 'BROKER_NOT_AVAILABLE';
  return request.brokerEpoch < live.epoch ? 'STALE_BROKER_EPOCH' : null;
}

/** What the broker follows it stops following, before it leaves those ISRs. */
export function stopFollowers(work: Work, step: StepOf<'stopFollowers'>): Question {
  for (const partition of step.partitions) addStopReplica(work.batch, step.broker, partition);
  sendBatch(work);
  return null;
}

/** The broker hears what it still leads, and tries again if that is anything. */
export function answerControlledShutdown(work: Work, step: StepOf<'answerControlledShutdown'>): Question {
  const remaining = allPartitions(work.controller).filter(
    (partition) =>
      partition.leader === step.request.brokerId &&
      partition.replicas.length > 1 &&
      !isQueuedForDeletion(work, partition.id),
  );
  const remainingPartitions = remaining.map(({ id }) => {
    const { topic, partition } = work.turn.partitionName(id);
    return { topicName: topic, partitionIndex: partition };
  });
  work.turn.respond(step.connection, { type: 'ControlledShutdownResponse', errorCode: 'NONE', remainingPartitions });
  return null;
}
