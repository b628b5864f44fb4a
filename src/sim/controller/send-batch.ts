import type { LeaderAndIsrPartition, UpdateMetadataPartition } from '../protocol/cluster.ts';
import type { PartitionId, Seq } from '../world.ts';
import { sendTo } from './channels.ts';
import { isDeleting, isReplicaOnline, partitionOf, topicOf } from './context.ts';
import { ascending, byBroker, newBatch, type OpenBatch, type Recipient } from './request-batch.ts';
import type { ControlledPartition } from './state.ts';
import type { Work } from './work.ts';
import { isOff } from '../safety.ts';

/**
 * Sends what was gathered, to live brokers only: LeaderAndIsr, then UpdateMetadata, then StopReplica; brokers and partitions in
 * ascending order (ControllerBrokerRequestBatch.sendRequestsToBrokers). Each request is blamed on the last change of a leader or an
 * ISR that it tells of.
 */
export function sendBatch(work: Work): void {
  const { batch } = work;
  work.batch = newBatch();
  for (const mine of byBroker(batch.leaderAndIsr)) sendLeaderAndIsr(work, mine);
  sendMetadata(work, batch);
  for (const mine of byBroker(batch.stopReplica)) sendStopReplica(work, mine);
}

/** LeaderAndIsr.LeaderDuringDelete, EpochDuringDelete and NoEpoch. */
const LEADER_DURING_DELETE = -2;
const EPOCH_DURING_DELETE = -2;
const NO_EPOCH = -1;

interface Header {
  readonly controllerId: number;
  readonly controllerEpoch: number;
  readonly brokerEpoch: number;
}

function headerTo(work: Work, broker: number): Header | null {
  const live = work.controller.liveBrokers.find((each) => each.id === broker);
  if (live === undefined) return null;
  return { controllerId: work.broker.brokerId, controllerEpoch: work.controller.epoch, brokerEpoch: live.epoch };
}

function latestChange(work: Work, partitions: readonly PartitionId[]): Seq {
  let latest = work.reason;
  for (const id of partitions) latest = Math.max(latest, partitionOf(work.controller, id)?.changed ?? -1);
  return latest;
}

function sendLeaderAndIsr(work: Work, mine: readonly Recipient[]): void {
  const broker = (mine[0] as Recipient).broker;
  const header = headerTo(work, broker);
  if (header === null) return;
  const partitionStates: LeaderAndIsrPartition[] = [];
  for (const { partition: id, isNew } of mine) {
    const partition = partitionOf(work.controller, id);
    if (partition !== null) partitionStates.push(leaderAndIsrOf(work, partition, isNew));
  }
  const { liveBrokers } = work.controller;
  const liveLeaders = ascending(partitionStates.map((state) => state.leader)).filter((leader) =>
    liveBrokers.some((live) => live.id === leader),
  );
  const cause = latestChange(
    work,
    mine.map((recipient) => recipient.partition),
  );
  sendTo(
    work,
    broker,
    { type: 'LeaderAndIsrRequest', ...header, requestType: 'INCREMENTAL', partitionStates, liveLeaders },
    cause,
  );
}

function leaderAndIsrOf(work: Work, partition: ControlledPartition, isNew: boolean): LeaderAndIsrPartition {
  const { topic, partition: index } = work.turn.partitionName(partition.id);
  return {
    topicName: topic,
    topicId: topicOf(work.controller, topic)?.topicId ?? '',
    partitionIndex: index,
    controllerEpoch: partition.controllerEpoch,
    leader: partition.leader,
    leaderEpoch: partition.leaderEpoch,
    isr: partition.isr,
    partitionEpoch: partition.partitionEpoch,
    replicas: partition.replicas,
    addingReplicas: partition.adding,
    removingReplicas: partition.removing,
    isNew,
    leaderRecoveryState: partition.leaderRecoveryState,
  };
}

function sendMetadata(work: Work, batch: OpenBatch): void {
  const { controller } = work;
  const brokers = batch.metadataToAll ? controller.liveBrokers.map((live) => live.id) : ascending(batch.metadataTo);
  if (brokers.length === 0) return;
  const ids = ascending(batch.metadataOf);
  const partitionStates: UpdateMetadataPartition[] = [];
  for (const id of ids) {
    const partition = partitionOf(controller, id);
    if (partition !== null && partition.partitionEpoch >= 0) partitionStates.push(metadataOf(work, partition));
  }
  const liveBrokers = controller.liveBrokers.map(({ id, rack }) => ({ id, rack }));
  const cause = latestChange(work, ids);
  for (const broker of brokers) {
    const header = headerTo(work, broker);
    if (header !== null)
      sendTo(work, broker, { type: 'UpdateMetadataRequest', ...header, partitionStates, liveBrokers }, cause);
  }
}

function metadataOf(work: Work, partition: ControlledPartition): UpdateMetadataPartition {
  const { topic, partition: index } = work.turn.partitionName(partition.id);
  return {
    topicName: topic,
    topicId: topicOf(work.controller, topic)?.topicId ?? '',
    partitionIndex: index,
    controllerEpoch: partition.controllerEpoch,
    leader: isDeleting(work.controller, topic) ? LEADER_DURING_DELETE : partition.leader,
    leaderEpoch: partition.leaderEpoch,
    isr: partition.isr,
    zkVersion: isOff(work.turn.setup, 'versionOfMetadata') ? 0 : partition.partitionEpoch,
    replicas: partition.replicas,
    offlineReplicas: partition.replicas.filter((replica) => !isReplicaOnline(work.controller, replica)),
  };
}

function sendStopReplica(work: Work, mine: readonly Recipient[]): void {
  const broker = (mine[0] as Recipient).broker;
  const header = headerTo(work, broker);
  if (header === null) return;
  const partitionStates = mine.map(({ partition: id, deletes }) => {
    const { topic, partition: index } = work.turn.partitionName(id);
    return {
      topicName: topic,
      partitionIndex: index,
      leaderEpoch: isDeleting(work.controller, topic)
        ? EPOCH_DURING_DELETE
        : (partitionOf(work.controller, id)?.leaderEpoch ?? NO_EPOCH),
      deletePartition: deletes === true,
    };
  });
  const cause = latestChange(
    work,
    mine.map((recipient) => recipient.partition),
  );
  sendTo(work, broker, { type: 'StopReplicaRequest', ...header, partitionStates }, cause);
}
