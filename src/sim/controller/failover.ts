import type { Json } from '../../lib/json.ts';
import type { ZkGetDataOp, ZkResult } from '../protocol/zookeeper.ts';
import { SECOND } from '../time.ts';
import { assignmentIn, featureData, rackIn, reassignmentIn, topicIdIn } from '../zookeeper/data.ts';
import {
  BROKER_IDS_PATH,
  brokerIdPath,
  DELETE_TOPICS_PATH,
  FEATURE_PATH,
  ISR_CHANGE_PATH,
  LOG_DIR_EVENT_PATH,
  nameIn,
  partitionStatePath,
  PREFERRED_REPLICA_ELECTION_PATH,
  REASSIGN_PARTITIONS_PATH,
  topicPath,
  TOPICS_PATH,
} from '../zookeeper/paths.ts';
import type { PartitionId } from '../world.ts';
import { addChannel } from './channels.ts';
import { allPartitions, isReplicaOnline, partitionOf, withPartition, withTopic } from './context.ts';
import { leaderAndIsrIn } from './leader-and-isr.ts';
import { partitionIn } from './partition-machine.ts';
import type { Answer, Question } from './perform.ts';
import { nextPhase } from './phase-machine.ts';
import { replicaIn } from './replica-machine.ts';
import { addMetadata } from './request-batch.ts';
import type { LiveBroker } from './state.ts';
import type { FailoverStep } from './steps.ts';
import { resumedReassignments } from './reassignment.ts';
import { CONTROLLER_SLOTS } from './timers.ts';
import { causesOf, keepLeaderAndIsr, next, type Work } from './work.ts';

type StepOf<D extends FailoverStep['do']> = Extract<FailoverStep, { readonly do: D }>;

/* A broker that has won the election reads everything from ZooKeeper before it acts (KafkaController.onControllerFailover). */

/** The first look of the automatic preferred leader election comes five seconds after the controller (KafkaController.onControllerFailover). */
const FIRST_REBALANCE = 5 * SECOND;

/** Finalised features (KIP-584): none here, but the znode is the controller's to make. */
export function readFeature(work: Work, answer: Answer): Question {
  if (answer === null) return [{ op: 'getData', path: FEATURE_PATH, watch: false }];
  if (answer[0]?.error === 'NoNode') next(work, { do: 'createFeature' });
  return null;
}

export function createFeature(work: Work, answer: Answer): Question {
  if (answer !== null) return null;
  return [
    { op: 'create', path: FEATURE_PATH, data: featureData(work.turn.setup.era), ephemeral: false, sequential: false },
  ];
}

/** Watches first, so that nothing that changes while it reads is missed. */
export function readCluster(work: Work, answer: Answer): Question {
  if (answer === null) {
    return [
      { op: 'getChildren', path: BROKER_IDS_PATH, watch: true },
      { op: 'getChildren', path: TOPICS_PATH, watch: true },
      { op: 'getChildren', path: DELETE_TOPICS_PATH, watch: true },
      { op: 'getChildren', path: LOG_DIR_EVENT_PATH, watch: true },
      { op: 'getChildren', path: ISR_CHANGE_PATH, watch: true },
      { op: 'exists', path: PREFERRED_REPLICA_ELECTION_PATH, watch: true },
      { op: 'exists', path: REASSIGN_PARTITIONS_PATH, watch: true },
    ];
  }
  const brokers = (answer[0]?.children ?? []).map(Number).sort((a, b) => a - b);
  next(work, { do: 'readBrokersAndTopics', brokers, topics: answer[1]?.children ?? [] });
  return null;
}

export function readBrokersAndTopics(work: Work, step: StepOf<'readBrokersAndTopics'>, answer: Answer): Question {
  const { brokers, topics } = step;
  if (answer === null)
    return [
      ...brokers.map((id) => getData(brokerIdPath(id), true)),
      ...topics.map((topic) => getData(topicPath(topic), true)),
    ];
  work.controller = { ...work.controller, liveBrokers: liveBrokersIn(answer.slice(0, brokers.length)) };
  for (const result of answer.slice(brokers.length))
    if (result.error === 'Ok') learnTopic(work, nameIn(result.path), result.data);
  next(work, { do: 'readPartitionStates' });
  return null;
}

function getData(path: string, watch: boolean): ZkGetDataOp {
  return { op: 'getData', path, watch };
}

/** The brokers whose znodes were there when they were read. */
export function liveBrokersIn(results: readonly ZkResult[]): readonly LiveBroker[] {
  const live: LiveBroker[] = [];
  for (const { error, path, data, stat } of results)
    if (error === 'Ok' && stat !== null) live.push({ id: Number(nameIn(path)), rack: rackIn(data), epoch: stat.czxid });
  return live;
}

/** Takes note of a topic, or of more partitions of it. Returns the partitions that were not known before. */
export function learnTopic(work: Work, topic: string, data: Json): readonly PartitionId[] {
  const assignment = assignmentIn(data);
  const ids = assignment.map((_, partition) => work.turn.partitionId(topic, partition));
  const learnt = { name: topic, topicId: topicIdIn(data), partitions: ids };
  work.controller = { ...work.controller, topics: withTopic(work.controller.topics, learnt) };
  const added = ids.filter((id) => partitionOf(work.controller, id) === null);
  assignment.forEach((replicas, partition) => {
    const id = ids[partition] as PartitionId;
    if (partitionOf(work.controller, id) !== null) return;
    work.controller = withPartition(work.controller, {
      id,
      state: partitionIn('NonExistentPartition'),
      replicas,
      ...reassignmentIn(data, partition),
      replicaStates: replicas.map((broker) => ({ broker, state: replicaIn('NonExistentReplica') })),
      leader: -1,
      leaderEpoch: -1,
      isr: [],
      partitionEpoch: -1,
      controllerEpoch: 0,
      leaderRecoveryState: 'RECOVERED',
      changed: -1,
    });
  });
  return added;
}

export function readPartitionStates(work: Work, answer: Answer): Question {
  const partitions = allPartitions(work.controller);
  if (answer === null) {
    return partitions.map(({ id }) => {
      const { topic, partition } = work.turn.partitionName(id);
      return getData(partitionStatePath(topic, partition), false);
    });
  }
  partitions.forEach(({ id }, at) => {
    const result = answer[at];
    const state = result === undefined ? null : leaderAndIsrIn(result);
    if (state !== null) keepLeaderAndIsr(work, id, state, -1);
  });
  for (const { id } of work.controller.liveBrokers) addChannel(work, id);
  next(work, { do: 'loadDeletions' }, { do: 'beginToAct' }, { do: 'sendBatch' }, { do: 'startStateMachines' });
  return null;
}

/** Everything is known: brokers hear first who is alive, since they cannot obey LeaderAndIsr otherwise. */
export function beginToAct(work: Work): Question {
  const { controller, broker, turn } = work;
  const partitions = allPartitions(controller);
  work.reason = turn.emit(
    'ControllerReady',
    { broker: broker.brokerId, controllerEpoch: controller.epoch, partitions: partitions.length },
    causesOf(work),
  );
  work.controller = { ...controller, phase: nextPhase(controller.phase, 'loaded') };
  addMetadata(work.batch, 'all', []);
  if (broker.config.autoLeaderRebalance.enable)
    turn.setTimer(CONTROLLER_SLOTS.rebalance, turn.now + FIRST_REBALANCE, work.reason);
  return null;
}

/** Replicas and partitions take the states that fit what was read; those that are out of order are put right (startup() of both state machines). */
export function startStateMachines(work: Work): Question {
  const online: { partition: PartitionId; broker: number }[] = [];
  const offline: { partition: PartitionId; broker: number }[] = [];
  for (const partition of allPartitions(work.controller)) {
    const { controller } = work;
    const replicaStates = partition.replicas.map((broker) => {
      const up = isReplicaOnline(controller, broker);
      (up ? online : offline).push({ partition: partition.id, broker });
      return { broker, state: replicaIn(up ? 'OnlineReplica' : 'ReplicaDeletionIneligible') };
    });
    work.controller = withPartition(controller, { ...partition, replicaStates });
  }
  next(
    work,
    { do: 'changeReplicas', replicas: online, target: 'OnlineReplica' },
    { do: 'changeReplicas', replicas: offline, target: 'OfflineReplica' },
    { do: 'startPartitions' },
    { do: 'triggerOnline', topic: null },
    { do: 'readDeletions' },
    ...resumedReassignments(work, null),
  );
  return null;
}

/** By now the ISRs are without dead replicas: a partition is online if its leader is (PartitionStateMachine.initializePartitionState). */
export function startPartitions(work: Work): Question {
  for (const partition of allPartitions(work.controller)) {
    const known = partition.partitionEpoch >= 0;
    const state = known
      ? isReplicaOnline(work.controller, partition.leader)
        ? 'OnlinePartition'
        : 'OfflinePartition'
      : 'NewPartition';
    work.controller = withPartition(work.controller, { ...partition, state: partitionIn(state) });
  }
  return null;
}
