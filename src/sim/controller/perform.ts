import type { ZkOp, ZkResult } from '../protocol/zookeeper.ts';
import { readAltered, writeAltered } from './alter-partition.ts';
import { brokersJoined, brokersLeft, readBrokerIds, readBrokers, tellIfNobodyKnows } from './broker-change.ts';
import { answerControlledShutdown, stopFollowers } from './controlled-shutdown.ts';
import { checkClaim, claimController, createControllerEpoch, readController, readControllerEpoch } from './election.ts';
import {
  beginToAct,
  createFeature,
  readBrokersAndTopics,
  readCluster,
  readFeature,
  readPartitionStates,
  startPartitions,
  startStateMachines,
} from './failover.ts';
import { createStates, readCreated } from './new-partitions.ts';
import { changePartitions, triggerOnline } from './partition-changes.ts';
import { readStatesToElect, readUncleanSettings, writeElected } from './partition-elections.ts';
import { readProducerIdBlock, writeProducerIdBlock } from './producer-ids.ts';
import {
  adoptTarget,
  answerReassignments,
  dropReplicas,
  readToBump,
  reassign,
  tellReassigned,
  writeBumped,
  writeReassignment,
} from './reassignment.ts';
import { answerElectLeaders } from './replica-election.ts';
import { changeReplicas, readStatesToLeave, writeLeft } from './replica-changes.ts';
import { sendBatch } from './send-batch.ts';
import type { Step } from './steps.ts';
import {
  deleteZnodes,
  dropDeletions,
  forgetTopic,
  loadDeletions,
  readDeletions,
  replicasDeleted,
  resumeDeletions,
  tellDeletion,
} from './topic-deletion.ts';
import { readAssignment, readNewTopics, readTopics } from './topic-change.ts';
import type { Work } from './work.ts';

/** ZooKeeper's answer to what a step has asked; null: it has not asked yet. */
export type Answer = readonly ZkResult[] | null;
/** What a step asks of ZooKeeper, each operation for itself; null: nothing, it is done. */
export type Question = readonly ZkOp[] | null;

/** Takes a step: first without an answer, then, if it has asked something, with it. */
export function perform(work: Work, step: Step, answer: Answer): Question {
  switch (step.do) {
    case 'readController':
      return readController(work, answer);
    case 'readControllerEpoch':
      return readControllerEpoch(work, answer);
    case 'createControllerEpoch':
      return createControllerEpoch(work, answer);
    case 'claimController':
      return claimController(work, step, answer);
    case 'checkClaim':
      return checkClaim(work, step, answer);
    case 'readFeature':
      return readFeature(work, answer);
    case 'createFeature':
      return createFeature(work, answer);
    case 'readCluster':
      return readCluster(work, answer);
    case 'readBrokersAndTopics':
      return readBrokersAndTopics(work, step, answer);
    case 'readPartitionStates':
      return readPartitionStates(work, answer);
    case 'beginToAct':
      return beginToAct(work);
    case 'startStateMachines':
      return startStateMachines(work);
    case 'startPartitions':
      return startPartitions(work);
    case 'readBrokerIds':
      return readBrokerIds(work, answer);
    case 'readBrokers':
      return readBrokers(work, step, answer);
    case 'brokersJoined':
      return brokersJoined(work, step);
    case 'brokersLeft':
      return brokersLeft(work, step);
    case 'tellIfNobodyKnows':
      return tellIfNobodyKnows(work, step);
    case 'readTopics':
      return readTopics(work, answer);
    case 'readNewTopics':
      return readNewTopics(work, step, answer);
    case 'readAssignment':
      return readAssignment(work, step, answer);
    case 'changePartitions':
      return changePartitions(work, step);
    case 'triggerOnline':
      return triggerOnline(work, step);
    case 'createStates':
      return createStates(work, step, answer);
    case 'readCreated':
      return readCreated(work, step, answer);
    case 'readStatesToElect':
      return readStatesToElect(work, step, answer);
    case 'readUncleanSettings':
      return readUncleanSettings(work, step, answer);
    case 'writeElected':
      return writeElected(work, step, answer);
    case 'changeReplicas':
      return changeReplicas(work, step);
    case 'readStatesToLeave':
      return readStatesToLeave(work, step, answer);
    case 'writeLeft':
      return writeLeft(work, step, answer);
    case 'writeAltered':
      return writeAltered(work, step, answer);
    case 'readAltered':
      return readAltered(work, step, answer);
    case 'stopFollowers':
      return stopFollowers(work, step);
    case 'answerControlledShutdown':
      return answerControlledShutdown(work, step);
    case 'answerElectLeaders':
      return answerElectLeaders(work, step);
    case 'readProducerIdBlock':
      return readProducerIdBlock(work, step, answer);
    case 'writeProducerIdBlock':
      return writeProducerIdBlock(work, step, answer);
    case 'writeReassignment':
      return writeReassignment(work, step, answer);
    case 'reassign':
      return reassign(work, step);
    case 'readToBump':
      return readToBump(work, step, answer);
    case 'writeBumped':
      return writeBumped(work, step, answer);
    case 'adoptTarget':
      return adoptTarget(work, step);
    case 'dropReplicas':
      return dropReplicas(work, step);
    case 'tellReassigned':
      return tellReassigned(work, step);
    case 'answerReassignments':
      return answerReassignments(work, step);
    case 'loadDeletions':
      return loadDeletions(work, answer);
    case 'readDeletions':
      return readDeletions(work, answer);
    case 'dropDeletions':
      return dropDeletions(work, step, answer);
    case 'resumeDeletions':
      return resumeDeletions(work);
    case 'tellDeletion':
      return tellDeletion(work, step);
    case 'replicasDeleted':
      return replicasDeleted(work, step);
    case 'deleteZnodes':
      return deleteZnodes(work, step, answer);
    case 'forgetTopic':
      return forgetTopic(work, step);
    case 'sendBatch':
      sendBatch(work);
      return null;
  }
}
