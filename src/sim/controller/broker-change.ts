import { BROKER_IDS_PATH, brokerIdPath } from '../zookeeper/paths.ts';
import { addChannel, removeChannel } from './channels.ts';
import { allPartitions, isDeleting, isReplicaOnline, replicasOn } from './context.ts';
import { liveBrokersIn } from './failover.ts';
import type { Answer, Question } from './perform.ts';
import { addMetadata } from './request-batch.ts';
import { sendBatch } from './send-batch.ts';
import type { LiveBroker } from './state.ts';
import type { BrokerStep, Step } from './steps.ts';
import { resumedReassignments } from './reassignment.ts';
import { brokersAreBack, brokersAreGone } from './topic-deletion.ts';
import { causesOf, next, type Work } from './work.ts';

type StepOf<D extends BrokerStep['do']> = Extract<BrokerStep, { readonly do: D }>;

/* Brokers have come or gone: the children of /brokers/ids have changed (KafkaController.processBrokerChange). */

export function readBrokerIds(work: Work, answer: Answer): Question {
  if (answer === null) return [{ op: 'getChildren', path: BROKER_IDS_PATH, watch: true }];
  const brokers = (answer[0]?.children ?? []).map(Number).sort((a, b) => a - b);
  next(work, { do: 'readBrokers', brokers });
  return null;
}

/** Compares who is registered with who was. A broker with another broker epoch has been gone and is back: both is worked off. */
export function readBrokers(work: Work, step: StepOf<'readBrokers'>, answer: Answer): Question {
  if (answer === null) return step.brokers.map((id) => ({ op: 'getData', path: brokerIdPath(id), watch: false }));
  const known = work.controller.liveBrokers;
  const registered = liveBrokersIn(answer);
  const joined = registered.filter((broker) => !known.some((each) => each.id === broker.id));
  const bounced = registered.filter((broker) =>
    known.some((each) => each.id === broker.id && each.epoch < broker.epoch),
  );
  const left = known.filter((broker) => !registered.some((each) => each.id === broker.id)).map((broker) => broker.id);
  if (joined.length + bounced.length + left.length === 0) return null;
  const ids = (brokers: readonly LiveBroker[]): readonly number[] => brokers.map((broker) => broker.id);
  work.reason = work.turn.emit(
    'BrokersChanged',
    { broker: work.broker.brokerId, joined: ids(joined), left, bounced: ids(bounced) },
    causesOf(work),
  );
  for (const id of [...ids(bounced), ...left]) removeChannel(work, id);
  for (const id of [...ids(joined), ...ids(bounced)]) addChannel(work, id);
  const steps: Step[] = [];
  if (joined.length > 0) steps.push({ do: 'brokersJoined', brokers: joined });
  if (bounced.length > 0)
    steps.push({ do: 'brokersLeft', brokers: ids(bounced) }, { do: 'brokersJoined', brokers: bounced });
  if (left.length > 0) steps.push({ do: 'brokersLeft', brokers: left });
  next(work, ...steps);
  return null;
}

/**
 * Brokers that join hear of everything, the others of them; their replicas become followers of whoever leads, and partitions
 * without a leader may have found one (KafkaController.onBrokerStartup).
 */
export function brokersJoined(work: Work, step: StepOf<'brokersJoined'>): Question {
  const { controller } = work;
  const ids = step.brokers.map((broker) => broker.id);
  const existing = controller.liveBrokers.map((broker) => broker.id);
  const liveBrokers = [...controller.liveBrokers, ...step.brokers].sort((a, b) => a.id - b.id);
  work.controller = { ...controller, liveBrokers };
  if (existing.length > 0) {
    addMetadata(work.batch, existing, []);
    sendBatch(work);
  }
  const led = allPartitions(work.controller).filter((partition) => partition.partitionEpoch >= 0);
  addMetadata(
    work.batch,
    ids,
    led.map((partition) => partition.id),
  );
  sendBatch(work);
  next(
    work,
    { do: 'changeReplicas', replicas: replicasOn(work.controller, ids), target: 'OnlineReplica' },
    { do: 'triggerOnline', topic: null },
    ...resumedReassignments(work, ids),
    ...brokersAreBack(work, ids),
  );
  return null;
}

/** Partitions that brokers led are offline until another leader is found; then their replicas leave the ISRs (KafkaController.onBrokerFailure, onReplicasBecomeOffline). */
export function brokersLeft(work: Work, step: StepOf<'brokersLeft'>): Question {
  const { controller } = work;
  const gone = (id: number): boolean => step.brokers.includes(id);
  const shuttingDown = controller.shuttingDown.filter((id) => !gone(id));
  work.controller = {
    ...controller,
    liveBrokers: controller.liveBrokers.filter((broker) => !gone(broker.id)),
    shuttingDown,
  };
  const leaderless = allPartitions(work.controller).filter(
    (partition) =>
      partition.partitionEpoch >= 0 &&
      !isReplicaOnline(work.controller, partition.leader) &&
      !isDeleting(work.controller, work.turn.partitionName(partition.id).topic),
  );
  // Copies of topics that are being deleted are dealt with apart (KafkaController.onReplicasBecomeOffline).
  const replicas = replicasOn(work.controller, step.brokers).filter(
    ({ partition }) => !isDeleting(work.controller, work.turn.partitionName(partition).topic),
  );
  next(
    work,
    {
      do: 'changePartitions',
      partitions: leaderless.map((partition) => partition.id),
      target: 'OfflinePartition',
      strategy: null,
    },
    { do: 'triggerOnline', topic: null },
    { do: 'changeReplicas', replicas, target: 'OfflineReplica' },
    { do: 'tellIfNobodyKnows', replicas: replicas.length },
    ...brokersAreGone(work, step.brokers),
  );
  return null;
}

export function tellIfNobodyKnows(work: Work, step: StepOf<'tellIfNobodyKnows'>): Question {
  if (step.replicas > 0 || work.outcomes.some((outcome) => outcome.error === null)) return null;
  addMetadata(work.batch, 'all', []);
  sendBatch(work);
  return null;
}
